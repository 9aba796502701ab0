"""Facts of the strategic layer."""

from strategy.models.actions import Action, ActionEvidence, ActionExtension, ActionReport, ActionUpdate
from strategy.models.boards import Board, BoardMember, BoardTerms
from strategy.models.plans import OutcomeIndicator, Plan, PlanObjective, Strategy, StrategyOutcome
from strategy.models.training import TrainingSession

__all__ = [
    "Action",
    "ActionEvidence",
    "ActionExtension",
    "ActionReport",
    "ActionUpdate",
    "Board",
    "BoardMember",
    "BoardTerms",
    "OutcomeIndicator",
    "Plan",
    "PlanObjective",
    "Strategy",
    "StrategyOutcome",
    "TrainingSession",
]

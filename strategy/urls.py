"""Addresses of the strategic layer. Neutral words only."""

from django.urls import path

from strategy.views import actions, boards, plans, training

urlpatterns = [
    path("strategy/", plans.strategy, name="strategy"),
    path("strategy/new/", plans.strategy_new, name="strategy_new"),
    path("strategy/boards/", boards.boards, name="boards"),
    path("strategy/boards/new/", boards.board_new, name="board_new"),
    path("strategy/boards/<uuid:board_id>/", boards.board, name="board"),
    path("strategy/boards/<uuid:board_id>/members/new/", boards.board_member, name="board_member"),
    path("strategy/boards/<uuid:board_id>/members/<int:member_id>/leave/", boards.board_leave, name="board_leave"),
    path("strategy/boards/<uuid:board_id>/terms/new/", boards.board_terms, name="board_terms"),
    path("strategy/outcomes/<uuid:outcome_id>/", plans.outcome, name="outcome"),
    path("strategy/outcomes/<uuid:outcome_id>/indicators/new/", plans.outcome_indicator, name="outcome_indicator"),
    path("strategy/plans/new/", plans.plan_new, name="plan_new"),
    path("strategy/plans/<uuid:plan_id>/", plans.plan, name="plan"),
    path("strategy/plans/<uuid:plan_id>/page.pdf", plans.plan_pdf, name="plan_pdf"),
    path("strategy/plans/<uuid:plan_id>/objectives/new/", plans.plan_objective, name="plan_objective"),
    path("strategy/plans/<uuid:plan_id>/actions/new/", plans.plan_action, name="plan_action"),
    path("strategy/actions/", actions.our_actions, name="our_actions"),
    path("strategy/actions/<uuid:action_id>/", actions.action_page, name="strategy_action"),
    path("strategy/actions/<uuid:action_id>/<slug:step>/", actions.action_do, name="strategy_action_do"),
    path("strategy/training/", training.training, name="training"),
    path("strategy/training/new/", training.training_new, name="training_new"),
    path("strategy/training/<uuid:session_id>/take-back/", training.training_take_back, name="training_take_back"),
    path("strategy/<uuid:strategy_id>/", plans.strategy_page, name="strategy_page"),
]

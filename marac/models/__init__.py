from marac.models.afterwards import MinutesApproval, PackReading, PersonSurvey, VictimUpdate
from marac.models.agreements import SharingAgreement
from marac.models.evidence import ActionFile
from marac.models.flags import FlagConfirmation
from marac.models.forums import Forum, ScheduleVersion
from marac.models.hearings import Action, Hearing
from marac.models.meetings import Attendance, Meeting, Observer, QuorumDecision, Signature, Statement
from marac.models.onward import Letter, Transfer
from marac.models.research import IdentityCorrection, ResearchEntry, ResearchFinding, ResearchRequest
from marac.models.returns import ReturnCount, ReturnEdition
from marac.models.rota import RotaPlace
from marac.models.samples import DipSample, SampleAction, SampledCase, SampleScore
from marac.models.versions import AgendaItem, AgendaVersion

__all__ = [
    "Action",
    "ActionFile",
    "AgendaItem",
    "AgendaVersion",
    "Attendance",
    "DipSample",
    "FlagConfirmation",
    "Forum",
    "Hearing",
    "IdentityCorrection",
    "Letter",
    "Meeting",
    "MinutesApproval",
    "Observer",
    "PackReading",
    "PersonSurvey",
    "QuorumDecision",
    "ResearchEntry",
    "ResearchFinding",
    "ResearchRequest",
    "ReturnCount",
    "ReturnEdition",
    "RotaPlace",
    "SampleAction",
    "SampleScore",
    "SampledCase",
    "ScheduleVersion",
    "SharingAgreement",
    "Signature",
    "Statement",
    "Transfer",
    "VictimUpdate",
]

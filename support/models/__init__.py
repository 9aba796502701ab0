from support.models.contacts import Alert, ContactAttempt
from support.models.episodes import Episode, Waiting
from support.models.kept import (
    Correction,
    LastLook,
)
from support.models.outcomes import Ending, Measurement
from support.models.plans import (
    SafetyPlan,
    WorkDraft,
)
from support.models.practical import (
    CourtDate,
    DisclosureConsideration,
    Need,
    Order,
)
from support.models.services import Contract, Service, Target
from support.models.submissions import Submission
from support.models.voice import (
    VoiceLink,
)

__all__ = [
    "Alert",
    "ContactAttempt",
    "Contract",
    "Correction",
    "CourtDate",
    "DisclosureConsideration",
    "Ending",
    "Episode",
    "LastLook",
    "Measurement",
    "Need",
    "Order",
    "SafetyPlan",
    "Service",
    "Submission",
    "Target",
    "VoiceLink",
    "Waiting",
    "WorkDraft",
]

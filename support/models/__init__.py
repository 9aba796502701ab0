from support.models.contacts import Alert, ContactAttempt
from support.models.episodes import Episode, Waiting
from support.models.outcomes import Ending, Measurement
from support.models.services import Contract, Service, Target
from support.models.submissions import Submission

__all__ = [
    "Alert",
    "ContactAttempt",
    "Contract",
    "Ending",
    "Episode",
    "Measurement",
    "Service",
    "Submission",
    "Target",
    "Waiting",
]

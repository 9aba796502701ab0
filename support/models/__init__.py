from support.models.contacts import Alert, ContactAttempt
from support.models.episodes import Episode, Waiting
from support.models.services import Contract, Service, Target

__all__ = ["Alert", "ContactAttempt", "Contract", "Episode", "Service", "Target", "Waiting"]

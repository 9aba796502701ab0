"""Who keeps the strategic layer."""

from agencies.principal import Principal
from agencies.roles import Permission
from common.errors import DomainError


class NotYours(DomainError):
    """Something that somebody else does."""


def ensure_keeper(by: Principal) -> None:
    """Raises NotYours for anybody but the strategy lead."""
    if not by.may(Permission.STRATEGY_KEEP):
        raise NotYours("Only the strategy lead does this.")

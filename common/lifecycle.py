"""Which states follow which. A table beside a model; no state-machine library."""

from collections.abc import Hashable, Mapping, Set

from common.errors import InvalidTransition


class Lifecycle:
    """``LIFECYCLE = Lifecycle({Status.LISTED: {Status.HEARD, Status.ADJOURNED}})``"""

    def __init__(self, table: Mapping[Hashable, Set[Hashable]]):
        self.table = table

    def allows(self, current: Hashable, target: Hashable) -> bool:
        """Whether the step is in the table."""
        return target in self.table.get(current, frozenset())

    def ensure(self, current: Hashable, target: Hashable) -> None:
        """Raise InvalidTransition, naming both states, unless the step is in the table."""
        if not self.allows(current, target):
            raise InvalidTransition(_words(current), _words(target))


def _words(state: Hashable) -> str:
    return str(getattr(state, "label", state)).lower()

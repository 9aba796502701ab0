"""What sort of item a case is on an agenda, and what changed between two published agendas. Plain Python.

Source: domain notes, sections 1.6 and 4.3. Alerts are circulated and not discussed; a review of a case that was heard
is not another case. Neither counts in the national return, unless a partnership decides so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

NEW, REPEAT, TRANSFER_IN, DEFERRED_IN = "new", "repeat", "transfer_in", "deferred_in"
NOT_COUNTED = frozenset({"alert_only", "review"})


def item_kind(*, was_put_off: bool, is_transfer_in: bool, is_repeat: bool) -> str:
    """The kind that an item has until somebody says otherwise. A case that was put off has waited longest: that first.

    ``was_put_off``: when the case last stood on an agenda it was adjourned.
    """
    if was_put_off:
        return DEFERRED_IN
    if is_transfer_in:
        return TRANSFER_IN
    return REPEAT if is_repeat else NEW


@dataclass(frozen=True)
class Item:
    """One case on a published agenda. ``key`` says only which items of two versions are the same."""

    key: object
    kind: str = NEW


@dataclass(frozen=True)
class Change:
    """What is different in the later of two versions: the keys of the items."""

    added: frozenset[object]
    removed: frozenset[object]
    relabelled: frozenset[object]
    moved: frozenset[object]

    @property
    def keys(self) -> frozenset[object]:
        """Every item that is touched."""
        return self.added | self.removed | self.relabelled | self.moved


def changes(before: Sequence[Item], after: Sequence[Item]) -> Change:
    """Compare two versions. A case has moved where its place among those that stand in both is another."""
    was, now = {item.key: item for item in before}, {item.key: item for item in after}
    stayed_before = [item.key for item in before if item.key in now]
    stayed_after = [item.key for item in after if item.key in was]
    return Change(
        added=frozenset(now.keys() - was.keys()),
        removed=frozenset(was.keys() - now.keys()),
        relabelled=frozenset(key for key in stayed_after if was[key].kind != now[key].kind),
        moved=frozenset(b for a, b in zip(stayed_before, stayed_after, strict=True) if a != b),
    )

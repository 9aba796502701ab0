"""An agenda as it was published, each time that it was: as one reader sees it, so that a hidden case leaves no gap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from agencies.principal import Principal
from marac.agendas import Change, Item, changes
from marac.models import AgendaItem, AgendaVersion, Meeting
from marac.presenters.words import count, late_items, name_of, sentence


@dataclass(frozen=True)
class VersionRow:
    """One case on one version."""

    item: AgendaItem
    name: str
    is_sealed: bool
    kind: str
    late_item: str


@dataclass(frozen=True)
class Version:
    """One version of an agenda, numbered among those that differ for this reader."""

    number: int
    at: datetime
    by: str
    words: str
    rows: Sequence[VersionRow]

    @property
    def title(self) -> str:
        """What its table is called."""
        return f"Version {self.number}"


def versions_of(meeting: Meeting, *, principal: Principal) -> list[Version]:
    """The versions of an agenda, the latest first. One that changed only what the reader does not see is left out."""
    kept = AgendaItem.objects.visible_to(principal).filter(version__meeting=meeting).order_by("position", "pk")
    by_version: dict[object, list[AgendaItem]] = {}
    for item in kept.select_related("hearing__referral", "case"):
        by_version.setdefault(item.version_id, []).append(item)
    found: list[Version] = []
    before: list[Item] = []
    for version in AgendaVersion.objects.filter(meeting=meeting).select_related("frozen_by").order_by("number"):
        items = by_version.get(version.pk, [])
        now = [Item(item.hearing_id, item.kind) for item in items]
        changed = changes(before, now)
        if not found or changed.keys:
            words = _words(changed) if found else ""
            number = len(found) + 1
            found.append(Version(number, version.frozen_at, str(version.frozen_by), words, _rows(items)))
        before = now
    return found[::-1]


def _words(changed: Change) -> str:
    """Like "1 case added, 2 moved." """
    said = (
        (changed.added, "added"),
        (changed.removed, "taken off"),
        (changed.moved, "moved"),
        (changed.relabelled, "of another sort"),
    )
    return sentence(f"{count(len(keys), 'case')} {word}" for keys, word in said if keys) + "."


def _rows(items: Sequence[AgendaItem]) -> list[VersionRow]:
    late = late_items([item.hearing for item in items])
    return [
        VersionRow(
            item=item,
            name=name_of(item.case, item.hearing.referral),
            is_sealed=item.case.is_sealed,
            kind=item.get_kind_display(),
            late_item=late.get(item.hearing_id, ""),
        )
        for item in items
    ]


def cases_on(versions: Iterable[Version]) -> set[object]:
    """Whom these versions tell of, for the audit trail."""
    return {row.item.case_id for version in versions for row in version.rows}

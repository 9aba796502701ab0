"""Whom to get in touch with: by how late it is, then by risk, then by whether it is safe now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from agencies.principal import Principal
from agencies.roles import Permission
from cases.models import Involvement, SafeContact
from cases.presenters import load_people, victim_name
from common.keyset import DayKey, page_of
from common.parts import Pages
from support import clocks
from support.models import Episode
from support.presenters.words import SafeNow, last_try, late_words, safe_now

SIZE = 50  # one adviser has 20 to 25 at once, so a page is as good as always the whole list
GROUPS = {"overdue": "Overdue", "today": "Today", "tomorrow": "Tomorrow", "week": "This week", "later": "Later"}
RISKS = ("high", "medium", "standard")
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class DueRow:
    """One person to get in touch with."""

    episode: Episode
    name: str
    risk: str | None
    safe: SafeNow
    last: str
    last_more: str
    late: str
    group: str

    @property
    def url(self) -> str:
        return reverse("support_episode", kwargs={"episode_id": self.episode.pk})

    @property
    def log_url(self) -> str:
        return reverse("support_contact", kwargs={"episode_id": self.episode.pk})


@dataclass(frozen=True)
class DueList:
    """A page of those who are due, under the words of their group."""

    groups: Sequence[tuple[str, list[DueRow]]]
    pages: Pages
    overdue: int
    today: int
    total: int

    @property
    def rows(self) -> list[DueRow]:
        return [row for _, rows in self.groups for row in rows]


def episodes_due(principal: Principal, *, today: date, everybody: bool = False) -> Any:
    """What is due within a week on one's own list; for a manager who asks, on every list of the service."""
    found = Episode.objects.worked_by(principal).open().filter(next_due_on__lte=today + AHEAD)
    if everybody and principal.may(Permission.SUPPORT_MANAGE):
        return found
    return found.held_by(principal.user_id)


def due_list(
    principal: Principal, *, now: datetime, today: date, after: DayKey | None = None, everybody: bool = False,
    size: int = SIZE,
) -> DueList:  # fmt: skip
    """One page. The page is cut by the day that is due; within it, the order is that of the groups."""
    due = episodes_due(principal, today=today, everybody=everybody)
    found = list(due.select_related("case", "adviser").due_page(after, size))
    kept = "whose=all" if everybody else ""
    shown, pages = page_of(found, size, lambda row: DayKey(row.next_due_on, row.pk), after=after, kept=kept)
    rows = due_rows(shown, principal=principal, now=now, today=today)
    groups = [(GROUPS[key], list(same)) for key, same in groupby(rows, key=lambda row: row.group)]
    counts = due.order_by().aggregate(
        total=Count("pk"),
        overdue=Count("pk", filter=Q(next_due_on__lt=today)),
        today=Count("pk", filter=Q(next_due_on=today)),
    )
    return DueList([(f"{words} ({len(same)})", same) for words, same in groups], pages, **_as_counts(counts))


def _as_counts(counts: dict[str, Any]) -> dict[str, int]:
    return {"overdue": counts["overdue"], "today": counts["today"], "total": counts["total"]}


def due_rows(episodes: Sequence[Episode], *, principal: Principal, now: datetime, today: date) -> list[DueRow]:
    """Rows in the order in which to work: by group, risk, and whether it is safe now."""
    cases = [each.case for each in episodes]
    load_people(cases)
    ways = _ways(episodes, principal=principal)
    rows = [_row(each, ways[_victim(each)], now=now, today=today) for each in episodes]
    order = list(GROUPS)
    return sorted(
        rows,
        key=lambda row: (
            order.index(row.group),
            RISKS.index(row.risk) if row.risk in RISKS else len(RISKS),
            row.safe.rank,
            row.episode.next_due_on,
            row.episode.pk,
        ),
    )


def _victim(episode: Episode) -> Any:
    victims = [i.person_id for i in episode.case.involvements.all() if i.role == Involvement.Role.VICTIM]
    return victims[0] if victims else None


def _ways(episodes: Sequence[Episode], *, principal: Principal) -> dict[Any, dict[str, SafeContact]]:
    """The ways of all these people, read at once."""
    found: dict[Any, dict[str, SafeContact]] = defaultdict(dict)
    people = [_victim(each) for each in episodes]
    rows = SafeContact.objects.visible_to(principal).current().filter(person_id__in=people)
    for way in rows.order_by("recorded_at", "pk"):
        found[way.person_id][way.channel] = way
    return found


def _row(episode: Episode, ways: dict[str, SafeContact], *, now: datetime, today: date) -> DueRow:
    last, more = last_try(episode)
    return DueRow(
        episode=episode,
        name=victim_name(episode.case),
        risk=episode.case.risk_level,
        safe=safe_now(ways, now=now),
        last=last,
        last_more=more,
        late=late_words(episode.next_due_on, today=today),
        group=clocks.lateness(episode.next_due_on, today=today),
    )


def next_row(principal: Principal, *, now: datetime, today: date, besides: Any) -> DueRow | None:
    """Who is next on one's own list today, besides somebody; None when the day's work is done."""
    rows = due_list(principal, now=now, today=today).rows
    waiting = [row for row in rows if row.episode.pk != besides and row.episode.next_due_on <= today]
    return waiting[0] if waiting else None

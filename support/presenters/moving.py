"""The open work of a service, to be moved: everybody's, one adviser's, what is late, whom nobody has spoken to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from agencies.models import Policy
from agencies.principal import Principal
from cases.presenters import load_people, victim_name
from common.keyset import DayKey, page_of
from common.parts import Link, Pages
from support.models import Episode
from support.presenters.team import national
from support.presenters.words import last_try, late_words
from support.services import colleagues

SIZE = 50
SHOWS = {"": "All open", "late": "Overdue", "silent": "Nobody spoke to them", "nobody": "No adviser"}


@dataclass(frozen=True)
class MoveRow:
    """Somebody who may be moved."""

    key: str
    case_id: UUID
    name: str
    reference: str
    risk: str | None
    adviser: str
    last: str
    due: date
    late: str


@dataclass(frozen=True)
class MovingPage:
    """One page of them, and the filters."""

    rows: Sequence[MoveRow]
    shows: Sequence[Link]
    advisers: Sequence[Link]
    pages: Pages


def moving_page(
    principal: Principal, asked: Mapping[str, str], *, after: DayKey | None, now: datetime, today: date
) -> MovingPage:
    """Open episodes by the day of their next contact. A fixed number of queries, whatever their number."""
    show = asked.get("show", "") if asked.get("show", "") in SHOWS else ""
    whose = asked.get("adviser", "")
    found = _found(principal, show, whose, now=now, today=today)
    rows = list(found.select_related("case", "adviser").due_page(after, SIZE))
    kept = f"show={show}&adviser={whose if whose.isdecimal() else ''}"
    shown, pages = page_of(rows, SIZE, lambda row: DayKey(row.next_due_on, row.pk), after=after, kept=kept)
    load_people([each.case for each in shown])
    people = [Link(str(each), f"?adviser={each.pk}", current=str(each.pk) == whose) for each in colleagues(principal)]
    return MovingPage(
        rows=[_row(each, today=today) for each in shown],
        shows=[Link(words, f"?show={code}", current=code == show and not whose) for code, words in SHOWS.items()],
        advisers=people,
        pages=pages,
    )


def _found(principal: Principal, show: str, whose: str, *, now: datetime, today: date):
    found = Episode.objects.worked_by(principal).open()
    if whose.isdecimal() and len(whose) < 10:
        return found.filter(adviser_id=int(whose))
    if show == "late":
        return found.late(today)
    if show == "silent":
        return found.silent_since(now - timedelta(days=national(Policy.Key.SUPPORT_SILENCE_DAYS, today)))
    return found.filter(adviser=None) if show == "nobody" else found


def chosen(principal: Principal, keys: Sequence[str]) -> list[MoveRow]:
    """Those who were selected, to be looked at once more."""
    found = list(
        Episode.objects.worked_by(principal).open().filter(pk__in=keys).select_related("case", "adviser").order_by("pk")
    )
    load_people([each.case for each in found])
    return [_row(each, today=each.next_due_on) for each in found]


def _row(each: Episode, *, today: date) -> MoveRow:
    return MoveRow(
        key=str(each.pk),
        case_id=each.case_id,
        name=victim_name(each.case),
        reference=each.case.spoken_reference,
        risk=each.case.risk_level,
        adviser=str(each.adviser or "Nobody"),
        last=last_try(each)[0],
        due=each.next_due_on,
        late=late_words(each.next_due_on, today=today),
    )

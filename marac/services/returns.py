"""The national return: read, locked as it is sent, and restated with both figures kept."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from agencies.principal import Principal
from audit.services import record
from cases.ages import years_between
from cases.models import Case, Involvement
from common.dates import london_date
from common.errors import Conflict, DomainError
from common.quarters import Quarter
from marac.models import Forum, Hearing, ReturnEdition
from marac.national_return import Return, Row, national_return
from referrals.models import Referral

Role = Involvement.Role


def read_return(forum: Forum, *, by: Principal, quarter: Quarter) -> Return:
    """The return of a forum as it stands now, of the cases that the principal sees: nobody counts what is hidden."""
    return national_return(_rows(forum, by, quarter), starts_on=quarter.starts_on, ends_on=quarter.ends_on)


def _rows(forum: Forum, by: Principal, quarter: Quarter) -> list[Row]:
    if not forum.counts_in_return:
        return []
    heard = Hearing.objects.visible_to(by).filter(meeting__forum=forum, status=Hearing.Status.HEARD)
    found = list(
        heard.filter(meeting__held_on__range=(quarter.starts_on, quarter.ends_on))
        .select_related("meeting", "case", "referral__from_agency")
        .prefetch_related("case__involvements__person__birth_dates")
    )
    first = _first_senders(found, by=by)
    return [_row(hearing, first.get((hearing.case_id, hearing.meeting.held_on))) for hearing in found]


def _first_senders(hearings: list[Hearing], *, by: Principal) -> dict[tuple[Any, date], str]:
    """By case and day: the kind of agency whose referral came first, of all that were heard there."""
    cases = {hearing.case_id for hearing in hearings}
    sent = Referral.objects.visible_to(by).filter(case__in=cases).exclude(first_heard_on=None)
    found: dict[tuple[Any, date], str] = {}
    for case, day, kind in sent.order_by("received_at", "pk").values_list(
        "case_id", "first_heard_on", "from_agency__type"
    ):
        found.setdefault((case, day), kind)
    return found


def _row(hearing: Hearing, source: str | None) -> Row:
    day, people = hearing.meeting.held_on, _people(hearing.case)
    victim = next(iter(people[Role.VICTIM]), None)
    names = ("ethnicity", "disability", "sex", "gender_identity")
    facts = {name: getattr(victim, name) for name in names} if victim else {}
    return Row(
        case=hearing.case_id,
        victim=victim.pk if victim else hearing.case_id,
        held_on=day,
        source=source or hearing.referral.from_agency.type,
        is_repeat=hearing.referral.is_repeat,
        kind=hearing.kind,
        children=len(people[Role.CHILD]),
        orientation=victim.sexual_orientation if victim else "",
        age=_age(victim, day),
        harmer_ages=tuple(_age(person, day) for person in people[Role.PERPETRATOR]),
        **facts,
    )


def _people(case: Case) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {role: [] for role in Role.values}
    for each in case.involvements.all():
        found[each.role].append(each.person)
    return found


def _age(person: Any, day: date) -> int | None:
    if person is None:
        return None
    born = person.dates_in_use
    return years_between(born[0].on, day) if born else person.age_estimate


@transaction.atomic
def lock_return(forum: Forum, *, by: Principal, quarter: Quarter, at: datetime) -> ReturnEdition:
    """Keep the return as it is sent. Locked again after a correction, it is another edition beside the first.

    Raises DomainError before the period is over and for a forum that sends none; Conflict where nothing has changed
    since one locked it oneself.
    """
    if not forum.counts_in_return:
        raise DomainError("This forum does not count in the national return.")
    if not quarter.has_ended(london_date(at)):
        raise DomainError("The period is not over yet.")
    figures = as_figures(read_return(forum, by=by, quarter=quarter))
    period = {"starts_on": quarter.starts_on, "ends_on": quarter.ends_on}
    editions = ReturnEdition.objects.filter(forum=forum, **period)
    # Compared with one's own alone: a colleague's may count a case that is kept from whoever locks this one.
    last = editions.filter(locked_by_id=by.user_id).order_by("-number").first()
    if last and last.figures == figures:
        raise Conflict("Nothing has changed since this return was locked.")
    number = (editions.aggregate(last=Max("number"))["last"] or 0) + 1
    facts = {**period, "number": number, "figures": figures}
    try:
        with transaction.atomic():
            made = ReturnEdition.objects.create(forum=forum, locked_at=at, locked_by_id=by.user_id, **facts)
    except IntegrityError as error:
        raise Conflict("A colleague has locked this return at the same moment.") from error
    record("return locked", by=by, subjects=[made.pk], detail=f"edition {number}")
    return made


def as_figures(found: Return) -> dict[str, Any]:
    """A return as it is kept and written out: text and whole numbers alone."""
    return {
        "dates": [day.isoformat() for day in found.dates],
        "hearings": found.hearings,
        "cases": found.cases,
        "victims": found.victims,
        "items": [
            {
                "number": item.number,
                "label": item.label,
                "definition": item.definition,
                "count": item.count,
                "percent": None if item.percent is None else str(item.percent),
                "unknown": item.unknown,
            }
            for item in found.items
        ],
    }

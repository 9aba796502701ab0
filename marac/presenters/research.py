"""Research as an agency answers it: its list, and one page for each case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agencies.principal import Principal
from cases.models import Involvement
from cases.timeliness import Clock, clock
from common.dates import london_date
from common.keyset import DayKey, page_of
from common.parts import Pages
from marac import research as rules
from marac.models import Forum, Hearing, ResearchRequest
from marac.presenters.words import name_of

PAGE = 25
ROLES = {"victim": "Person at risk", "perpetrator": "Person causing harm (alleged)", "child": "Child"}
COLOURS = {"Provided": "green", "Nothing known": "green", "In progress": "blue", "Waiting": "grey"}
RELATED = ("case", "agency", "hearing__referral", "hearing__meeting__forum")


@dataclass(frozen=True)
class InboxRow:
    """One case that the principal's agency is asked about."""

    request: ResearchRequest
    name: str
    clock: Clock
    state: str
    colour: str
    url: str


def inbox_page(
    principal: Principal, *, today: date, after: DayKey | None, closed: Sequence[Forum] = ()
) -> tuple[list[InboxRow], Pages]:
    """What the principal's agency has still to answer, the nearest day first; of closed forums what is urgent."""
    mine = ResearchRequest.objects.own(principal).waiting().by_due_date().select_related(*RELATED)
    mine = mine.exclude(hearing__meeting__forum__in=closed, hearing__meeting__is_emergency=False)
    found = list((mine.filter(after.beyond()) if after else mine)[: PAGE + 1])
    shown, pages = page_of(found, PAGE, lambda row: DayKey(row.due_on, row.pk), after=after)
    return [_inbox_row(each, today=today) for each in shown], pages


def _inbox_row(request: ResearchRequest, *, today: date) -> InboxRow:
    state = state_of_request(request, today=today)
    return InboxRow(
        request=request,
        name=name_of(request.case, request.hearing.referral),
        clock=clock(request.due_on, request.due_on, today=today),
        state=state,
        colour=COLOURS.get(state, "orange"),
        url=reverse("research", kwargs={"request_id": request.pk}),
    )


def state_of_request(request: ResearchRequest, *, today: date) -> str:
    return rules.words(request.status, request.due_on, today=today, reminders=request.reminders)


# -- one answer -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonToCheck:
    """Somebody to look for: every name and every date of birth on file, because systems differ."""

    name: str
    role: str
    others: Sequence[str]
    born: Sequence[str]
    alert: str


@dataclass(frozen=True)
class ResearchPage:
    """One case to answer for."""

    request: ResearchRequest
    involved: Sequence[Involvement]
    people: Sequence[PersonToCheck]
    number: int
    total: int
    clock: Clock
    alert: str
    reasons: str
    is_open: bool
    by_telephone: bool
    was_answered: str
    following: ResearchRequest | None

    @property
    def words(self) -> str:
        return f"Case {self.number} of {self.total} to answer" if self.number else "Answered"


def research_page(request: ResearchRequest, *, principal: Principal, today: date) -> ResearchPage:
    """A request that the principal may answer: for their own agency, or for another that rang."""
    involved = involved_in(request)
    by_telephone = request.agency_id != principal.agency_id
    waiting = [] if by_telephone else list(ResearchRequest.objects.own(principal).waiting().by_due_date())
    here = next((place for place, each in enumerate(waiting) if each.pk == request.pk), None)
    sealed, referral = request.case.is_sealed, request.hearing.referral
    return ResearchPage(
        request=request,
        involved=involved,
        people=[_to_check(each) for each in involved],
        number=0 if here is None else here + 1,
        total=len(waiting),
        clock=clock(request.due_on, request.due_on, today=today),
        alert=_alert(involved),
        reasons="" if sealed else referral.reasons,
        is_open=request.hearing.status == Hearing.Status.LISTED,
        by_telephone=by_telephone,
        was_answered=_answered(request) if request.answered_at else "",
        following=next_to_answer(request, principal=principal),
    )


def involved_in(request: ResearchRequest) -> list[Involvement]:
    """Everybody in the case, the person at risk first."""
    found = request.case.involvements.select_related("person").prefetch_related("person__names", "person__birth_dates")
    order = list(ROLES)
    return sorted(found, key=lambda each: (order.index(each.role) if each.role in order else 9, each.pk))


def next_to_answer(request: ResearchRequest, *, principal: Principal) -> ResearchRequest | None:
    """The next that the principal's own agency owes: after this one, else from the top, else None."""
    if request.agency_id != principal.agency_id:
        return None
    waiting = list(ResearchRequest.objects.own(principal).waiting().by_due_date())
    later = [each for each in waiting if (each.due_on, each.pk) > (request.due_on, request.pk)]
    return next((each for each in [*later, *waiting] if each.pk != request.pk), None)


def last_systems(request: ResearchRequest) -> str:
    """What the agency searched last time, so that it is typed once."""
    answered = ResearchRequest.objects.filter(agency_id=request.agency_id).exclude(systems="").exclude(answered_at=None)
    return answered.order_by("-answered_at").values_list("systems", flat=True).first() or ""


def _to_check(involvement: Involvement) -> PersonToCheck:
    person = involvement.person
    staff = involvement.works_for_partner_agency in ("yes", "unknown")
    return PersonToCheck(
        name=person.current_name,
        role=ROLES.get(involvement.role, "Other person at risk"),
        others=[str(name) for name in person.names_in_use if str(name) != person.current_name],
        born=[each.words for each in person.dates_in_use],
        alert="May work for a partner agency" if staff else "",
    )


def _alert(involved: Sequence[Involvement]) -> str:
    """Said on every page: what must not happen because somebody looked something up."""
    staff = any(each.works_for_partner_agency in ("yes", "unknown") for each in involved)
    return "Somebody in this case may work for a partner agency. Keep it to those who need it." if staff else ""


def _answered(request: ResearchRequest) -> str:
    how = f"by telephone, told by {request.told_by}" if request.by_telephone else f"by {request.answered_by}"
    day = london_date(request.answered_at)  # type: ignore[arg-type]
    return f"{request.get_status_display()}, {day.day} {day:%B}, {how}."

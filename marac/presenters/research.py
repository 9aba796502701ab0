"""Research: an agency's list, one page to answer, the chase list of a meeting, and what agencies know of a case."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse

from agencies.principal import Principal
from cases.models import Involvement
from cases.timeliness import Clock, clock
from common.dates import london_date
from common.keyset import DayKey
from common.parts import Link, Pages
from marac import research as rules
from marac.models import Forum, Hearing, IdentityCorrection, Meeting, ResearchEntry, ResearchFinding, ResearchRequest
from marac.presenters.words import count, joined, name_of, trail

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
    last = found[PAGE - 1] if len(found) > PAGE else None
    next_url = f"?after={DayKey(last.due_on, last.pk).text}" if last else ""
    return [_inbox_row(each, today=today) for each in found[:PAGE]], Pages(next_url, "?" if after else "")


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


# -- the chase list ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One agency's answer about one case, in a word."""

    words: str
    colour: str
    url: str


@dataclass(frozen=True)
class ChaseColumn:
    """One agency's answers for a meeting."""

    key: int
    name: str
    total: str
    owes: int


@dataclass(frozen=True)
class ChasePage:
    """Cases down, agencies across."""

    meeting: Meeting
    columns: Sequence[ChaseColumn]
    rows: Sequence[tuple[Hearing, str, Sequence[Cell]]]
    missing: int

    @property
    def trail(self) -> list[Link]:
        return trail(self.meeting)

    @property
    def owing(self) -> list[tuple[int, str]]:
        """The agencies that have still to answer, with how much."""
        return [(each.key, f"{each.name} ({each.owes})") for each in self.columns if each.owes]


def chase_page(meeting: Meeting, *, principal: Principal, today: date) -> ChasePage:
    """Who has answered for which case of a meeting, as far as the principal sees its cases."""
    agenda = Hearing.objects.visible_to(principal).filter(meeting=meeting).on_agenda().in_order()
    hearings = list(agenda.select_related("case", "referral"))
    asked = ResearchRequest.objects.visible_to(principal).filter(hearing__in=hearings).select_related("agency")
    by_place: dict[tuple[Any, int], ResearchRequest] = {(each.hearing_id, each.agency_id): each for each in asked}
    agencies = sorted({each.agency for each in by_place.values()}, key=lambda agency: agency.name)
    all_asked = list(by_place.values())
    columns = [_column(agency, [r for r in all_asked if r.agency_id == agency.pk], today) for agency in agencies]
    rows = [
        (
            hearing,
            name_of(hearing.case, hearing.referral),
            [_cell(by_place.get((hearing.pk, agency.pk)), today=today) for agency in agencies],
        )
        for hearing in hearings
    ]
    return ChasePage(meeting, columns, rows, sum(column.owes for column in columns))


def _column(agency: Any, asked: Sequence[ResearchRequest], today: date) -> ChaseColumn:
    answers = [rules.Answer(r.due_on, london_date(r.answered_at) if r.answered_at else None) for r in asked]
    found = rules.completeness(answers)
    owes = sum(r.answered_at is None for r in asked)
    late = sum(r.answered_at is None and today > r.due_on for r in asked)
    words = f"{found.answered} of {found.asked}"
    return ChaseColumn(agency.pk, agency.name, joined([words, f"{late} late" if late else ""]), owes)


def _cell(request: ResearchRequest | None, *, today: date) -> Cell:
    if request is None:
        return Cell("Not asked", "grey", "")
    words = state_of_request(request, today=today)
    url = reverse("research", kwargs={"request_id": request.pk})
    may_type = request.status == "requested" or request.by_telephone
    return Cell(words, COLOURS.get(words, "orange"), url if may_type else "")


def research_counts(meeting: Meeting, *, principal: Principal) -> tuple[int, int]:
    """How many requests a meeting has made, and how many have been answered. Of visible cases only."""
    asked = ResearchRequest.objects.visible_to(principal).standing().filter(hearing__meeting=meeting)
    found = asked.aggregate(all=Count("pk"), answered=Count("answered_at"))
    return found["all"], found["answered"]


# -- beside the minutes -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of what an agency knows. ``limit`` says how it may be used."""

    about: str
    text: str
    limit: str


@dataclass(frozen=True)
class AgencyKnows:
    """What one agency said of a case: closed to its first line, opened to all of it."""

    name: str
    state: str
    first: str
    known: Sequence[str]
    paragraphs: Sequence[Paragraph]
    offers: Sequence[str]


def what_agencies_know(hearing: Hearing, *, principal: Principal, today: date, is_shared: bool) -> list[AgencyKnows]:
    """Every agency's answer, as far as the principal may read it. ``is_shared``: others look on, so only paragraphs
    without any limit are read."""
    asked = ResearchRequest.objects.visible_to(principal).filter(hearing=hearing).select_related("agency")
    found = sorted(asked, key=lambda each: (each.answered_at is None, each.agency.name))
    names = {each.person_id: each.person.current_name for each in hearing.case.involvements.all()}
    entries: dict[Any, list[ResearchEntry]] = defaultdict(list)
    for entry in ResearchEntry.objects.visible_to(principal).filter(request__in=found).order_by("position"):
        if not (is_shared and entry.restriction):
            entries[entry.request_id].append(entry)
    findings: dict[Any, list[str]] = defaultdict(list)
    for finding in _findings(found, principal):
        said = joined([finding.get_known_display().lower(), finding.why_not, finding.worker, finding.last_contact])
        findings[finding.request_id].append(f"{names.get(finding.person_id, 'Somebody')}: {said}")
    return [_knows(each, entries[each.pk], findings[each.pk], names, today=today) for each in found]


def _findings(asked: Sequence[ResearchRequest], principal: Principal) -> Any:
    told = [each for each in asked if each.answered_at]
    return ResearchFinding.objects.visible_to(principal).filter(request__in=told).order_by("pk")


def _knows(
    request: ResearchRequest, entries: Sequence[ResearchEntry], known: Sequence[str], names: dict, *, today: date
) -> AgencyKnows:
    entries = entries if request.answered_at else []
    said = [
        Paragraph(_about(each, names), each.text, rules.WORDS[each.restriction] if each.restriction else "")
        for each in entries
        if each.kind != ResearchEntry.Kind.OFFER
    ]
    state = state_of_request(request, today=today)
    first = said[0].text if said else f"Checked {request.systems}" if request.answered_at else "No answer yet"
    return AgencyKnows(
        name=request.agency.name,
        state=f"{state}, by telephone" if request.by_telephone else state,
        first=first,
        known=known,
        paragraphs=said,
        offers=[each.text for each in entries if each.kind == ResearchEntry.Kind.OFFER],
    )


def _about(entry: ResearchEntry, names: dict) -> str:
    return names.get(entry.person_id, "") if entry.person_id else entry.get_kind_display()


# -- corrections ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CorrectionRow:
    """What an agency holds otherwise, and where it would be put right."""

    correction: IdentityCorrection
    name: str
    case_url: str


def corrections_page(principal: Principal) -> list[CorrectionRow]:
    """What is to be looked at in the cases whose people the principal keeps, the oldest first."""
    waiting = IdentityCorrection.objects.visible_to(principal).settled_by(principal).waiting()
    found = waiting.select_related("case", "agency", "person", "request__hearing__referral").order_by("found_at", "pk")
    return [
        CorrectionRow(
            each,
            name_of(each.case, each.request.hearing.referral),
            reverse("people", kwargs={"reference": each.case.reference}),
        )
        for each in found.prefetch_related("person__names")[:PAGE]
    ]


def words_left(number: int) -> str:
    return f"{count(number, 'answer is', 'answers are')} missing" if number else "Everybody has answered"

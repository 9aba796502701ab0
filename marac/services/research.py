"""Research: agencies are asked what they know, answer, are reminded; what they would correct is looked at."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import F

from agencies.models import Agency, Policy
from agencies.principal import Principal
from agencies.roles import Permission
from agencies.services import bank_holidays, policy_on
from audit.services import record
from cases.models import NamedAccess, Person
from common.dates import london_date
from common.errors import Conflict, DomainError
from marac import research as rules
from marac.models import Hearing, IdentityCorrection, Meeting, ResearchEntry, ResearchFinding, ResearchRequest
from marac.services.agenda import readers_of, share_with_members
from marac.tasks import ask_to_answer

Known = ResearchFinding.Known


class NothingSearched(DomainError):
    """An answer says which systems were searched, or "nothing known" would say nothing."""


@dataclass(frozen=True)
class Finding:
    """Whether one person is known. Two paragraphs about them: one without a limit on its use, one with."""

    person: Person
    known: str
    why_not: str = ""
    worker: str = ""
    last_contact: str = ""
    text: str = ""
    limited_text: str = ""
    restriction: str = ""


@dataclass(frozen=True)
class Correction:
    """What an agency holds otherwise than the case does."""

    kind: str
    text: str
    person: Person | None = None


@dataclass(frozen=True)
class Answer:
    """All that one agency says of one case."""

    systems: str = ""
    findings: Sequence[Finding] = ()
    wishes: str = ""
    offers: str = ""
    corrections: Sequence[Correction] = field(default=())


@transaction.atomic
def ask_for_research(meeting: Meeting, *, by: Principal, at: datetime) -> int:
    """Ask every agency of the forum about every case on its agenda; returns how many requests are new.

    A sealed case is asked of those agencies alone for whom somebody speaks whom its seal names. Safe to ask again.
    """
    holidays, forum = bank_holidays(), meeting.forum
    days = policy_on(meeting.held_on, Policy.Key.RESEARCH_DUE_DAYS, area=forum.area)
    due = rules.due_on(meeting.held_on, days=days, asked_on=london_date(at), bank_holidays=holidays)
    members = readers_of(meeting, today=london_date(at))
    agenda = Hearing.objects.visible_to(by).filter(meeting=meeting).to_be_heard().select_related("case")
    new = [
        ResearchRequest(
            hearing=hearing, case_id=hearing.case_id, agency=agency, team_id=forum.agency_id, asked_at=at, due_on=due
        )
        for hearing in agenda
        for agency in _asked(hearing, members)
    ]
    known = set(ResearchRequest.objects.filter(hearing__meeting=meeting).values_list("hearing_id", "agency_id"))
    new = [each for each in new if (each.hearing_id, each.agency_id) not in known]
    ResearchRequest.objects.bulk_create(new)
    for hearing in {each.hearing for each in new if not each.hearing.case.is_sealed}:
        share_with_members(hearing, by=by, today=london_date(at))  # with who has signed since it was listed
    if new:
        record("research asked", by=by, subjects=[meeting.pk, *{each.case_id for each in new}], detail=f"{len(new)}")
    return len(new)


def _asked(hearing: Hearing, members: Sequence[Agency]) -> Iterable[Agency]:
    if not hearing.case.is_sealed:
        return members
    named = NamedAccess.objects.filter(content_object_id=hearing.case_id).values("user_id")
    return [each for each in members if each.memberships.filter(user__in=named).exists()]


@transaction.atomic
def save_research(
    request: ResearchRequest, *, by: Principal, version: int, answer: Answer, at: datetime, told_by: str = ""
) -> ResearchRequest:
    """Keep a draft. Only the agency itself reads it. Raises Conflict where a colleague saved after ``version``."""
    request = _locked(request, by=by, version=version, told_by=told_by)
    if request.status in ResearchRequest.RETURNED:
        raise DomainError("This has been answered. Change the answer and send it again.")
    if by.agency_id != request.agency_id:
        raise DomainError("A draft is for the agency itself. Take down what you were told, and send it.")
    request.status = ResearchRequest.Status.IN_PROGRESS
    _write(request, answer, by=by, at=at)
    record("research saved", by=by, subjects=[request.pk, request.case_id])
    return request


@transaction.atomic
def answer_research(
    request: ResearchRequest, *, by: Principal, version: int, answer: Answer, at: datetime, told_by: str = ""
) -> ResearchRequest:
    """Answer for the agency. Until its case has been heard it may answer again, in place of what it said.

    ``told_by``: who said it on the telephone, where the team types it. Raises NothingSearched without the systems that
    were searched, DomainError where somebody is passed over or not checked without a reason, and Conflict where a
    colleague saved after ``version``.
    """
    request = _locked(request, by=by, version=version, told_by=told_by)
    _ensure_whole(request, answer)
    by_telephone = by.agency_id != request.agency_id
    has_entries = any((answer.wishes.strip(), answer.offers.strip(), *(_said(each) for each in answer.findings)))
    nil = rules.is_nil([each.known for each in answer.findings], has_entries=has_entries)
    status = ResearchRequest.Status.RETURNED_NIL if nil else ResearchRequest.Status.RETURNED_INFO
    ResearchRequest.LIFECYCLE.ensure(ResearchRequest.Status(request.status), status)
    request.status, request.answered_at, request.answered_by_id = status, request.answered_at or at, by.user_id
    request.by_telephone, request.told_by = by_telephone, told_by.strip() if by_telephone else ""
    _write(request, answer, by=by, at=at)
    record("research answered", by=by, subjects=[request.pk, request.case_id], detail=status)
    return request


def answer_nothing_known(
    request: ResearchRequest, *, by: Principal, version: int, systems: str, at: datetime, told_by: str = ""
) -> ResearchRequest:
    """Everybody was checked and nobody is known: an answer like any other."""
    answer = Answer(systems, [Finding(person, Known.NOT_KNOWN) for person in people_to_check(request)])
    return answer_research(request, by=by, version=version, answer=answer, at=at, told_by=told_by)


def people_to_check(request: ResearchRequest) -> list[Person]:
    """Everybody in the case, the person at risk first: whom the agency looks for."""
    involved = request.case.involvements.select_related("person").prefetch_related(
        "person__names", "person__birth_dates"
    )
    order = {"victim": 0, "perpetrator": 1, "child": 2}
    return [each.person for each in sorted(involved, key=lambda each: (order.get(each.role, 3), each.pk))]


def _locked(request: ResearchRequest, *, by: Principal, version: int, told_by: str) -> ResearchRequest:
    request = ResearchRequest.objects.select_related("hearing__meeting", "case").locked(request.pk)
    if request.hearing.status != Hearing.Status.LISTED:
        raise DomainError("The meeting has finished with this case. Tell the meeting team what you know.")
    if request.version != version:
        raise Conflict("A colleague has saved this answer since you opened it. Compare, then save yours again.")
    if by.agency_id != request.agency_id:
        _ensure_by_telephone(request, told_by)
    return request


def _ensure_by_telephone(request: ResearchRequest, told_by: str) -> None:
    if not told_by.strip():
        raise DomainError("Enter who told you this on the telephone")
    was_ours = request.status in ResearchRequest.RETURNED and request.by_telephone
    if request.status != ResearchRequest.Status.REQUESTED and not was_ours:
        raise DomainError("The agency has begun to answer itself. Ask it to finish.")


def _ensure_whole(request: ResearchRequest, answer: Answer) -> None:
    if not answer.systems.strip():
        raise NothingSearched("Enter which of your systems you searched")
    wanted = {person.pk for person in people_to_check(request)}
    if wanted != {each.person.pk for each in answer.findings if each.known in Known.values}:
        raise DomainError("Say for every person whether your agency knows them")
    if any(each.known == Known.NOT_CHECKED and not each.why_not.strip() for each in answer.findings):
        raise DomainError("Say why somebody was not checked")


def _said(finding: Finding) -> str:
    return finding.text.strip() or finding.limited_text.strip()


def _write(request: ResearchRequest, answer: Answer, *, by: Principal, at: datetime) -> None:
    """Put what is said in place of what was said. What is to be corrected is only ever added to."""
    request.systems, request.version = answer.systems.strip(), request.version + 1
    request.save()
    request.findings.all().delete()
    request.entries.all().delete()
    ResearchFinding.objects.bulk_create(
        ResearchFinding(
            request=request,
            person=each.person,
            known=each.known,
            why_not=each.why_not.strip() if each.known == Known.NOT_CHECKED else "",
            worker=each.worker.strip(),
            last_contact=each.last_contact.strip(),
        )
        for each in answer.findings
        if each.known in Known.values and (each.known != Known.NOT_CHECKED or each.why_not.strip())
    )
    ResearchEntry.objects.bulk_create(_entries(request, answer))
    _correct(request, answer.corrections, by=by, at=at)


def _entries(request: ResearchRequest, answer: Answer) -> list[ResearchEntry]:
    kind = ResearchEntry.Kind
    said = [(each.person, kind.RISK, each.text, "") for each in answer.findings]
    said += [
        (each.person, kind.RISK, each.limited_text, each.restriction or rules.NOT_MINUTES) for each in answer.findings
    ]
    offers = [(None, kind.OFFER, line, "") for line in answer.offers.splitlines()]
    said = [*said, (None, kind.WISHES, answer.wishes, ""), *offers]  # type: ignore[list-item]
    return [
        ResearchEntry(request=request, person=person, kind=which, text=text.strip(), restriction=limit, position=place)
        for place, (person, which, text, limit) in enumerate(said)
        if text.strip()
    ]


def _correct(request: ResearchRequest, corrections: Iterable[Correction], *, by: Principal, at: datetime) -> None:
    known = {(each.kind, each.text) for each in IdentityCorrection.objects.filter(request=request)}
    new = [
        IdentityCorrection(
            request=request,
            case_id=request.case_id,
            agency_id=request.agency_id,
            person=each.person,
            kind=each.kind,
            text=each.text.strip(),
            found_at=at,
        )
        for each in corrections
        if each.text.strip() and (each.kind, each.text.strip()) not in known
    ]
    if new:
        IdentityCorrection.objects.bulk_create(new)
        record("correction proposed", by=by, subjects=[request.pk, request.case_id], detail=f"{len(new)}")


@transaction.atomic
def settle_correction(correction: IdentityCorrection, *, by: Principal, status: str, at: datetime) -> None:
    """Say that a correction was put into the case, or left. The case itself is changed on its own pages, by a person.

    Raises Conflict where a colleague has settled it, and DomainError for those who do not keep the people of a case.
    """
    if status not in (IdentityCorrection.Status.TAKEN_OVER, IdentityCorrection.Status.LEFT):
        raise DomainError("Select whether you put it into the case.")
    if not by.may(Permission.PEOPLE_WRITE):
        raise DomainError("Only those who keep the people of this case can settle this.")
    waiting = IdentityCorrection.objects.visible_to(by).filter(pk=correction.pk).waiting()
    if not waiting.update(status=status, settled_at=at, settled_by_id=by.user_id):
        raise Conflict("A colleague has looked at this already.")
    record("correction settled", by=by, subjects=[correction.pk, correction.case_id], detail=status)


@transaction.atomic
def remind_agencies(meeting: Meeting, *, by: Principal, agencies: Collection[int], at: datetime) -> int:
    """Write to those who speak for these agencies that answers wait. Names nobody. Returns how many agencies.

    Raises DomainError where none of them owes an answer.
    """
    owed = ResearchRequest.objects.asked_by(by).waiting().filter(hearing__meeting=meeting, agency__in=agencies)
    due: dict[int, date] = {}
    cases: dict[int, set[object]] = {}
    for agency, case, day in owed.order_by("-due_on").values_list("agency_id", "case_id", "due_on"):
        due[agency] = day
        cases.setdefault(agency, set()).add(case)
    if not due:
        raise DomainError("Select an agency that has not answered yet.")
    owed.update(reminders=F("reminders") + 1, reminded_at=at)
    record("research reminded", by=by, subjects=[meeting.pk], detail=f"{len(due)} agencies")
    for agency, day in due.items():
        transaction.on_commit(partial(ask_to_answer, agency, day, cases[agency]))
    return len(due)

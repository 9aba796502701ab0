"""The first page after signing in: what waits for this person, each figure leading to its list."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.gates import signed_in
from agencies.models import Membership
from agencies.principal import Principal
from agencies.roles import Permission
from cases.models import CaseAgency, DeathRecord
from cases.presenters import COUNT_TO, counted, worklist_groups
from cases.presenters.matches import queue
from cases.querysets import worklist
from common.parts import Tile
from dhr.presenters.overview import tiles as review_tiles
from encompass.models import Notice
from incidents.models import GradeTask
from incidents.presenters.crimes import tiles as crime_tiles
from marac.models import Action, Meeting, Transfer
from referrals.models import Draft, Referral
from reports.models import QuarterlyReport
from strategy.presenters.overview import tiles as plan_tiles
from subject_access.models import SubjectRequest
from support.models import Episode, Waiting
from support.presenters.due import DueList, due_list

DUE = 5  # contacts on an adviser's overview


@dataclass(frozen=True)
class Overview:
    """What an overview shows."""

    tiles: list[Tile]
    groups: list
    meetings: list[Meeting]
    reports: list[QuarterlyReport]
    due: DueList | None = None  # an adviser's next contacts


@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """One page for every role: only what the role may do is on it."""
    principal, today = request.principal, timezone.localdate()
    parts = (
        _support, _triage, _lowered, _meetings, _onward, _sent, _cases, _crimes, _users, _notices, _told, _reviews,
        _plans, _requests,
    )  # fmt: skip
    tiles = [tile for part in parts for tile in part(principal)]
    cases = worklist(principal, size=5)[0] if principal.may(Permission.CASE_VIEW) else []
    advises = principal.may(Permission.SUPPORT_WORK)
    due = due_list(principal, now=timezone.now(), today=today, size=DUE) if advises else None
    page = Overview(tiles, worklist_groups(cases, today=today), _sittings(principal), _reports(principal), due)
    return render(request, "overview.html", {"page": page, "today": today})


def _tile(heading: str, number: int, name: str, words: str, *, is_late: bool = False) -> Tile:
    return Tile(
        heading, counted(number), words, rag="off" if is_late else "", rag_words="Some are late", url=reverse(name)
    )


def _support(principal: Principal) -> list[Tile]:
    """For an adviser: whom to reach today, what waits for the service, which reviews and exit forms are missing."""
    if not principal.may(Permission.SUPPORT_WORK):
        return []
    today, own = timezone.localdate(), Episode.objects.worked_by(principal)
    due = own.open().held_by(principal.user_id).filter(next_due_on__lte=today)
    reviews = own.open().held_by(principal.user_id).filter(review_on__lte=today)[:COUNT_TO].count()
    exits = own.without_exit().filter(adviser_id=principal.user_id)[:COUNT_TO].count()
    late = due.filter(next_due_on__lt=today).exists()
    waiting = Waiting.objects.visible_to(principal)[:COUNT_TO].count()
    tiles = [
        _tile("Contacts due", due[:COUNT_TO].count(), "due", "today or earlier", is_late=late),
        _tile("New referrals", waiting, "support_waiting", "nobody has taken them on"),
    ]
    tiles += [_tile("Reviews due", reviews, "due", "of risk, every eight weeks", is_late=True)] if reviews else []
    tiles += [_tile("Exit measures", exits, "support_exits", "missing, of support that ended")] if exits else []
    return tiles


def _triage(principal: Principal) -> list[Tile]:
    if not principal.may(Permission.REFERRAL_TRIAGE):
        return []
    today, received = timezone.localdate(), Referral.objects.received_by(principal)
    possible = queue(principal)[:COUNT_TO].count()
    triage, listing = received.awaiting_triage(), received.awaiting_listing()
    return [
        _tile(
            "Referrals to triage",
            triage[:COUNT_TO].count(),
            "referrals",
            "not yet decided",
            is_late=triage.filter(due_on__lt=today).exists(),
        ),
        _tile(
            "Waiting to be listed",
            listing[:COUNT_TO].count(),
            "meetings",
            "accepted, on no agenda",
            is_late=listing.filter(due_on__lt=today).exists(),
        ),
        _tile("Possible matches", possible, "matches", "people who may be known already"),
    ]


def _lowered(principal: Principal) -> list[Tile]:
    """Grades that the police lowered in a case that the agency coordinates."""
    if not (principal.may(Permission.REFERRAL_TRIAGE) or principal.may(Permission.MEETING_RUN)):
        return []
    waiting = GradeTask.objects.visible_to(principal).open()[:COUNT_TO].count()
    return [_tile("Lowered grades", waiting, "grade_tasks", "by the police: decide what follows")] if waiting else []


def _crimes(principal: Principal) -> list[Tile]:
    return crime_tiles(principal, now=timezone.now()) if principal.may(Permission.CRIME_VIEW) else []


def _meetings(principal: Principal) -> list[Tile]:
    if not principal.may(Permission.ACTION_DO):
        return []
    actions = Action.objects.owned_by(principal).open()
    late = actions.filter(due_on__lt=timezone.localdate()).exists()
    return [_tile("Actions to do", actions[:COUNT_TO].count(), "actions", "agreed by your agency", is_late=late)]


def _onward(principal: Principal) -> list[Tile]:
    """Packs that another area has not acknowledged by their day."""
    if not principal.may(Permission.MEETING_RUN):
        return []
    late = Transfer.objects.visible_to(principal).to_chase(timezone.localdate())[:COUNT_TO].count()
    return [_tile("Receipts missing", late, "transfers", "of cases sent to another area", is_late=True)] if late else []


def _sent(principal: Principal) -> list[Tile]:
    if not principal.may(Permission.REFERRAL_SEND) or principal.user_id is None:
        return []
    asked = Referral.objects.sent_by(principal).filter(status=Referral.Status.RETURNED)[:COUNT_TO].count()
    drafts = Draft.objects.visible_to(principal).unsent()[:COUNT_TO].count()
    tiles = [_tile("Questions to answer", asked, "referrals", "about referrals you sent")] if asked else []
    return [*tiles, *([_tile("Drafts", drafts, "referrals", "referrals not sent yet")] if drafts else [])]


def _cases(principal: Principal) -> list[Tile]:
    if not principal.may(Permission.CASE_VIEW):
        return []
    shared = CaseAgency.objects.visible_to(principal).filter(is_open=True)[:COUNT_TO].count()
    return [_tile("Open cases", shared, "cases", "shared with your agency")]


def _users(principal: Principal) -> list[Tile]:
    if not principal.may(Permission.USER_ADMIN):
        return []
    people = Membership.objects.of_agency(principal.agency_id).live()
    unreviewed = people.filter(reviewed_at=None).count()
    return [
        _tile("People", people.count(), "organisation", "with an account"),
        _tile("To review", unreviewed, "organisation", "never reviewed"),
    ]


def _notices(principal: Principal) -> list[Tile]:
    """For a supervisor, what waits for a decision. For a school a way in and no number: others see its screens."""
    if principal.may(Permission.NOTICE_SUPERVISE):
        asked = Notice.objects.sent_by(principal).waiting_for_decision()[:COUNT_TO].count()
        return [_tile("Notices to decide", asked, "notices_sent", "a colleague wants them kept back")]
    if principal.may(Permission.NOTICE_RECEIVE):
        return [Tile("Notices", "Open", "to your school", url=reverse("notices"))]
    return []


def _told(principal: Principal) -> list[Tile]:
    """Deaths that were recorded in cases, for those who run reviews."""
    if principal.agency_with(Permission.REVIEW_RUN) is None:
        return []
    told = DeathRecord.objects.visible_to(principal).unanswered()[:COUNT_TO].count()
    return [_tile("Deaths told", told, "deaths", "by those who lead cases: decide what follows")] if told else []


def _reviews(principal: Principal) -> list[Tile]:
    return review_tiles(principal, today=timezone.localdate())


def _plans(principal: Principal) -> list[Tile]:
    return plan_tiles(principal, today=timezone.localdate())


def _requests(principal: Principal) -> list[Tile]:
    """People who asked for their own record."""
    if not principal.may(Permission.RECORD_ANSWER):
        return []
    waiting = SubjectRequest.objects.visible_to(principal).open()
    late, number = waiting.filter(due_on__lt=timezone.localdate()).exists(), waiting[:COUNT_TO].count()
    return [_tile("Requests for records", number, "record_requests", "to answer", is_late=late)] if number else []


def _sittings(principal: Principal) -> list[Meeting]:
    coming = Meeting.objects.visible_to(principal).filter(held_on__gte=timezone.localdate())
    coming = coming.exclude(status__in=(Meeting.Status.CANCELLED, Meeting.Status.HELD)).select_related("forum")
    return list(coming.order_by("starts_at")[:5])


def _reports(principal: Principal) -> list[QuarterlyReport]:
    return list(QuarterlyReport.objects.visible_to(principal).defer("snapshot").select_related("area")[:6])

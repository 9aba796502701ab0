"""Forums, their meetings, and cases at every step of the way through one."""

import uuid
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from agencies.models import Agency, Area
from cases.models import Case, Involvement
from common.dates import london_moment
from marac.models import (
    Action,
    ActionFile,
    Attendance,
    DipSample,
    Forum,
    Hearing,
    IdentityCorrection,
    Letter,
    Meeting,
    Observer,
    ResearchRequest,
    SampleAction,
    ScheduleVersion,
    Signature,
    Statement,
    Transfer,
    VictimUpdate,
)
from referrals.models import Referral
from tests import factories
from tests.factories import factory

WEEKLY, DAILY = [4], [1, 2, 3, 4, 5]  # Thursday; Monday to Friday


@factory
def forum(
    agency: Agency, *members: Agency, name: str = "Southend forum", area: Area | None = None, **more: Any
) -> Forum:
    """A forum that its agency runs, sitting weekly on Thursdays at half past nine."""
    facts: dict[str, Any] = {"kind": Forum.Kind.MARAC, "capacity": 12} | more
    made = Forum.objects.create(name=name, agency=agency, area=area or factories.area(), **facts)
    made.members.set(members)
    schedule(made)
    return made


@factory
def schedule(
    forum: Forum, *, weekdays: list[int] | None = None, at: time = time(9, 30), starts_on: date = factories.LONG_AGO
) -> ScheduleVersion:
    return ScheduleVersion.objects.create(forum=forum, weekdays=weekdays or WEEKLY, at=at, starts_on=starts_on)


@factory
def meeting(forum: Forum, *, on: date | None = None, status: str = "planned", **more: Any) -> Meeting:
    """A meeting of a forum, in three days unless told otherwise."""
    held_on = on or timezone.localdate() + timedelta(days=3)
    published = {"published_at": timezone.now(), "published_by": _somebody(forum.agency)}
    facts: dict[str, Any] = {"capacity": forum.capacity} | (published if status in ("published", "held") else {})
    return Meeting.objects.create(
        forum=forum,
        held_on=held_on,
        starts_at=london_moment(held_on, time(9, 30)),
        status=status,
        **(facts | more),
    )


@factory
def waiting(
    forum: Forum, *, days_ago: int = 1, victim: str = "", sealed: bool = False, case: Case | None = None, **more: Any
) -> Referral:
    """An accepted referral that waits to be listed, with a case that the forum's team leads."""
    district = factories.authority(meeting_area=forum.area.name)
    case = case or factories.case(forum.agency, days_ago=days_ago, victim=victim, sealed=sealed, district=district)
    name = victim or str(Involvement.objects.get(case=case, role="victim").person)
    return factories.referral(
        from_agency=more.pop("from_agency", None) or _sender(),
        to_agency=forum.agency,
        district=district,
        case=case,
        victim_name=name,
        received_at=timezone.now() - timedelta(days=days_ago),
        **({"status": "accepted"} | more),
    )


@factory
def hearing(meeting: Meeting, referral: Referral | None = None, **more: Any) -> Hearing:
    """A case listed at a meeting, and its referral with it."""
    referral = referral or waiting(meeting.forum)
    Referral.objects.filter(pk=referral.pk).update(status="listed")
    last = Hearing.objects.filter(meeting=meeting).count()
    facts = {"position": last + 1, "listed_by": _somebody(meeting.forum.agency)} | more
    return Hearing.objects.create(meeting=meeting, case=referral.case, referral=referral, **facts)


@factory
def heard(meeting: Meeting, referral: Referral | None = None, **more: Any) -> Hearing:
    """A case heard at a meeting."""
    facts = {
        "status": "heard",
        "heard_at": meeting.starts_at,
        "heard_by": _somebody(meeting.forum.agency),
        "victim_update_agency": meeting.forum.agency,
        "victim_update_due_on": meeting.held_on + timedelta(days=2),
    }
    made = hearing(meeting, referral, **(facts | more))
    Referral.objects.filter(pk=made.referral_id).update(status="heard", first_heard_on=meeting.held_on)
    Case.objects.filter(pk=made.case_id).update(heard_on=meeting.held_on)
    return made


@factory
def action(hearing: Hearing, owner: Agency, *, text: str = "Change the locks", in_days: int = 5, **more: Any) -> Action:
    """What one agency agreed to do; its case is shared with it."""
    if not hearing.case.agencies.filter(agency=owner).exists():
        hearing.case.agencies.create(
            agency=owner, level=10, sources=["action"], starts_at=timezone.now() - timedelta(days=1)
        )
    due_on = timezone.localdate() + timedelta(days=in_days)
    return Action.objects.create(
        hearing=hearing, case_id=hearing.case_id, owner_agency=owner, text=text, due_on=due_on, **more
    )


@factory
def action_file(action: Action, **more: Any) -> ActionFile:
    """A file that shows what became of an action."""
    facts = {"kind": "pdf", "holds": "letter", "body": b"%PDF-1.7 of a test", "size": 18, "sha256": "0" * 64}
    facts |= {"sent_sha256": uuid.uuid4().hex * 2, "state": "ready", "agency_id": action.owner_agency_id}
    return ActionFile.objects.create(action=action, case_id=action.case_id, **(facts | more))


@factory
def attendance(meeting: Meeting, agency: Agency, **more: Any) -> Attendance:
    facts = {"status": "present", "mode": "video", "name": "Sam Worker"} | more
    return Attendance.objects.create(meeting=meeting, agency=agency, **facts)


@factory
def research(hearing: Hearing, agency: Agency, *, due_on: date | None = None, **more: Any) -> ResearchRequest:
    """An agency is asked about a case, which is shared with it."""
    if not hearing.case.agencies.filter(agency=agency).exists():
        hearing.case.agencies.create(
            agency=agency, level=10, sources=["meeting"], starts_at=timezone.now() - timedelta(days=1)
        )
    facts: dict[str, Any] = {"asked_at": timezone.now(), "due_on": due_on or hearing.meeting.held_on} | more
    return ResearchRequest.objects.create(
        hearing=hearing, case_id=hearing.case_id, agency=agency, team=hearing.meeting.forum.agency, **facts
    )


@factory
def correction(request: ResearchRequest, *, text: str = "Born on 2 May", kind: str = "born") -> IdentityCorrection:
    return IdentityCorrection.objects.create(
        request=request, case_id=request.case_id, agency_id=request.agency_id, kind=kind, text=text
    )


@factory
def transfer(case: Case, **more: Any) -> Transfer:
    """A case that was sent on to another area."""
    facts = {"step": "with_history", "to_area": "Kent", "to_whom": "Ida Coordinator", "reason": "Moves", "manifest": []}
    facts |= {"sent_at": timezone.now(), "sent_by": factories.member(factories.agency()).user}
    facts |= {"receipt_due_on": timezone.localdate() + timedelta(days=2)}
    return Transfer.objects.create(case=case, **(facts | more))


@factory
def letter(case: Case, **more: Any) -> Letter:
    facts = {"confirms": "referred", "given_to": "person", "addressee": "Ana", "safe_way": "By the adviser"}
    facts |= {"wording": 1, "issued_at": timezone.now(), "issued_by": factories.member(factories.agency()).user}
    return Letter.objects.create(case=case, **(facts | more))


@factory
def statement(*, text: str = "I keep to myself what I hear.", starts_on: date = factories.LONG_AGO) -> Statement:
    return Statement.objects.get_or_create(starts_on=starts_on, defaults={"text": text, "source": "test"})[0]


@factory
def signed(person: Any, *meetings: Meeting) -> None:
    """Somebody has signed for these meetings, or for all there are."""
    read, _ = Statement.objects.get_or_create(starts_on=factories.LONG_AGO, defaults={"text": "x", "source": "test"})
    for each in meetings or Meeting.objects.all():
        facts = {"statement": read, "agency": person.agency, "mode": "video", "signed_at": timezone.now()}
        Signature.objects.get_or_create(meeting=each, user=person.user, defaults=facts)


@factory
def policies() -> None:
    """The working days that the national policy gives."""
    factories.policy("victim_update_days", 2)
    factories.policy("action_due_days", 5)
    factories.policy("research_due_days", 1)
    factories.policy("minutes_due_days", 3)
    factories.policy("emergency_days", 1)
    factories.policy("adult_females", 0)
    factories.policy("agreement_needed", 0)
    factories.policy("transfer_receipt_days", 2)
    factories.policy("flag_months", 12)


def _somebody(agency: Agency) -> Any:
    found = agency.memberships.first()
    return found.user if found else factories.member(agency).user


def _sender() -> Agency:
    found = Agency.objects.filter(name="Sending agency").first()
    return found or factories.agency("Sending agency", type="police")


@factory
def observer(meeting: Meeting, **more: Any) -> Observer:
    return Observer.objects.create(
        meeting=meeting, **({"name": "Jo Reed", "organisation": "A university", "has_signed": True} | more)
    )


@factory
def update(hearing: Hearing, **more: Any) -> VictimUpdate:
    """The agency that was named told the person, the day after, and they want to be asked how it was."""
    day = hearing.meeting.held_on + timedelta(days=1)
    facts = {"outcome": "told", "told": "Who does what", "done_on": day, "may_be_asked": True}
    facts |= {"recorded_at": timezone.now(), "recorded_by": _somebody(hearing.victim_update_agency)}
    return VictimUpdate.objects.create(
        hearing=hearing, case_id=hearing.case_id, agency=hearing.victim_update_agency, **(facts | more)
    )


@factory
def sample(*hearings: Hearing, **more: Any) -> DipSample:
    """A dip sample with these cases in it."""
    forum, on = hearings[0].meeting.forum, hearings[0].meeting.held_on
    facts = {"starts_on": on, "ends_on": on, "wanted": 3, "drawn_at": timezone.now()}
    facts |= {"drawn_by": _somebody(forum.agency)}
    made = DipSample.objects.create(forum=forum, **(facts | more))
    for each in hearings:
        made.cases.create(hearing=each, case_id=each.case_id)
    return made


@factory
def sample_action(sample: DipSample, owner: Agency, **more: Any) -> SampleAction:
    facts = {"text": "Send a deputy", "due_on": timezone.localdate(), "added_at": timezone.now()}
    facts |= {"added_by": sample.drawn_by}
    return sample.actions.create(owner_agency=owner, **(facts | more))

"""The agenda of a meeting: what is put on it, in which order, and what is taken off."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from agencies.models import Agency
from agencies.principal import Principal
from audit.services import record
from cases.models import Case, CaseAgency
from cases.services import OTHER_SIDE, end_sharing, share_case
from common.dates import london_date
from common.errors import Conflict, DomainError
from marac.agendas import item_kind
from marac.models import AgendaVersion, Hearing, Meeting
from marac.services.papers import kept_out_of
from referrals.models import Referral
from referrals.services import back_to_waiting, mark_listed

STEPS = {"up": -1, "down": 1}


class NobodyAllowedIt(DomainError):
    """Whoever adds a case to an agenda that has been published says who allowed it."""


@transaction.atomic
def list_referral(
    meeting: Meeting, *, by: Principal, referral: Referral, at: datetime, authorised_by: str = ""
) -> Hearing:
    """Put an accepted referral last on an agenda, and share its case with the agencies of the forum.

    A sealed case is not shared: only the people whom its seal names hear it. More cases than places are allowed; the
    page says so. ``authorised_by``: who allowed it, where the agenda has been published before: then it is a late item.
    Raises NobodyAllowedIt where that is left out, DomainError for a closed agenda, another team's referral and a case
    that has a place already.
    """
    meeting = _open_agenda(meeting)
    if meeting.held_on < london_date(at):
        raise DomainError("This meeting is over. Choose a later one.")
    if referral.to_agency_id != meeting.forum.agency_id:
        raise DomainError("This referral was sent to another meeting team.")
    authoriser = _authoriser(meeting, authorised_by)
    mark_listed(referral, by=by, at=at)
    kind = kind_by_default(referral, by=by)
    hearing = _give_place(meeting, by=by, referral=referral, at=at, kind=kind, late_authoriser=authoriser)
    share_with_members(hearing, by=by, today=london_date(at))
    detail = f"{kind}, late" if authoriser else kind
    record("case listed", by=by, subjects=[hearing.pk, hearing.case_id, meeting.pk], detail=detail)
    return hearing


def was_published(meeting: Meeting) -> bool:
    """Whether its agencies have read this agenda before. From then on a case that is added is a late item."""
    return AgendaVersion.objects.filter(meeting=meeting).exists()


def _authoriser(meeting: Meeting, name: str) -> str:
    if not was_published(meeting):
        return ""
    if not name.strip():
        raise NobodyAllowedIt("Enter who allowed this late item")
    return name.strip()


def kind_by_default(referral: Referral, *, by: Principal) -> str:
    """What sort of item a referral becomes: from the referral, and from how the case's last hearing ended."""
    earlier = Hearing.objects.visible_to(by).filter(case_id=referral.case_id).on_agenda()
    last = earlier.order_by("-meeting__held_on", "-listed_at").first()
    was_put_off = last is not None and last.status == Hearing.Status.ADJOURNED
    return item_kind(was_put_off=was_put_off, is_transfer_in=referral.is_transfer_in, is_repeat=referral.is_repeat)


@transaction.atomic
def change_kind(hearing: Hearing, *, by: Principal, kind: str) -> Hearing:
    """Say what sort of item a case is. Raises DomainError for a closed agenda and for a kind that there is not."""
    if kind not in Hearing.Kind.values:
        raise DomainError("Select what sort of item it is")
    _open_agenda(hearing.meeting)
    hearing = Hearing.objects.locked(hearing.pk)
    if hearing.status != Hearing.Status.LISTED:
        raise DomainError("This case is not waiting on the agenda any more.")
    hearing.kind = kind
    hearing.save(update_fields=["kind"])
    record("agenda item changed", by=by, subjects=[hearing.pk, hearing.case_id], detail=kind)
    return hearing


def _give_place(meeting: Meeting, *, by: Principal, referral: Referral, at: datetime, **facts: str) -> Hearing:
    """The place after the last. Another referral of the same case may have one already: then the constraint refuses."""
    last = Hearing.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            return Hearing.objects.create(
                meeting=meeting,
                case_id=referral.case_id,
                referral=referral,
                position=last + 1,
                listed_at=at,
                listed_by_id=by.user_id,
                **facts,
            )
    except IntegrityError as error:
        raise Conflict("This case has a place on an agenda already. It is heard there for every referral.") from error


@transaction.atomic
def remove_hearing(hearing: Hearing, *, by: Principal) -> Hearing:
    """Take a case off an agenda: its referral waits again, on the same clock, and the meeting's agencies lose the case.

    What an agency was given for another reason it keeps. Raises DomainError for a published agenda.
    """
    meeting = Meeting.objects.locked(hearing.meeting_id)
    if meeting.status in (Meeting.Status.PUBLISHED, Meeting.Status.HELD):
        raise DomainError("This agenda is published. Reopen it to take a case off, or adjourn the case.")
    hearing = Hearing.objects.locked(hearing.pk)
    Hearing.LIFECYCLE.ensure(Hearing.Status(hearing.status), Hearing.Status.REMOVED)
    if hearing.actions.exists():
        raise DomainError("Actions have been written down for this case. Remove them first, or adjourn the case.")
    hearing.status = Hearing.Status.REMOVED
    hearing.save(update_fields=["status"])
    back_to_waiting(hearing.referral, by=by)
    _stop_sharing(hearing, by=by)
    record("case taken off an agenda", by=by, subjects=[hearing.pk, hearing.case_id, meeting.pk])
    return hearing


@transaction.atomic
def move_hearing(hearing: Hearing, *, by: Principal, to: str) -> None:
    """Change places with the one before ("up") or after ("down"). At the end of the agenda nothing happens."""
    if to not in STEPS:
        raise DomainError("A case moves up or down.")
    meeting = _open_agenda(hearing.meeting)
    agenda = list(Hearing.objects.visible_to(by).filter(meeting=meeting).on_agenda().in_order())
    here = next((place for place, each in enumerate(agenda) if each.pk == hearing.pk), None)
    if here is None:
        raise Conflict("This case is not on the agenda any more.")
    there = here + STEPS[to]
    if 0 <= there < len(agenda):
        agenda[here], agenda[there] = agenda[there], agenda[here]
        _renumber(agenda)
        record("agenda reordered", by=by, subjects=[meeting.pk, hearing.pk])


@transaction.atomic
def put_children_first(meeting: Meeting, *, by: Principal) -> None:
    """Cases with children come first, so that the children's agencies may leave when theirs are done."""
    meeting = _open_agenda(meeting)
    agenda = Hearing.objects.visible_to(by).filter(meeting=meeting).on_agenda().in_order().select_related("referral")
    _renumber(sorted(agenda, key=lambda hearing: not hearing.referral.child_count))
    record("agenda reordered", by=by, subjects=[meeting.pk], detail="children first")


def _open_agenda(meeting: Meeting) -> Meeting:
    meeting = Meeting.objects.locked(meeting.pk)
    if meeting.status != Meeting.Status.PLANNED:
        state = Meeting.Status(meeting.status).label.lower()
        raise DomainError(f"This meeting’s state is “{state}”. Its agenda has to be open before you can change it.")
    return meeting


def _renumber(agenda: Sequence[Hearing]) -> None:
    """Share out the places that these hearings have among them, in this order.

    Somebody who does not see every case may have put two in one place: equal places are drawn apart.
    """
    last = 0
    for hearing, place in zip(agenda, sorted(hearing.position for hearing in agenda), strict=True):
        hearing.position = last = max(place, last + 1)
    Hearing.objects.bulk_update(agenda, ["position"])


def share_with_members(hearing: Hearing, *, by: Principal, today: date) -> None:
    """The agencies that are given the papers may read the case, unless it is sealed."""
    case = Case.objects.get(pk=hearing.case_id)
    if case.is_sealed:
        return
    level, source = CaseAgency.Level.MEMBER, CaseAgency.Source.MEETING
    for agency in readers_of(hearing.meeting, today=today):
        share_case(case, by=by, agency=agency, level=level, source=source)


def readers_of(meeting: Meeting, *, today: date) -> list[Agency]:
    """The agencies that are given the papers of a meeting, without its team: who has signed, where that is needed.

    To a meeting for a case that cannot wait all are asked. Nobody who works with people causing harm ever is.
    """
    forum = meeting.forum
    shut = kept_out_of(meeting, today=today)
    return list(forum.members.exclude(pk=forum.agency_id).exclude(type__in=OTHER_SIDE).exclude(pk__in=shut))


def _stop_sharing(hearing: Hearing, *, by: Principal) -> None:
    """End what `share_with_members` gave, unless the case stands or stood on another agenda."""
    if Hearing.objects.filter(case_id=hearing.case_id).on_agenda().exists():
        return
    end_sharing(hearing.case, by=by, source=CaseAgency.Source.MEETING)

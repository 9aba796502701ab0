"""One meeting: when, how full, what has been done and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agencies.principal import Principal
from common.parts import Task
from marac.models import Attendance, Hearing, Meeting, MinutesApproval, Observer, Signature
from marac.presenters.chase import research_counts
from marac.presenters.meetings import cases_at
from marac.presenters.words import MEETING_COLOURS, count, duration, places
from marac.selectors import SteppedBack, who_stepped_back
from marac.services import decision_on, missing_at


@dataclass(frozen=True)
class MeetingPage:
    """One sitting: when, how full, what has been done and what comes next."""

    meeting: Meeting
    is_run: bool
    words: str
    state: str
    colour: str
    tasks: Sequence[Task]
    agencies: Sequence[str]
    signed: Sequence[Signature]
    observers: Sequence[Observer]
    stepped_back: Sequence[SteppedBack]
    may_cancel: bool


def meeting_page(meeting: Meeting, *, principal: Principal, today: date) -> MeetingPage:
    """A meeting that the principal sees, as far as they see it."""
    is_run = Meeting.objects.run_by(principal).filter(pk=meeting.pk).exists()
    used, listed = cases_at([meeting], principal=principal).get(meeting.pk, (0, 0))
    shown = is_run or meeting.is_open_to_members
    agencies = sorted({meeting.forum.agency.name, *(agency.name for agency in meeting.forum.members.all())})
    taken = Attendance.objects.filter(meeting=meeting).count()
    length = duration(used * meeting.forum.minutes_per_case)
    tasks = [_statement_task(meeting, principal), _agenda_task(meeting, used, is_run)]
    tasks += [_attendance_task(meeting, taken, len(agencies))]
    tasks += [each for each in [_quorum_task(meeting, principal)] if each and is_run]
    if is_run:
        tasks += [_research_task(meeting, principal), _hearings_task(meeting, used, listed, principal)]
        tasks.append(_end_task(meeting, listed, today))
    tasks += [each for each in [_minutes_task(meeting, is_run)] if each]
    return MeetingPage(
        meeting=meeting,
        is_run=is_run,
        words=f"{places(meeting, used)}, {length}." if shown and used else f"{places(meeting, used)}." if shown else "",
        state=meeting.get_status_display(),
        colour=MEETING_COLOURS[meeting.status],
        tasks=tasks,
        agencies=agencies,
        signed=list(meeting.signatures.select_related("user", "agency").order_by("signed_at")) if is_run else [],
        observers=list(meeting.observers.order_by("name")),
        stepped_back=who_stepped_back(meeting, principal=principal),
        may_cancel=is_run and not used and meeting.status in (Meeting.Status.PLANNED, Meeting.Status.PUBLISHED),
    )


def _statement_task(meeting: Meeting, principal: Principal) -> Task:
    url = reverse("statement", kwargs={"meeting_id": meeting.pk})
    if meeting.signatures.filter(user_id=principal.user_id).exists():
        return Task("Confidentiality statement", "done", url, words="Signed")
    return Task("Confidentiality statement", "todo", url, "Papers open when you have signed.", words="Not signed yet")


def _agenda_task(meeting: Meeting, used: int, is_run: bool) -> Task:
    url = reverse("agenda", kwargs={"meeting_id": meeting.pk})
    if not is_run and not meeting.is_open_to_members:
        return Task("Agenda", "blocked", hint="The meeting team has not published it yet.", words="Not published yet")
    if meeting.status == Meeting.Status.PLANNED:
        return Task("Agenda", "doing", url, f"{count(used, 'case')} on it.", words="Draft")
    words = "Cancelled" if meeting.status == Meeting.Status.CANCELLED else "Published"
    return Task("Agenda", "done", url, f"{count(used, 'case')} on it.", words=words)


def _attendance_task(meeting: Meeting, taken: int, agencies: int) -> Task:
    url = reverse("attendance", kwargs={"meeting_id": meeting.pk})
    state = "done" if taken >= agencies else "doing" if taken else "todo"
    return Task("Attendance", state, url, f"{taken} of {count(agencies, 'agency', 'agencies')} recorded.")  # type: ignore[arg-type]


def _quorum_task(meeting: Meeting, principal: Principal) -> Task | None:
    """Who has to be there, where the forum says so or one case could not wait."""
    if not meeting.forum.quorum and not meeting.is_emergency:
        return None
    url = reverse("meeting_quorum", kwargs={"meeting_id": meeting.pk})
    missing = missing_at(meeting, by=principal)
    if not missing:
        return Task("Who has to be there", "done", url, words="All there")
    if said := decision_on(meeting):
        return Task("Who has to be there", "done", url, f"{said.get_choice_display()}.", words="The chair decided")
    return Task("Who has to be there", "todo", url, f"Missing: {', '.join(missing)}.")


def _research_task(meeting: Meeting, principal: Principal) -> Task:
    asked, answered = research_counts(meeting, principal=principal)
    if meeting.status == Meeting.Status.PLANNED and not asked:
        return Task("Answers of the agencies", "blocked", hint="They are asked when the agenda is published.")
    url = reverse("research_chase", kwargs={"meeting_id": meeting.pk})
    state = "done" if answered == asked else "doing" if answered else "todo"
    hint = f"{answered} of {count(asked, 'answer')} in."
    return Task("Answers of the agencies", state, url, hint)  # type: ignore[arg-type]


def _hearings_task(meeting: Meeting, used: int, listed: int, principal: Principal) -> Task:
    if meeting.status == Meeting.Status.PLANNED:
        return Task("Hear the cases", "blocked", hint="Publish the agenda first.")
    agenda = Hearing.objects.visible_to(principal).filter(meeting=meeting).on_agenda().in_order()
    first = agenda.to_be_heard().first() or agenda.first()
    url = reverse("hearing", kwargs={"hearing_id": first.pk}) if first else ""
    state = "done" if not listed else "doing" if listed < used else "todo"
    return Task("Hear the cases", state, url, f"{used - listed} of {used} dealt with.")  # type: ignore[arg-type]


def _minutes_task(meeting: Meeting, is_run: bool) -> Task | None:
    """For the team from the meeting on; for the agencies of the forum once they are approved."""
    url = reverse("minutes", kwargs={"meeting_id": meeting.pk})
    if MinutesApproval.objects.filter(meeting=meeting).exists():
        return Task("Minutes", "done", url, words="Approved")
    if not is_run:
        return None
    if meeting.status != Meeting.Status.HELD:
        return Task("Minutes", "blocked", hint="When the meeting has ended.")
    return Task("Minutes", "todo", url, "The chair reads and approves them.", words="To be approved")


def _end_task(meeting: Meeting, listed: int, today: date) -> Task:
    url = reverse("meeting_end", kwargs={"meeting_id": meeting.pk})
    if meeting.status in (Meeting.Status.HELD, Meeting.Status.CANCELLED):
        return Task("End the meeting", "done", words=meeting.get_status_display())
    if meeting.status == Meeting.Status.PLANNED or listed or meeting.held_on > today:
        return Task("End the meeting", "blocked", hint="When every case has been heard or adjourned.")
    return Task("End the meeting", "todo", url, "Every case has been dealt with.")

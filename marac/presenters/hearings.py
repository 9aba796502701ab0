"""The meeting screen: one case, its place on the agenda, what is known, what is agreed.

No address and no number of the person at risk is on it, because rooms project it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from agencies.models import Policy
from agencies.principal import Principal
from cases.models import Involvement, VictimView
from cases.presenters import load_people, victim_name
from cases.timeliness import clock
from common.dates import london_date
from common.days import day_and_month, plain_date, short_date
from common.parts import Fact, Link
from marac import closing
from marac.models import Action, Hearing, Meeting
from marac.presenters.answers import AgencyKnows, what_agencies_know
from marac.presenters.known import (
    IncidentLine,
    PersonLine,
    contact_of,
    latest_incidents,
    level_of,
    person_line,
    score_of,
)
from marac.presenters.words import (
    complexity_words,
    count,
    grounds,
    name_of,
    sentence,
    short_name,
    state_of,
    vague_word,
)
from marac.services.hearings import draft_of, working_days_after
from support.selectors import not_contacted

EARLIER = 6
PLACES = {"no_action_reason": "#id_action-line", "flag": "#id_flag_0"}  # fields whose first input is called otherwise


@dataclass(frozen=True)
class ActionRow:
    """An action under the minutes, with a word of advice where nobody could finish it."""

    action: Action
    vague: str

    @property
    def key(self) -> str:
        return str(self.action.pk)


@dataclass(frozen=True)
class HearingPage:
    """Everything on the screen of one case."""

    hearing: Hearing
    is_run: bool
    is_open: bool
    why_closed: str
    number: int
    total: int
    at: datetime | None
    rail: Sequence[Link]
    name: str
    risk: str | None
    words: str
    contact: str
    views: Sequence[VictimView]
    children: Sequence[PersonLine]
    perpetrators: Sequence[PersonLine]
    others: Sequence[PersonLine]
    facts: Sequence[Fact]
    incidents: Sequence[IncidentLine]
    agencies: Sequence[AgencyKnows]
    is_shared: bool
    adviser_warning: str
    spent: str
    earlier: Sequence[Action]
    actions: Sequence[ActionRow]
    missing: Sequence[Link]
    record: Sequence[Fact]  # the minutes, for those who do not write them

    default_due: str

    @property
    def may_remove(self) -> bool:
        """Left on the agenda of a meeting that was cancelled by somebody who could not see it."""
        was_cancelled = self.hearing.meeting.status == Meeting.Status.CANCELLED
        return self.is_run and was_cancelled and self.hearing.status == Hearing.Status.LISTED

    @property
    def missing_words(self) -> str:
        return f"{count(len(self.missing), 'thing')} missing before you finish"


def hearing_page(hearing: Hearing, *, principal: Principal, today: date, is_shared: bool = False) -> HearingPage:
    """A hearing that the principal sees: the victim's own view, then children, then the person causing harm.

    ``is_shared``: a room looks on. What must not be said aloud is left out here, not hidden on the page.
    """
    case, meeting = hearing.case, hearing.meeting
    load_people([case])
    involved = list(case.involvements.all())
    prefetch_related_objects([each.person for each in involved], "birth_dates")
    agenda = _agenda(meeting, principal=principal)
    here = next((place for place, each in enumerate(agenda) if each.pk == hearing.pk), None)
    is_run = Meeting.objects.run_by(principal).filter(pk=meeting.pk).exists()
    # While a case is being heard its minutes and actions are drafts, for those who write them.
    is_told = is_run or hearing.status != Hearing.Status.LISTED
    actions = list(hearing.actions.select_related("owner_agency").order_by("due_on", "pk")) if is_told else []
    why_closed = _why_closed(hearing)
    return HearingPage(
        hearing=hearing,
        is_run=is_run,
        is_open=is_run and not why_closed,
        why_closed=why_closed,
        number=0 if here is None else here + 1,
        total=len(agenda),
        at=None if here is None else meeting.starts_at + here * timedelta(minutes=meeting.forum.minutes_per_case),
        rail=[_link(each, is_now=each.pk == hearing.pk, is_hub=meeting.forum.is_hub) for each in agenda],
        **_heading(hearing, today=today),
        contact="" if is_shared else contact_of(involved, principal=principal, case=case),
        views=list(VictimView.objects.visible_to(principal).filter(case=case).order_by("-recorded_at")),
        **_people(involved, today=today),
        incidents=latest_incidents(case, principal=principal),
        agencies=what_agencies_know(hearing, principal=principal, today=today, is_shared=is_shared),
        is_shared=is_shared,
        adviser_warning=_not_reached(hearing, principal=principal),
        spent=_spent(hearing, agenda, now=timezone.now()),
        earlier=_earlier(hearing, principal=principal),
        actions=[ActionRow(action, vague_word(action.text)) for action in actions],
        missing=_missing(hearing, has_actions=bool(actions)),
        record=_record(hearing) if hearing.status != Hearing.Status.LISTED else [],
        default_due=_default_due(hearing) if is_run and not why_closed else "",
    )


def _heading(hearing: Hearing, *, today: date) -> dict[str, Any]:
    """Who it is about, how high the risk is, and why it was referred."""
    return {
        "name": victim_name(hearing.case),
        "risk": level_of(hearing),
        "words": _words(hearing, today=today),
        "facts": _facts(hearing),
    }


def _people(involved: Sequence[Involvement], *, today: date) -> dict[str, Any]:
    """Everybody but the person at risk, under the headings of the screen."""
    roles = {
        "children": Involvement.Role.CHILD,
        "perpetrators": Involvement.Role.PERPETRATOR,
        "others": Involvement.Role.OTHER,
    }
    return {
        name: [person_line(each, today=today) for each in involved if each.role == role] for name, role in roles.items()
    }


def next_to_hear(hearing: Hearing, *, principal: Principal) -> Hearing | None:
    """The next case on this agenda that is still to be heard: after this one, else from the top, else None."""
    agenda = _agenda(hearing.meeting, principal=principal)
    here = next((place for place, each in enumerate(agenda) if each.pk == hearing.pk), -1)
    coming = agenda[here + 1 :] + agenda[: here + 1]
    return next((each for each in coming if each.status == Hearing.Status.LISTED), None)


def _agenda(meeting: Meeting, *, principal: Principal) -> list[Hearing]:
    found = Hearing.objects.visible_to(principal).filter(meeting=meeting).on_agenda().in_order()
    return list(found.select_related("case", "referral"))


def _link(hearing: Hearing, *, is_now: bool, is_hub: bool) -> Link:
    is_waiting = hearing.status == Hearing.Status.LISTED
    return Link(
        short_name(name_of(hearing.case, hearing.referral)) if not hearing.case.is_sealed else hearing.case.code_name,
        reverse("hearing", kwargs={"hearing_id": hearing.pk}),
        current=is_now,
        words="Now" if is_now and is_waiting else state_of(hearing, is_hub=is_hub).partition(":")[0],
    )


def _why_closed(hearing: Hearing) -> str:
    """Why the minutes cannot be written, or nothing."""
    if hearing.status != Hearing.Status.LISTED:
        return f"{state_of(hearing, is_hub=hearing.meeting.forum.is_hub)}. The minutes are closed."
    if hearing.meeting.status == Meeting.Status.PLANNED:
        return "The agenda is still being made. Publish it before its cases are heard."
    if hearing.meeting.status == Meeting.Status.CANCELLED:
        return "This meeting was cancelled. Take the case off its agenda, so that it can be listed again."
    return ""


def _words(hearing: Hearing, *, today: date) -> str:
    """The line under the name: the reference, the grounds, the score, the clock."""
    referral, heard = hearing.referral, hearing.status == Hearing.Status.HEARD
    held_on = hearing.meeting.held_on
    now = clock(
        referral.received_on,
        referral.due_on,
        today=today,
        heard_on=referral.first_heard_on if heard else None,
        listed_on=held_on if hearing.status == Hearing.Status.LISTED else None,
    )
    score = score_of(hearing.case.risk_assessments.all())
    return ". ".join(part for part in (sentence(grounds(referral)), score, now.words) if part) + "."


def _facts(hearing: Hearing) -> list[Fact]:
    referral = hearing.referral
    found = [
        Fact("Reference", referral.spoken_reference),
        Fact("Referred by", referral.from_agency.name),
        Fact("Made with", "; ".join(referral.made_with)),
        Fact("Received", plain_date(referral.received_on)),
        Fact("Reasons", referral.reasons),
    ]
    return [fact for fact in found if fact.value]


def _earlier(hearing: Hearing, *, principal: Principal) -> list[Action]:
    """What was agreed at earlier hearings of this case, and what came of it."""
    agreed = Action.objects.visible_to(principal).agreed().filter(case_id=hearing.case_id).exclude(hearing=hearing)
    return list(agreed.select_related("owner_agency", "hearing__meeting").order_by("-due_on", "pk")[:EARLIER])


def _missing(hearing: Hearing, *, has_actions: bool) -> list[Link]:
    """What has to be there before the hearing can be closed, each with the place to put it."""
    found = closing.missing(draft_of(hearing, has_actions=has_actions))
    return [Link(each.words, PLACES.get(each.field, f"#id_{each.field}")) for each in found]


def _spent(hearing: Hearing, agenda: Sequence[Hearing], *, now: datetime) -> str:
    """How long the room has been on this case: since the last was closed, or the meeting began. On the day only."""
    meeting = hearing.meeting
    closed = [each.heard_at for each in agenda if each.heard_at and each.pk != hearing.pk]
    minutes = int((now - max([meeting.starts_at, *closed])).total_seconds() // 60)
    if hearing.status != Hearing.Status.LISTED or london_date(now) != meeting.held_on or not 0 <= minutes < 180:
        return ""
    return f"{count(minutes, 'minute')} of {meeting.forum.minutes_per_case}"


def _not_reached(hearing: Hearing, *, principal: Principal) -> str:
    """A risk of its own: no adviser has spoken to the person yet. As far as the principal sees the service's work."""
    found = not_contacted([hearing.case_id], principal=principal).get(hearing.case_id)
    return found.words if found else ""


def _default_due(hearing: Hearing) -> str:
    """The day an action is due where nobody says otherwise: "Mon 30 Nov"."""
    day = working_days_after(hearing.meeting, Policy.Key.ACTION_DUE_DAYS)
    return short_date(day)


def _record(hearing: Hearing) -> list[Fact]:
    """The minutes for reading, once they are closed."""
    if hearing.status == Hearing.Status.ADJOURNED:
        return [Fact("Adjourned", hearing.get_deferral_display()), Fact("Note", hearing.deferral_note)]
    if hearing.status == Hearing.Status.SENT_ON:
        return [Fact("Sent on because", complexity_words(hearing)), Fact("Discussion", hearing.outcome)]
    update = ""
    if hearing.victim_update_agency and hearing.victim_update_due_on:
        due = hearing.victim_update_due_on
        update = f"{hearing.victim_update_agency.name}, by {day_and_month(due)}"
    found = [
        Fact("Risks agreed", hearing.risks),
        Fact("Discussion and plan", hearing.outcome),
        Fact("Updates the person", ", ".join(filter(None, (update, hearing.get_update_method_display().lower())))),
        Fact("Adviser", hearing.adviser_line),
    ]
    if hearing.child_line:
        found.append(Fact("Children", hearing.child_line))
    found.append(Fact("Flags", _flag_words(hearing)))
    return [*found, Fact("Why there is no action", hearing.no_action_reason)] if hearing.no_action_reason else found


def _flag_words(hearing: Hearing) -> str:
    until = hearing.flag_until
    return f"{hearing.get_flag_display()}{f', until {plain_date(until)}' if until else ''}"


def title(page: HearingPage) -> str:
    """The words of the bar above the screen: "Case 5 of 12"."""
    return f"Case {page.number} of {page.total}" if page.number else count(page.total, "case")

"""Agencies that have to be there: who is missing, and how the chair said to go on."""

from datetime import datetime

from django.db import transaction

from agencies.models import Agency
from agencies.principal import Principal
from audit.services import record
from cases.models import Involvement
from common.errors import DomainError
from marac import quorum as rules
from marac.models import Hearing, Meeting, QuorumDecision
from marac.services.meetings import PRESENT


class NoQuorum(DomainError):
    """A case is not heard while agencies are missing that have to be there, unless the chair has said how to go on."""


def missing_at(meeting: Meeting, *, by: Principal, hearing: Hearing | None = None) -> list[str]:
    """Who is missing, as attendance stands; for one case, or for every case on the agenda that the principal sees."""
    forum = meeting.forum
    if not meeting.is_emergency and not forum.quorum:
        return []
    there = [_seat(each.agency) for each in _present(meeting)]
    if not meeting.is_emergency:
        return rules.below([_seat(agency) for agency in forum.core.order_by("name")], there, least=forum.quorum)
    asked_by = _seat(Agency.objects.get(pk=meeting.asked_by_id))
    return rules.below_for_emergency(there, asked_by=asked_by, has_children=_has_children(meeting, by, hearing))


def _present(meeting: Meeting) -> list:
    return list(meeting.attendance.filter(status__in=PRESENT).select_related("agency"))


def _seat(agency: Agency) -> rules.Seat:
    return rules.Seat(agency.pk, agency.name, agency.type)


def _has_children(meeting: Meeting, by: Principal, hearing: Hearing | None) -> bool:
    agenda = Hearing.objects.visible_to(by).filter(meeting=meeting).on_agenda()
    cases = agenda.filter(pk=hearing.pk) if hearing else agenda
    children = Involvement.objects.visible_to(by).filter(role=Involvement.Role.CHILD)
    return children.filter(case__in=cases.values("case")).exists()


def decision_on(meeting: Meeting) -> QuorumDecision | None:
    """How the chair said to go on, the last time that somebody was missing."""
    return meeting.quorum_decisions.order_by("-decided_at", "-pk").first()


def ensure_quorum(hearing: Hearing, *, by: Principal) -> None:
    """Raises NoQuorum where somebody is missing and the chair has not said that this case is heard all the same."""
    missing = missing_at(hearing.meeting, by=by, hearing=hearing)
    if not missing:
        return
    said = decision_on(hearing.meeting)
    if not rules.may_hear(said.choice if said else "", is_urgent=is_urgent(hearing)):
        todo = "Adjourn this case" if said else "Record who is there, or how the chair goes on without them"
        raise NoQuorum(f"Not enough agencies are there: {', '.join(missing)} missing. {todo}.")


def is_urgent(hearing: Hearing) -> bool:
    """It cannot wait for another meeting: an emergency, or its last day in time has come."""
    return hearing.kind == Hearing.Kind.EMERGENCY or hearing.referral.due_on <= hearing.meeting.held_on


@transaction.atomic
def decide_without_quorum(
    meeting: Meeting, *, by: Principal, choice: str, reason: str, chair: str, at: datetime
) -> QuorumDecision:
    """Keep how the chair goes on without agencies that have to be there.

    Raises DomainError where nobody is missing, and without a choice, a reason or the name of the chair.
    """
    meeting = Meeting.objects.select_related("forum").locked(meeting.pk)
    if choice not in QuorumDecision.Choice.values:
        raise DomainError("Select how the meeting goes on")
    if not reason.strip() or not chair.strip():
        raise DomainError("Enter who chairs, and why the meeting goes on like this")
    if not missing_at(meeting, by=by):
        raise DomainError("Everybody who has to be there is there.")
    made = QuorumDecision.objects.create(
        meeting=meeting,
        choice=choice,
        reason=reason.strip(),
        chair=chair.strip(),
        decided_at=at,
        decided_by_id=by.user_id,
    )
    record("quorum decided", by=by, subjects=[meeting.pk], detail=choice)
    return made

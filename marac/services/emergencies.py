"""A meeting for one case that cannot wait: it sits within the working days that its area gives, one as a rule."""

from datetime import date, datetime

from django.db import transaction

from agencies.models import Agency, Policy
from agencies.principal import Principal
from agencies.services import bank_holidays, policy_on
from audit.services import record
from common.dates import add_working_days, london_date
from common.days import day_and_month
from common.errors import DomainError
from marac.models import Forum, Hearing, Meeting
from marac.services.agenda import list_referral
from marac.services.meetings import publish_meeting
from referrals.models import Referral


def convene_by(forum: Forum, *, today: date) -> date:
    """The last day on which an emergency meeting that is called today may sit."""
    days = policy_on(today, Policy.Key.EMERGENCY_DAYS, area=forum.area)
    return add_working_days(today, days, bank_holidays())


@transaction.atomic
def call_emergency(
    forum: Forum,
    *,
    by: Principal,
    referral: Referral,
    asked_by: Agency,
    reason: str,
    starts_at: datetime,
    at: datetime,
) -> Hearing:
    """Make a meeting for one case beside all others, put the case on it, and ask the agencies at once.

    Raises DomainError without a reason, in the past, or later than the area allows; Conflict for a case that has a
    place already.
    """
    last = convene_by(forum, today=london_date(at))
    if not reason.strip():
        raise DomainError("Enter why this case cannot wait")
    if starts_at < at:
        raise DomainError("Choose a time that is still to come")
    if london_date(starts_at) > last:
        raise DomainError(f"An emergency meeting sits by {day_and_month(last)}. Choose an earlier day")
    facts = {"held_on": london_date(starts_at), "starts_at": starts_at, "capacity": 1}
    meeting = Meeting.objects.create(forum=forum, is_emergency=True, asked_by=asked_by, convene_by=last, **facts)
    record("emergency meeting called", by=by, subjects=[meeting.pk])
    hearing = list_referral(meeting, by=by, referral=referral, at=at)
    hearing.kind, hearing.emergency_reason = Hearing.Kind.EMERGENCY, reason.strip()
    hearing.save(update_fields=["kind", "emergency_reason"])
    publish_meeting(meeting, by=by, at=at)
    return hearing

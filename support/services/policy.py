"""The policy that a case's area had on a day."""

from datetime import date

from agencies.models import Policy
from agencies.services import policy_on
from cases.models import Case
from support.clocks import Pace


def policy_of(key: Policy.Key, *, case: Case, on: date) -> int:
    """The value in force for the meeting area of the case. Raises NoPolicy where there is none."""
    return policy_on(on, key, area=case.district.meeting_area)


def pace_of(case: Case, *, on: date) -> Pace:
    """How soon somebody is contacted again in this area."""
    keys = (Policy.Key.CONTACT_AGAIN_DAYS, Policy.Key.CONTACT_HIGH_DAYS, Policy.Key.CONTACT_OTHER_DAYS)
    return Pace(*(policy_of(key, case=case, on=on) for key in keys))

"""Whether a way of getting in touch may be used now."""

from datetime import datetime, time

import pytest

from cases.windows import window
from common.dates import LONDON
from support import channels

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=LONDON)  # a Monday
MORNINGS = [window([1, 2], time(10), time(14))]
EVENINGS = [window([1, 2], time(18), time(20))]


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({}, channels.NEVER_ASKED),
        ({"phone": ("unknown", [], "")}, channels.NEVER_ASKED),
        ({"phone": ("not_safe", [], "")}, channels.MARKED),
        ({"phone": ("safe", [], "")}, ""),
        ({"phone": ("safe", [], "unknown")}, ""),
        ({"phone": ("safe", [], "yes")}, channels.DEVICE),
        ({"phone": ("safe", MORNINGS, "no")}, ""),
        ({"phone": ("safe", EVENINGS, "no")}, channels.OUTSIDE),
        ({"phone": ("safe_with_limits", [], "")}, ""),
        ({"text": ("safe", [], "")}, channels.NEVER_ASKED),
    ],
)
def test_a_channel_is_open_or_says_what_bars_it(known, why):
    assert channels.barrier("phone", known, NOW) == why


def test_another_professional_touches_no_channel_of_the_person():
    assert channels.barrier("agency", {}, NOW) == ""


@pytest.mark.parametrize(
    ("known", "allowed", "may"),
    [
        ({"phone": ("safe", [], "")}, True, True),
        ({"phone": ("safe", [], "")}, None, False),
        ({"phone": ("not_safe", [], "")}, True, False),
        ({"voicemail": ("not_safe", [], ""), "phone": ("safe", [], "")}, True, False),
        ({"voicemail": ("safe_with_limits", [], "")}, None, True),
        ({}, True, False),
    ],
)
def test_a_message_is_left_only_where_somebody_said_it_is_safe(known, allowed, may):
    assert channels.may_leave_message(known, allowed=allowed) is may

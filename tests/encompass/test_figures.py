"""In time of all due: the arithmetic."""

from decimal import Decimal

import pytest

from common.arithmetic import percent
from encompass.figures import Count, figures


def test_each_breakdown_adds_up_to_the_total():
    counts = [Count("high", "primary", 3, 2), Count("high", "college", 1, 1), Count("standard", "primary", 4, 4)]
    found = figures(counts, grades=["standard", "medium", "high"], phases=["primary", "college"])
    assert (found.total.due, found.total.in_time, found.total.percent) == (8, 7, Decimal("87.5"))
    for lines in (found.by_grade, found.by_phase):
        assert (sum(line.due for line in lines), sum(line.in_time for line in lines)) == (8, 7)
    assert [(line.code, line.due, line.percent) for line in found.by_grade] == [
        ("standard", 4, Decimal("100.0")),
        ("medium", 0, None),
        ("high", 4, Decimal("75.0")),
    ]


@pytest.mark.parametrize(("part", "whole", "expected"), [(0, 0, None), (0, 3, "0.0"), (1, 3, "33.3"), (1, 16, "6.3")])
def test_a_share_is_rounded_half_up_and_nothing_has_none(part, whole, expected):
    assert percent(part, whole) == (Decimal(expected) if expected else None)

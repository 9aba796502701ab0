"""The twelve months of a repeat, at their edges. R1 to R8 are the examples of the domain notes, section 1.2."""

from datetime import date

import pytest

from referrals.repeats import anchor_of, is_repeat, months_after


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 3, 10), 12, date(2025, 3, 10)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 11, 15), 1, date(2024, 12, 15)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
    ],
)
def test_months_after(day, months, expected):
    assert months_after(day, months) == expected


@pytest.mark.parametrize(
    ("example", "earlier", "incident", "received", "expected"),
    [
        ("R1: the anniversary itself is within", ["2024-03-10"], "2025-03-10", "2025-03-10", True),
        ("R2: the day after is not", ["2024-03-10"], "2025-03-11", "2025-03-11", False),
        ("R4: the incident governs, not the receipt", ["2024-03-10"], "2025-03-01", "2025-03-20", True),
        ("R6: only accepted referrals start the months", [], "2025-03-01", "2025-03-01", False),
        ("R7: the last referral is the anchor", ["2023-09-10", "2024-09-01"], "2025-08-20", "2025-08-21", True),
        ("R8: from 29 February to 28 February", ["2024-02-29"], "2025-02-28", "2025-02-28", True),
        ("R8: and not to 1 March", ["2024-02-29"], "2025-03-01", "2025-03-01", False),
        ("no incident dated: the receipt stands for it", ["2024-03-10"], None, "2025-03-10", True),
        ("an old incident is not a further one", ["2024-03-10"], "2024-02-01", "2025-03-11", False),
        ("two agencies on one day refer the same thing", ["2024-03-10"], "2024-03-09", "2024-03-10", False),
        ("a later referral is no earlier one", ["2024-05-01"], None, "2024-03-10", False),
    ],
)
def test_repeat(example, earlier, incident, received, expected):
    found = is_repeat(
        [date.fromisoformat(day) for day in earlier],
        received_on=date.fromisoformat(received),
        incidents=[date.fromisoformat(incident)] if incident else [],
        months=12,
    )
    assert found is expected, example


def test_months_are_the_areas_own():
    facts = {"received_on": date(2025, 1, 1), "incidents": []}
    assert is_repeat([date(2024, 6, 1)], months=12, **facts)
    assert not is_repeat([date(2024, 6, 1)], months=6, **facts)


def test_the_anchor_is_the_last_one_before():
    days = [date(2024, 1, 1), date(2024, 6, 1), date(2025, 1, 1)]
    assert anchor_of(days, date(2024, 12, 31)) == date(2024, 6, 1)
    assert anchor_of(days, date(2024, 1, 1)) is None

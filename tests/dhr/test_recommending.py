"""Recommendations: their order, what is missing, their colours and reasons, and the figures."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from common.standing import Rag, natural, sort_key
from dhr.recommending import Draft, Standing, overridden, rag_of, smart_gaps, systemic, tally

TODAY = date(2026, 11, 23)
ON_TRACK = Standing("in_progress", target_on=TODAY + timedelta(days=31), last_update_on=TODAY)


def test_t14_references_stand_in_their_natural_order():
    refs = ["11.10.1", "2", "11.10", "11.9", "11.2", "10a", "1"]
    ordered = ["1", "2", "10a", "11.2", "11.9", "11.10", "11.10.1"]
    assert sorted(refs, key=natural) == sorted(refs, key=sort_key) == ordered


FULL = Draft(
    text="Ask about strangulation at every emergency visit", success_measure="Asked in nine of ten notes", leads=1,
    owner_accepted=True, finding="Nobody asked", themes=1, target_on=TODAY, agreed_on=TODAY,
)  # fmt: skip


@pytest.mark.parametrize(
    "taken",
    [
        {"text": "Training"}, {"success_measure": " "}, {"leads": 0}, {"leads": 2}, {"owner_accepted": False},
        {"finding": ""}, {"themes": 0}, {"target_on": None}, {"target_on": TODAY - timedelta(days=1)},
    ],
)  # fmt: skip
def test_each_part_of_smart_is_missed_by_itself(taken):
    assert smart_gaps(FULL) == []
    assert len(smart_gaps(replace(FULL, **taken))) == 1


@pytest.mark.parametrize(
    ("changes", "rag"),
    [
        ({}, Rag.GREEN),
        ({"target_on": TODAY + timedelta(days=30)}, Rag.AMBER),
        ({"target_on": TODAY}, Rag.AMBER),
        ({"target_on": TODAY - timedelta(days=1)}, Rag.RED),
        ({"missed_milestones": 1}, Rag.AMBER),
        ({"extensions": 1}, Rag.AMBER),
        ({"extensions": 2}, Rag.RED),
        ({"last_update_on": date(2026, 5, 23)}, Rag.GREEN),
        ({"last_update_on": date(2026, 5, 22)}, Rag.RED),
        ({"status": "awaiting_evidence", "awaiting_since": TODAY - timedelta(days=30)}, Rag.GREEN),
        ({"status": "awaiting_evidence", "awaiting_since": TODAY - timedelta(days=31)}, Rag.AMBER),
        ({"status": "verified", "target_on": TODAY - timedelta(days=99), "extensions": 3}, Rag.BLUE),
        ({"status": "not_accepted", "target_on": TODAY - timedelta(days=99)}, Rag.GREY),
        ({"status": "superseded"}, Rag.GREY),
        ({"status": "national_sent", "target_on": TODAY - timedelta(days=99)}, Rag.GREY),
    ],
)
def test_the_colour_follows_from_dates_and_updates(changes, rag):
    found, reasons = rag_of(replace(ON_TRACK, **changes), today=TODAY)
    assert found is rag
    assert reasons


def test_every_reason_is_given():
    late = replace(ON_TRACK, target_on=TODAY - timedelta(days=5), extensions=2, last_update_on=date(2026, 1, 1))
    assert rag_of(late, today=TODAY) == (
        Rag.RED,
        ["5 days past its date", "Extended 2 times", "No word from the owner for more than two quarters"],
    )


@pytest.mark.parametrize(
    ("computed", "chosen", "shown"),
    [
        (Rag.RED, Rag.AMBER, Rag.AMBER),
        (Rag.AMBER, Rag.GREEN, Rag.GREEN),
        (Rag.GREEN, Rag.RED, Rag.GREEN),
        (Rag.AMBER, Rag.RED, Rag.AMBER),
        (Rag.RED, None, Rag.RED),
    ],
)
def test_a_chair_may_show_it_better_and_never_worse(computed, chosen, shown):
    assert overridden(computed, chosen) is shown


def test_half_of_47_are_verified_when_five_do_not_count():
    statuses = ["not_accepted"] * 3 + ["superseded"] * 2 + ["verified"] * 21 + ["in_progress"] * 21
    found = tally([replace(ON_TRACK, status=status) for status in statuses], today=TODAY)
    assert len(statuses) == 47
    assert (found.verified, found.counted, found.percent) == (21, 42, Decimal("50.0"))
    assert sum(found.by_rag.values()) == 47


def test_of_none_there_is_no_share_and_no_median():
    found = tally([], today=TODAY)
    assert found.percent is found.median_days_overdue is None


def test_the_middle_number_of_days_overdue():
    late = [replace(ON_TRACK, target_on=TODAY - timedelta(days=days)) for days in (1, 10, 54, 84)]
    assert tally([ON_TRACK, *late], today=TODAY).median_days_overdue == Decimal("32.0")


def test_a_theme_of_three_reviews_in_five_years_is_systemic():
    on = date(2025, 6, 1)
    seen = {
        "housing": [("a", on), ("b", on), ("c", date(2021, 11, 23))],
        "training": [("a", on), ("a", on), ("a", on)],  # one review
        "stalking": [("a", on), ("b", on), ("c", date(2021, 11, 22))],  # one of them too long ago
    }
    assert systemic(seen, today=TODAY, reviews=3, years=5) == {"housing"}

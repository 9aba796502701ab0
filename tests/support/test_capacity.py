"""The fixtures of the domain notes, section 3.1, and the edges."""

from decimal import Decimal

import pytest

from support.capacity import expected, need, part


@pytest.mark.parametrize(
    ("referrals", "advisers", "coordinators"),
    [(3500, "35.0", "8.8"), (1200, "12.0", "3.0"), (0, "0.0", "0.0"), (2975, "29.8", "7.4"), (525, "5.3", "1.3")],
)
def test_advisers_and_coordinators_for_a_year(referrals, advisers, coordinators):
    found = need(referrals)
    assert (str(found.advisers), str(found.coordinators), found.shortfall) == (advisers, coordinators, None)


@pytest.mark.parametrize(("percent", "referrals"), [(85, 2975), (19, 665), (15, 525)])
def test_parts_of_the_referrals_of_the_seed(percent, referrals):
    assert part(3500, percent) == referrals


def test_forty_cases_for_ten_thousand_women():
    assert expected(10_000) == 40
    assert expected(300_000) == 1200


@pytest.mark.parametrize(("provided", "short"), [("25.9", 26), ("35", 0), ("40", 0), ("0", 100)])
def test_how_far_provision_falls_short(provided, short):
    assert need(3500, provided=Decimal(provided)).shortfall == short


def test_fewer_than_none_is_refused():
    with pytest.raises(ValueError, match="nought"):
        need(-1)

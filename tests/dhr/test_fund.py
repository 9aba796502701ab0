"""The central fund, to the penny."""

from decimal import Decimal

import pytest

from dhr.fund import fund, share

FIXED = Decimal(35000)


def test_thirteen_partnerships_with_the_same_allocation():
    made = fund({f"Partnership {n}": Decimal(25000) for n in range(13)}, percent=12, fixed=FIXED)
    assert set(made.shares.values()) == {Decimal("3000.00")}
    assert made.total == Decimal("74000.00")


def test_each_share_is_rounded_by_itself_and_not_the_sum():
    made = fund({"A": Decimal("10000.04"), "B": Decimal("10000.05")}, percent=12, fixed=FIXED)
    assert made.shares == {"A": Decimal("1200.00"), "B": Decimal("1200.01")}
    assert made.total == Decimal("37400.01")


def test_a_missing_allocation_is_incomplete_and_never_nought():
    made = fund({"A": Decimal(25000), "B": None}, percent=12, fixed=FIXED, costs=[Decimal(9500)])
    assert made.missing == ["B"]
    assert made.total is made.remaining is made.percent_used is made.after_forecast is None
    assert made.known == Decimal("38000.00")


def test_what_is_spent_remains_and_is_used():
    made = fund(
        {f"Partnership {n}": Decimal(25000) for n in range(13)}, percent=12, fixed=FIXED,
        costs=[Decimal(9500), Decimal(9500), Decimal(9500), Decimal(6000)], forecast=[Decimal("1000.50")],
    )  # fmt: skip
    assert made.spent == Decimal(34500)
    assert made.remaining == Decimal(39500)
    assert made.percent_used == Decimal("46.6")
    assert made.after_forecast == Decimal("38499.50")


@pytest.mark.parametrize(
    ("allocation", "paid"),
    [("0.00", "0.00"), ("0.04", "0.00"), ("0.05", "0.01"), ("10000.0416", "1200.00"), ("10000.0417", "1200.01")],
)
def test_half_a_penny_goes_up(allocation, paid):
    assert share(Decimal(allocation), 12) == Decimal(paid)

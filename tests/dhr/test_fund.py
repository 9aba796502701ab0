"""The central fund, to the penny."""

from decimal import Decimal

import pytest
from django.urls import reverse

from dhr.fund import fund, share
from dhr.models import LearningEvent
from tests.database import as_owner
from tests.factories import reviews

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


# -- learning events on their page ------------------------------------------------------------------------------------


EVENT = {"kind": "seminar", "title": "Ask, and write it down", "on": "20/11/2026"}


@pytest.mark.django_db
def test_who_came_is_written_down_by_agency_and_shown_so(runner, owner, checker):
    reviews.policies()
    came = {f"from_{owner.agency.pk}": "12", f"from_{checker.agency.pk}": "3", "from_elsewhere": "2"}
    typed = EVENT | came | {"answers": "9", "score": "4.4"}
    answer = runner.client.post(reverse("fund_event"), typed)
    assert answer.status_code == 302, answer.text
    with as_owner():
        made = LearningEvent.objects.get()
        assert made.attendance == {str(owner.agency.pk): 12, str(checker.agency.pk): 3, "other": 2}
    page = runner.client.get(reverse("fund")).text
    assert "Homes: 3; Hospital: 12; Elsewhere: 2" in page
    assert "4.4 of 5, 9 answered" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"score": "4.4"}, "Enter how many people answered"),
        ({"answers": "2"}, "Enter their mean score"),
        ({"answers": "3", "score": "4.4", "from_elsewhere": "2"}, "More people answered than came."),
    ],
)
def test_an_evaluation_that_cannot_be_is_refused_and_kept_on_the_form(runner, typed, words):
    page = runner.client.post(reverse("fund_event"), EVENT | typed)
    assert words in page.text
    assert "Ask, and write it down" in page.text
    with as_owner():
        assert not LearningEvent.objects.exists()

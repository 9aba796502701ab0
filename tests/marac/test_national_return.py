"""The national return, item by item, at its edges; read from cases, locked, and restated with both figures kept."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.errors import DomainError
from common.quarters import Quarter
from marac import services
from marac.models import ReturnEdition
from marac.national_return import Restated, Row, national_return, restated
from tests import factories
from tests.database import as_owner
from tests.factories import marac

STARTS, ENDS = date(2026, 10, 1), date(2026, 12, 31)
DAY = date(2026, 11, 19)


def figures(*rows, **more):
    found = national_return(rows, starts_on=STARTS, ends_on=ENDS, **more)
    return found, {item.label: (item.count, item.percent, item.unknown) for item in found.items}


def row(number=1, **facts):
    return Row(**({"case": number, "victim": number, "held_on": DAY, "source": "police"} | facts))


def test_hearings_cases_and_victims_are_three_numbers():
    """One case heard twice, and another case of the same victim."""
    again = row(1, held_on=date(2026, 12, 3), is_repeat=True)
    found, items = figures(row(1), again, row(2, victim=1), row(3))
    assert (found.hearings, found.cases, found.victims) == (4, 3, 2)
    assert items["Cases discussed (C)"][0] == 4
    assert items["Repeat cases"] == (1, Decimal("25.0"), None)
    assert found.dates == (DAY, date(2026, 12, 3))


def test_a_quarter_goes_by_the_day_of_the_meeting_and_includes_both_ends():
    days = (date(2026, 9, 30), STARTS, ENDS, date(2027, 1, 1))
    found, _ = figures(*(row(n, held_on=day) for n, day in enumerate(days)))
    assert found.dates == (STARTS, ENDS)


def test_four_children_heard_twice_are_eight():
    """Acceptance line 17."""
    _, items = figures(row(1, children=4), row(1, children=4, held_on=date(2026, 12, 3)))
    assert items["Children in the household"][0] == 8


def test_a_male_victim_in_a_same_sex_couple_counts_twice_over():
    """Acceptance line 16: male and LGBT+."""
    _, items = figures(row(1, sex="male", orientation="gay_lesbian"), row(2, sex="female", orientation="not_asked"))
    assert items["Male victims"] == (1, Decimal("50.0"), 0)
    assert items["LGBT+ victims"] == (1, Decimal("50.0"), 1)


def test_a_trans_woman_is_counted_though_her_orientation_was_not_asked():
    _, items = figures(row(1, gender_identity="different_from_birth", orientation="not_asked"))
    assert items["LGBT+ victims"] == (1, Decimal("100.0"), 0)


def test_who_is_not_known_stays_in_the_denominator_and_is_printed():
    codes = ["asian_indian", "white_british", "white_irish", "white_other", "white_roma", "not_asked", "declined"]
    _, items = figures(*(row(n, ethnicity=code) for n, code in enumerate([*codes, ""])))
    assert items["Black, Asian and racially minoritised victims"] == (2, Decimal("25.0"), 3)


@pytest.mark.parametrize(("age", "counts"), [(15, 0), (16, 1), (17, 1), (18, 0), (None, 0)])
def test_victims_of_sixteen_and_seventeen(age, counts):
    _, items = figures(row(1, age=age))
    assert items["Victims aged 16 or 17"][0] == counts
    assert items["Victims aged 16 or 17"][2] == (age is None)


def test_a_case_with_two_young_people_causing_harm_is_one():
    """Acceptance line 15: a boyfriend of 15 counts."""
    _, items = figures(row(1, harmer_ages=(15, 17)), row(2, harmer_ages=(18,)), row(3, harmer_ages=(None,)))
    assert items["Person causing harm aged 17 or under"] == (1, Decimal("33.3"), 1)


def test_partners_are_all_but_the_police():
    _, items = figures(row(1), row(2, source="housing_la"), row(3, source="idva"))
    assert items["Partner agency referrals"] == (2, Decimal("66.7"), None)
    assert items["Referred by: housing la"] == (1, Decimal("33.3"), None)


def test_disabled_is_anything_but_no_and_unsaid():
    codes = ("no", "physical", "yes", "not_known")
    _, items = figures(*(row(n, disability=code) for n, code in enumerate(codes)))
    assert items["Disabled victims"] == (2, Decimal("50.0"), 1)


def test_the_rate_is_by_ten_thousand_women_and_missing_without_them():
    """310 cases are 40 per 10,000 of 77,500 women."""
    _, items = figures(*(row(n) for n in range(310)), adult_females=77_500)
    assert items["Cases per 10,000 adult females"][1] == Decimal("40.0")
    _, items = figures(row(1))
    assert "Cases per 10,000 adult females" not in items


def test_a_quarter_without_a_case_prints_noughts_and_no_share():
    """Acceptance line 14."""
    found, items = figures()
    assert (found.hearings, found.cases, found.victims, found.dates) == (0, 0, 0, ())
    assert items["Repeat cases"] == (0, None, None)
    assert items["Male victims"] == (0, None, 0)


def test_a_restatement_keeps_both_figures():
    """Acceptance line 13."""
    before, after = [("Repeat cases", 3), ("Male victims", 1)], [("Repeat cases", 4), ("Male victims", 1), ("New", 2)]
    assert restated(before, after) == [Restated("Repeat cases", 3, 4), Restated("New", 0, 2)]
    assert restated(before, before) == []


# -- read, locked, restated -------------------------------------------------------------------------------------------


SUMMER = Quarter(date(2026, 7, 1))


@pytest.fixture
def autumn(forum):
    """A quarter that is over: two cases heard, one adjourned; the first was referred by the police, then by others."""
    meeting = marac.meeting(forum, on=date(2026, 8, 20), status="held")
    first = marac.heard(meeting, marac.waiting(forum, days_ago=100))
    factories.person(first.case, name="Maja Nowak", role="child")
    marac.heard(meeting, marac.waiting(forum, days_ago=100, is_repeat=True, from_agency=factories.agency(type="idva")))
    marac.hearing(meeting, status="adjourned", deferral="time")
    return first


def read(person, forum):
    with person.scope():
        found = services.read_return(forum, by=person.principal, quarter=SUMMER)
    return found, {item.label: item.count for item in found.items}


@pytest.mark.django_db
def test_what_was_discussed_is_counted_and_what_was_put_off_is_not(autumn, forum, coordinator):
    found, items = read(coordinator, forum)
    assert (found.hearings, found.cases, found.victims) == (2, 2, 2)
    assert (items["Repeat cases"], items["Children in the household"], items["Partner agency referrals"]) == (1, 1, 1)


@pytest.mark.django_db
def test_of_two_referrals_of_one_case_the_first_received_decides(autumn, forum, coordinator):
    """Acceptance line 1: the police were first here; a school that referred the day before would have been."""
    school = factories.agency(type="education")
    earlier = marac.waiting(forum, case=autumn.case, days_ago=101, from_agency=school)
    with as_owner():
        type(earlier).objects.filter(pk=earlier.pk).update(status="heard", first_heard_on=date(2026, 8, 20))
    assert read(coordinator, forum)[1]["Referred by: education"] == 1


@pytest.mark.django_db
def test_a_forum_that_does_not_count_sends_nothing(autumn, forum, coordinator):
    with as_owner():
        type(forum).objects.filter(pk=forum.pk).update(counts_in_return=False)
        forum.refresh_from_db()
    assert read(coordinator, forum)[0].hearings == 0


@pytest.mark.django_db
def test_a_return_is_locked_and_a_late_correction_stands_beside_it(autumn, forum, coordinator):
    address = reverse("forum_return_lock", kwargs={"forum_id": forum.pk})
    client, quarter = coordinator.client, {"quarter": "2026-27-q2"}
    assert "Edition 1" in client.post(address, quarter, follow=True).content.decode()
    assert "Nothing has changed" in client.post(address, quarter, follow=True).content.decode()
    factories.person(autumn.case, name="Late Child", role="child")
    page = client.post(address, quarter, follow=True).content.decode()
    assert "What edition 2 restated" in page
    assert "Children in the household: was 1, now 2" in page
    with as_owner():
        assert [each.figures["items"][2]["count"] for each in ReturnEdition.objects.order_by("number")] == [1, 2]


@pytest.mark.django_db
def test_the_figures_of_a_colleague_who_sees_more_are_not_laid_beside_ones_own(autumn, forum, coordinator, excluded):
    """A difference between the two would tell that there is a case which is kept from the reader."""
    address = reverse("forum_return_lock", kwargs={"forum_id": forum.pk})
    coordinator.client.post(address, {"quarter": SUMMER.slug})
    factories.exclusion(autumn.case, excluded.user)
    page = excluded.client.post(address, {"quarter": SUMMER.slug}, follow=True).content.decode()
    assert "Edition 2" in page
    assert "1 hearing, 1 case" in page
    assert "2 hearings" not in page
    assert "restated" not in page
    assert "Ask them for its figures" in page


@pytest.mark.django_db
def test_a_quarter_that_goes_on_is_not_locked_and_a_locked_one_not_changed(autumn, forum, coordinator, representative):
    address = reverse("forum_return_lock", kwargs={"forum_id": forum.pk})
    assert "not over yet" in coordinator.client.post(address, {"quarter": "2026-27-q3"}, follow=True).content.decode()
    coordinator.client.post(address, {"quarter": "2026-27-q2"})
    with coordinator.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        ReturnEdition.objects.update(number=9)
    assert representative.client.post(address, {"quarter": "2026-27-q2"}).status_code == 403


@pytest.mark.django_db
def test_a_quarter_is_over_at_midnight_in_london(autumn, forum, coordinator):
    """In summer that is eleven in the evening by the clock of the machine."""
    quarter = {"quarter": Quarter(date(2026, 7, 1)), "by": coordinator.principal}
    with coordinator.scope():
        with pytest.raises(DomainError, match="not over yet"):
            services.lock_return(forum, at=datetime(2026, 9, 30, 22, 59, tzinfo=UTC), **quarter)
        assert services.lock_return(forum, at=datetime(2026, 9, 30, 23, 0, tzinfo=UTC), **quarter).number == 1


@pytest.mark.django_db
def test_the_sheet_has_every_item_with_its_definition(autumn, forum, coordinator):
    address = reverse("forum_return_csv", kwargs={"forum_id": forum.pk})
    response = coordinator.client.get(address + "?quarter=2026-27-q2")
    text = response.content.decode("utf-8-sig")
    assert response["Content-Disposition"] == 'attachment; filename="linnet-return-2026-27-q2.csv"'
    assert "4,Repeat cases,Repeat at that hearing,1,50.0," in text
    assert "Hearings,2" in text


@pytest.mark.django_db
def test_reading_costs_the_same_for_one_and_for_twenty(forum, coordinator):
    meeting = marac.meeting(forum, on=date(2026, 8, 20), status="held")

    def cost():
        with coordinator.scope(), CaptureQueriesContext(connection) as queries:
            services.read_return(forum, by=coordinator.principal, quarter=SUMMER)
        return len(queries)

    marac.heard(meeting)
    one = cost()
    for _ in range(19):
        marac.heard(meeting)
    assert cost() == one

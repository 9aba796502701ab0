"""The national return, item by item, at its edges; read from cases, locked, and restated with both figures kept."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.models import Policy
from cases.models import BirthDate
from common.errors import DomainError
from common.quarters import Quarter
from marac import counting, services
from marac.models import Hearing, ReturnCount, ReturnEdition
from marac.national_return import Restated, Row, national_return, restated
from tests import factories
from tests.database import BATCH, acting_as, as_owner
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


def read(forum, reader=0):
    """As the figures worker does, by its own database role; for nobody who is kept from a case."""
    with acting_as(BATCH):
        found = counting.read_return(forum, reader=reader, starts_on=SUMMER.starts_on, ends_on=SUMMER.ends_on)
    return found, {item.label: item.count for item in found.items}


def count(person, forum, quarter=SUMMER):
    """Ask on the page, and have it counted."""
    person.client.post(reverse("forum_return_count", args=[forum.pk]), {"quarter": quarter.slug})
    with acting_as(BATCH):
        mine = ReturnCount.objects.select_related("forum__area").filter(reader=person.user.pk)
        asked = mine.get(forum=forum, starts_on=quarter.starts_on)
        counting.count_return(asked, at=timezone.now())


@pytest.mark.django_db
def test_what_was_discussed_is_counted_and_what_was_put_off_is_not(autumn, forum, coordinator):
    found, items = read(forum)
    assert (found.hearings, found.cases, found.victims) == (2, 2, 2)
    assert (items["Repeat cases"], items["Children in the household"], items["Partner agency referrals"]) == (1, 1, 1)


@pytest.mark.django_db
def test_of_two_referrals_of_one_case_the_first_received_decides(autumn, forum, coordinator):
    """Acceptance line 1: the police were first here; a school that referred the day before would have been."""
    school = factories.agency(type="education")
    earlier = marac.waiting(forum, case=autumn.case, days_ago=101, from_agency=school)
    with as_owner():
        type(earlier).objects.filter(pk=earlier.pk).update(status="heard", first_heard_on=date(2026, 8, 20))
    assert read(forum)[1]["Referred by: education"] == 1


@pytest.mark.django_db
def test_a_forum_that_does_not_count_sends_nothing(autumn, forum, coordinator):
    with as_owner():
        type(forum).objects.filter(pk=forum.pk).update(counts_in_return=False)
        forum.refresh_from_db()
    assert read(forum)[0].hearings == 0


@pytest.mark.django_db
def test_a_return_is_locked_and_a_late_correction_stands_beside_it(autumn, forum, coordinator):
    address = reverse("forum_return_lock", kwargs={"forum_id": forum.pk})
    client, quarter = coordinator.client, {"quarter": "2026-27-q2"}
    assert "Count it again first" in client.post(address, quarter, follow=True).content.decode()
    count(coordinator, forum)
    assert "Edition 1" in client.post(address, quarter, follow=True).content.decode()
    assert "Nothing has changed" in client.post(address, quarter, follow=True).content.decode()
    factories.person(autumn.case, name="Late Child", role="child")
    count(coordinator, forum)
    page = client.post(address, quarter, follow=True).content.decode()
    assert "What edition 2 restated" in page
    assert "Children in the household: was 1, now 2" in page
    with as_owner():
        assert [each.figures["items"][2]["count"] for each in ReturnEdition.objects.order_by("number")] == [1, 2]


def page_of(person, forum):
    """The page, without what every page makes afresh and without who reads it when."""
    text = person.client.get(reverse("forum_return", args=[forum.pk]) + f"?quarter={SUMMER.slug}").content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    return re.sub(r'value="[A-Za-z0-9]{64}"|Counted <time.*?</time>', "", main)


@pytest.mark.django_db
def test_for_somebody_who_is_kept_from_a_case_the_return_is_as_if_there_were_none(autumn, forum, excluded):
    """One hearing more than on the agenda that they see would tell that there is one."""
    factories.exclusion(autumn.case, excluded.user)
    count(excluded, forum)
    with_it = page_of(excluded, forum)
    assert "1 hearing, 1 case" in with_it
    with as_owner():
        Hearing.objects.filter(pk=autumn.pk).update(status="removed")
    count(excluded, forum)
    assert page_of(excluded, forum) == with_it


@pytest.mark.django_db
def test_the_figures_of_a_colleague_who_sees_more_are_not_laid_beside_ones_own(autumn, forum, coordinator, excluded):
    address = reverse("forum_return_lock", kwargs={"forum_id": forum.pk})
    count(coordinator, forum)
    coordinator.client.post(address, {"quarter": SUMMER.slug})
    factories.exclusion(autumn.case, excluded.user)
    count(excluded, forum)
    page = excluded.client.post(address, {"quarter": SUMMER.slug}, follow=True).content.decode()
    assert "Edition 2" in page
    assert "1 hearing, 1 case" in page
    assert "2 hearings" not in page
    assert "restated" not in page
    assert "Ask them for its figures" in page


@pytest.mark.django_db
def test_a_sealed_case_counts_and_nobody_but_the_worker_reads_what_is_counted(forum, coordinator):
    marac.heard(marac.meeting(forum, on=date(2026, 8, 20), status="held"), marac.waiting(forum, sealed=True))
    assert read(forum)[0].hearings == 1
    with coordinator.scope(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        counting.read_return(forum, reader=0, starts_on=SUMMER.starts_on, ends_on=SUMMER.ends_on)
    with acting_as(BATCH), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Hearing.objects.count()


@pytest.mark.django_db
def test_the_web_writes_no_figure(forum, coordinator):
    with as_owner():
        facts = {"forum": forum, "starts_on": SUMMER.starts_on, "reader": coordinator.user}
        made = ReturnCount.objects.create(asked_at=timezone.now(), **facts)
    made.figures = {"hearings": 99}
    with coordinator.scope(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        made.save(update_fields=["figures"])


@pytest.mark.django_db
def test_ages_sex_and_the_first_date_of_birth_come_out_as_on_the_day_of_the_meeting(forum):
    """Acceptance lines 15 and 16, from rows: 16 on the day; a boy of 15 causes harm; a man, gay, counts twice."""
    heard = marac.heard(
        marac.meeting(forum, on=date(2026, 8, 20), status="held"), marac.waiting(forum, victim="Ash Male")
    )
    boy = factories.person(heard.case, name="Boy Harm", role="perpetrator")
    with as_owner():
        victim = heard.case.involvements.get(role="victim").person
        type(victim).objects.filter(pk=victim.pk).update(sex="male", sexual_orientation="gay_lesbian")
        BirthDate.objects.filter(person__in=[victim, boy]).delete()
        BirthDate.objects.create(person=victim, on=date(2009, 1, 1), precision="year")
        BirthDate.objects.create(person=victim, on=date(2010, 8, 20))
        BirthDate.objects.create(person=boy, on=date(2010, 8, 21))
    items = read(forum)[1]
    assert (items["Male victims"], items["LGBT+ victims"], items["Victims aged 16 or 17"]) == (1, 1, 1)
    assert items["Person causing harm aged 17 or under"] == 1


@pytest.mark.django_db
def test_the_twelve_months_and_the_rate_stand_beside_the_quarter(autumn, forum, coordinator):
    marac.heard(marac.meeting(forum, on=date(2025, 10, 1), status="held"))  # the first day of the twelve months
    marac.heard(marac.meeting(forum, on=date(2025, 9, 30), status="held"))  # the day before them
    factories.policy("adult_females", 7500, area=forum.area)
    count(coordinator, forum)
    with as_owner():
        kept = ReturnCount.objects.get()
    assert (kept.figures["hearings"], kept.year_figures["hearings"]) == (2, 3)
    rates = [item["percent"] for item in kept.year_figures["items"] if item["number"] == "3"]
    assert rates == ["4.0"]  # 3 cases of 7,500 women are 4.0 of 10,000
    page = coordinator.client.get(reverse("forum_return", args=[forum.pk]) + f"?quarter={SUMMER.slug}").content.decode()
    assert "Cases per 10,000 adult females" in page


@pytest.mark.django_db
def test_a_quarter_that_goes_on_is_not_locked_and_a_locked_one_not_changed(autumn, forum, coordinator, representative):
    address = reverse("forum_return_lock", kwargs={"forum_id": forum.pk})
    assert "not over yet" in coordinator.client.post(address, {"quarter": "2026-27-q3"}, follow=True).content.decode()
    count(coordinator, forum)
    coordinator.client.post(address, {"quarter": "2026-27-q2"})
    with coordinator.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        ReturnEdition.objects.update(number=9)
    assert representative.client.post(address, {"quarter": "2026-27-q2"}).status_code == 403


@pytest.mark.django_db
def test_a_quarter_is_over_at_midnight_in_london(autumn, forum, coordinator):
    """In summer that is eleven in the evening by the clock of the machine."""
    quarter = {"quarter": Quarter(date(2026, 7, 1)), "by": coordinator.principal}
    count(coordinator, forum)
    with coordinator.scope():
        with pytest.raises(DomainError, match="not over yet"):
            services.lock_return(forum, at=datetime(2026, 9, 30, 22, 59, tzinfo=UTC), **quarter)
        assert services.lock_return(forum, at=datetime(2026, 9, 30, 23, 0, tzinfo=UTC), **quarter).number == 1


@pytest.mark.django_db
def test_the_sheet_has_every_item_with_its_definition(autumn, forum, coordinator):
    count(coordinator, forum)
    address = reverse("forum_return_csv", kwargs={"forum_id": forum.pk})
    response = coordinator.client.get(address + "?quarter=2026-27-q2")
    text = response.content.decode("utf-8-sig")
    assert response["Content-Disposition"] == 'attachment; filename="linnet-return-2026-27-q2.csv"'
    assert "4,Repeat cases,Repeat at that hearing,1,50.0," in text
    assert "Hearings,2" in text


@pytest.mark.django_db
def test_without_a_figure_for_the_women_there_is_no_rate_and_all_the_rest_is_counted(autumn, forum):
    with as_owner():
        Policy.objects.filter(key="adult_females").delete()
    found, items = read(forum)
    assert found.hearings == 2
    assert "Cases per 10,000 adult females" not in items

"""Behind every figure of the national return stands the list that made it, for whoever may open what is on it."""

import re
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Role
from audit.models import Event
from common.quarters import Quarter
from marac import counting
from marac.models import ReturnCount
from marac.national_return import key_of
from tests import factories
from tests.conftest import Person
from tests.database import BATCH, acting_as, as_owner
from tests.factories import marac

SUMMER = Quarter(date(2026, 7, 1))
pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(forum):
    """Three cases heard in the summer and one in the spring, of all sorts; one more was adjourned."""
    summer = marac.meeting(forum, on=date(2026, 8, 20), status="held")
    first = marac.heard(summer, marac.waiting(forum, days_ago=100))
    idva = factories.agency(type="idva")
    second = marac.heard(summer, marac.waiting(forum, days_ago=100, is_repeat=True, from_agency=idva))
    third = marac.heard(summer, marac.waiting(forum, days_ago=100))
    spring = marac.meeting(forum, on=date(2026, 5, 21), status="held")
    fourth = marac.heard(spring, marac.waiting(forum, days_ago=190))
    marac.hearing(summer, status="adjourned", deferral="time")
    for number, case in enumerate([first.case, second.case, second.case, fourth.case]):
        factories.person(case, name=f"Child {number}", role="child")
    with as_owner():
        victim = third.case.involvements.get(role="victim").person
        type(victim).objects.filter(pk=victim.pk).update(
            sex="male", disability="physical", ethnicity="indian", sexual_orientation="gay_lesbian", age_estimate=17
        )
    return [first, second, third, fourth]


def counted(person, forum):
    person.client.post(reverse("forum_return_count", args=[forum.pk]), {"quarter": SUMMER.slug})
    with acting_as(BATCH):
        asked = ReturnCount.objects.select_related("forum__area").get(reader=person.user.pk)
        counting.count_return(asked, at=timezone.now())
    with as_owner():
        return ReturnCount.objects.get(reader=person.user.pk)


def listed(person, forum, item, more=""):
    """The page, the hearings on it and the children of each."""
    address = reverse("forum_return_list", args=[forum.pk, item])
    answer = person.client.get(f"{address}?quarter={SUMMER.slug}{more}")
    text = answer.content.decode()
    found = re.findall(r"/hearings/([0-9a-f-]{36})/", text)
    children = [int(each) for each in re.findall(r"<td[^>]*>(?:<[^>]*>)*\s*(\d+)\s*</", text)]
    return text, found, children


def test_every_figure_is_the_length_of_its_list(heard, forum, coordinator):
    count, lengths = counted(coordinator, forum), []
    for more, figures in (("", count.figures), ("&months=12", count.year_figures)):
        for item in figures["items"]:
            text, found, children = listed(coordinator, forum, key_of(item["number"], item["label"]), more)
            assert (sum(children) if item["number"] == "5" else len(found)) == item["count"], item["label"]
            assert len(found) == len(set(found))
            assert "counted" in text
            assert "The figure says" not in text
            lengths.append(len(found))
    assert {0, 1, 2, 3, 4} == set(lengths)


def test_behind_who_is_not_known_stands_whom_to_ask(heard, forum, coordinator):
    count = counted(coordinator, forum)
    unknown = {item["number"]: item["unknown"] for item in count.figures["items"] if item["unknown"] is not None}
    for number, figure in unknown.items():
        assert len(listed(coordinator, forum, number, "&known=no")[1]) == figure
    assert str(heard[2].pk) not in listed(coordinator, forum, "8", "&known=no")[1]
    assert set(unknown.values()) == {2, 3}


def test_the_figures_of_the_return_lead_to_their_lists(heard, forum, coordinator):
    counted(coordinator, forum)
    page = coordinator.client.get(reverse("forum_return", args=[forum.pk]) + f"?quarter={SUMMER.slug}").content.decode()
    for address in set(re.findall(r'href="(/meetings/forums/\d+/return/[\w-]+/\?[^"]+)"', page)):
        assert coordinator.client.get(address.replace("&amp;", "&")).status_code == 200
    assert f'href="{reverse("forum_return_list", args=[forum.pk, "6-idva"])}?quarter={SUMMER.slug}"' in page


def test_a_sealed_case_is_counted_and_not_listed_and_the_page_says_that_some_are_not(heard, forum, coordinator):
    marac.heard(marac.meeting(forum, on=date(2026, 8, 27), status="held"), marac.waiting(forum, sealed=True))
    assert counted(coordinator, forum).figures["hearings"] == 4
    text, found, _ = listed(coordinator, forum, "2")
    assert len(found) == 3
    assert "3 hearings. The figure says 4: the others are restricted" in text


def test_for_somebody_who_is_kept_from_a_case_nothing_is_missing(heard, forum, excluded):
    factories.exclusion(heard[0].case, excluded.user)
    counted(excluded, forum)
    text, found, _ = listed(excluded, forum, "2")
    assert str(heard[0].pk) not in found
    assert "2 hearings: all that were counted" in text


def test_an_item_that_the_return_has_not_and_a_forum_of_somebody_else_are_nowhere(heard, forum, coordinator):
    elsewhere = Person(factories.member(factories.agency(), Role.MARAC_COORDINATOR, email="elsewhere@example.org"))
    for person, item in ((coordinator, "6-nobody"), (coordinator, "99"), (elsewhere, "2")):
        assert person.client.get(reverse("forum_return_list", args=[forum.pk, item])).status_code == 404


def test_before_it_is_counted_the_list_says_so(heard, forum, coordinator):
    assert "3 hearings. The return has not been counted yet" in listed(coordinator, forum, "2")[0]


def test_reading_the_list_is_written_down_with_the_cases_on_it(heard, forum, coordinator):
    listed(coordinator, forum, "4")
    with as_owner():
        event = Event.objects.filter(kind="return list viewed").latest("pk")
        assert event.detail == f"forum {forum.pk}, {SUMMER.slug}, item 4"


def test_both_views_say_the_same_but_for_whose_rights_they_read_with():
    """What is listed is what is counted: the same statement, save the columns that only one of them has."""
    found = []
    with as_owner(), connection.cursor() as cursor:
        for name in ("returns.hearing", "returns.listed"):
            cursor.execute("SELECT pg_get_viewdef(%s::regclass, true)", [name])
            found.append(re.sub(r"\s+", " ", cursor.fetchone()[0]))
    counts, lists = found
    own = r", ARRAY\( SELECT e\.user_id FROM cases_exclusion e WHERE e\.case_id = h\.case_id\) AS kept_from"
    counts = re.sub(own, "", counts)
    assert counts != found[0]
    assert counts == lists.replace(", h.id AS hearing_id", "")


def test_a_kind_of_agency_goes_by_its_name(heard, forum, coordinator):
    counted(coordinator, forum)
    page = coordinator.client.get(reverse("forum_return", args=[forum.pk]) + f"?quarter={SUMMER.slug}").content.decode()
    assert "Referred by: Independent adviser service" in page
    assert "Referred by: Independent adviser service" in listed(coordinator, forum, "6-idva")[0]

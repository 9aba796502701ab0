"""Twelve months of a forum: the ten principles with what there is to show, and the annual report."""

import io
from datetime import date

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.quarters import Quarter
from marac import counting
from marac.models import ReturnCount, SharingAgreement
from marac.presenters.principles import year_page
from marac.principles import NAMES, NOTHING, Share, pack
from tests import factories
from tests.database import BATCH, acting_as, as_owner
from tests.factories import marac

SUMMER = Quarter(date(2026, 7, 1))


def test_a_share_says_its_base_and_of_nothing_that_there_is_nothing():
    assert Share("Answers in", 9, 12).line == "Answers in: 9 of 12, 75.0%"
    assert Share("Answers in", 1, 8).line == "Answers in: 1 of 8, 12.5%"
    assert Share("Answers in", 0, 0).line == "Answers in: nothing recorded in these months"


def test_the_ten_stand_in_their_order_and_none_is_left_out():
    found = pack([["Police: 4"], *([] for _ in NAMES[1:])])
    assert [each.number for each in found] == list(range(1, 11))
    assert (found[0].lines, found[9].name, found[9].lines) == (["Police: 4"], "Governance", [NOTHING])
    with pytest.raises(ValueError, match="zip"):
        pack([[]])


def count(reader, forum):
    """As the figures worker does, for one reader."""
    with as_owner():
        ReturnCount.objects.create(forum=forum, starts_on=SUMMER.starts_on, reader=reader.user, asked_at=timezone.now())
    with acting_as(BATCH):
        asked = ReturnCount.objects.select_related("forum__area").get(reader=reader.user.pk)
        counting.count_return(asked, at=timezone.now())


@pytest.fixture
def year(forum, coordinator, constabulary, advocates):
    """One meeting with two cases; one agency there, one that sent word; one answer in time of two; one action late."""
    meeting = marac.meeting(forum, on=date(2026, 8, 20), status="held")
    first = marac.heard(meeting, marac.waiting(forum, days_ago=100), views_read="read", adviser_line="Weekly")
    second = marac.heard(meeting, marac.waiting(forum, days_ago=100))
    marac.attendance(meeting, constabulary)
    marac.attendance(meeting, advocates, status="apology_info_sent", mode="")
    due, at = date(2026, 8, 19), timezone.now().replace(month=8, day=19)
    facts = {"answered_at": at, "answered_by": coordinator.user, "status": "returned_nil"}
    marac.research(first, constabulary, due_on=due, **facts)
    marac.research(second, constabulary, due_on=due)
    marac.action(first, constabulary, in_days=-60)
    with as_owner():
        SharingAgreement.objects.create(
            forum=forum, agency=constabulary, version="1", signatory="Chief Superintendent", recorded_at=at,
            signed_on=date(2026, 4, 1), review_on=date(2027, 4, 1), recorded_by=coordinator.user,
        )  # fmt: skip
    count(coordinator, forum)
    return first


def lines(person, forum):
    with person.scope():
        page = year_page(forum, principal=person.principal, quarter=SUMMER, today=timezone.localdate())
    return {each.number: list(each.lines) for each in page.principles}


@pytest.mark.django_db
def test_each_principle_says_its_figures(year, forum, coordinator):
    found = lines(coordinator, forum)
    assert found[2] == ["Heard with a line on what the adviser does: 1 of 2, 50.0%"]
    assert found[3] == [
        "Advocacy service there: 0 of 1, 0.0%", "Advocacy service: apologies with information at 1",
        "Constabulary there: 1 of 1, 100.0%",
    ]  # fmt: skip
    assert found[4] == [
        "Views of the person read out: 1 of 2, 50.0%", "Told by the day that was set: 0 of 2, 0.0%",
        "Asked how it was, of those who want to be: nothing recorded in these months",
    ]  # fmt: skip
    assert found[5] == ["Answers in by their day: 1 of 2, 50.0%", "Nothing known: 1 of the answers"]
    assert found[6][0] == "Cases with an action: 1 of 2, 50.0%"
    assert found[7][0] == "Cases discussed: 2"
    assert found[9] == ["Minutes out in time: 0 of 1, 0.0%"]
    assert found[10] == ["Agencies that have signed the agreement: 1 of 2, 50.0%", "Returns locked: 0"]


@pytest.mark.django_db
def test_a_case_that_is_kept_from_the_reader_is_nowhere_in_the_year(year, forum, coordinator, excluded):
    factories.exclusion(year.case, excluded.user)
    count(excluded, forum)
    assert lines(excluded, forum)[2] == ["Heard with a line on what the adviser does: 0 of 1, 0.0%"]
    assert "Cases discussed: 1" in lines(excluded, forum)[7]
    assert "Cases discussed: 2" in lines(coordinator, forum)[7]


@pytest.mark.django_db
def test_the_page_and_the_pdf_name_nobody_and_are_for_those_who_run_the_forum(year, forum, coordinator, representative):
    query = f"?quarter={SUMMER.slug}"
    page = coordinator.client.get(reverse("forum_year", args=[forum.pk]) + query).content.decode()
    assert "Multi-agency engagement" in page
    answer = coordinator.client.get(reverse("forum_year_pdf", args=[forum.pk]) + query)
    assert answer["Content-Disposition"] == 'attachment; filename="linnet-annual-2026-27-q2.pdf"'
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) >= 1
    assert year.referral.victim_name not in page
    for name in ("forum_year", "forum_year_pdf"):
        assert representative.client.get(reverse(name, args=[forum.pk])).status_code == 403


@pytest.mark.django_db
def test_a_year_costs_the_same_for_one_case_and_for_twenty(year, forum, coordinator):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            lines(coordinator, forum)
        return len(queries)

    one = cost()
    meeting = marac.meeting(forum, on=date(2026, 8, 27), status="held")
    for _ in range(19):
        marac.heard(meeting)
    assert cost() == one

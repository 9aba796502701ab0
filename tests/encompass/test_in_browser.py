"""The pages of notices in a real browser: accessible at a desk and at 320 pixels, and sent without JavaScript."""

import pytest
import time_machine
from django.urls import reverse

from encompass.models import Notice
from tests.browser.pages import assert_accessible, sign_in
from tests.database import as_owner
from tests.encompass.conftest import MONDAY
from tests.factories import encompass as made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def monday_morning():
    """The clock goes on here: a browser that is told it is always now waits for ever."""
    with time_machine.travel(MONDAY, tick=True):
        yield


def test_every_page_is_accessible(browser_page, live_server, constabulary, school, supervisor, liaison, key_adult):
    sent = made.notice(constabulary, school)
    asked = made.notice(constabulary, school, status="asked", asked_by=liaison.user, of=sent.incident)
    pages = {
        supervisor: [("notices_sent", None), ("notice_new", None), ("notices_figures", None), ("notice", sent),
                     ("notice_child", sent), ("notice_decision", asked)],
        key_adult: [("overview", None), ("notices", None), ("notice", sent), ("notice_answer", sent),
                    ("school_year", None), ("school_settings", None), ("school_term_add", None),
                    ("school_day_add", None)],
    }  # fmt: skip
    for person, addresses in pages.items():
        sign_in(browser_page, person, live_server.url)
        for name, notice in addresses:
            browser_page.goto(reverse(name, kwargs={"reference": notice.reference} if notice else {}))
            assert_accessible(browser_page)


def test_an_officer_sends_and_a_school_reads_without_javascript(
    no_script_page, live_server, school, liaison, key_adult
):
    page = no_script_page
    sign_in(page, liaison, live_server.url)
    page.goto(reverse("notices_sent"))
    page.get_by_role("link", name="New notice").click()
    page.get_by_label("Police reference").fill("42/1/26")
    for group in ("Day it happened", "Day it was recorded"):
        for part, value in (("Day", "22"), ("Month", "11"), ("Year", "2026")):
            page.get_by_role("group", name=group).get_by_label(part).fill(value)
    page.get_by_label("Time it happened").fill("9pm")
    page.get_by_label("Time it was recorded").fill("10:10pm")
    page.get_by_label("Standard").check()
    page.get_by_label("What happened").fill("Shouting and a broken door.")
    page.get_by_label("Whom the school can ring").fill("Liaison, 01632 960200")
    page.get_by_label("First name").fill("Robin")
    page.get_by_label("Last name").fill("Sample")
    for part, value in (("Day", "14"), ("Month", "3"), ("Year", "2016")):
        page.get_by_role("group", name="Date of birth").get_by_label(part).fill(value)
    page.get_by_label("School", exact=True).select_option(label="Harbour Hill School, Essex")
    page.get_by_role("group", name="Was the child there?").get_by_label("Yes").check()
    page.get_by_role("group", name="Did an officer speak to the child?").get_by_label("No").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", level=1, name="Robin Sample").wait_for()
    sign_in(page, key_adult, live_server.url)
    page.goto(reverse("notices"))
    page.get_by_role("link", name="Robin Sample").click()
    page.get_by_role("button", name="I have read it").click()
    page.get_by_text("Acknowledged.").wait_for()
    with as_owner():
        assert Notice.objects.get().status == "acknowledged"

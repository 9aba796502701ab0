"""The morning in a real browser: list, no answer in three clicks, the next row; accessible all the way."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from support.models import ContactAttempt
from tests.browser.pages import assert_accessible, sign_in
from tests.database import as_owner
from tests.factories import support

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def monday_morning():
    """The clock goes on here: a browser that is told it is always now waits for ever."""
    with time_machine.travel("2026-11-23T09:14:00Z", tick=True):
        yield


def test_a_no_answer_takes_three_clicks_and_leads_to_the_next_row(
    browser_page, live_server, service, idva, meeting_team
):
    for name in ("Zofia Wieczorek", "Lan Nguyễn"):
        support.way(support.episode(service, adviser=idva.user, victim=name, due=timezone.localdate()).case)
    support.waiting(service, meeting_team)
    sign_in(browser_page, idva, live_server.url)
    browser_page.goto(live_server.url + reverse("due"))
    assert_accessible(browser_page)
    browser_page.get_by_role("link", name="Log contact").first.click()
    assert_accessible(browser_page)
    first = browser_page.get_by_role("heading", level=1).inner_text()
    browser_page.get_by_label("No answer, no message left").check()
    browser_page.get_by_role("button", name="Save and go to next due").click()
    browser_page.get_by_text("Contact saved. Next due Tuesday 24 November.").wait_for()
    assert browser_page.get_by_role("heading", level=1).inner_text() not in ("", first)
    with as_owner():
        assert ContactAttempt.objects.get().outcome == "no_answer"

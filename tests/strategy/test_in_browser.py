"""The pages of the strategic layer in a real browser: an update in three clicks, and accessible as they stand then."""

import pytest
import time_machine
from django.urls import reverse

from strategy.models import ActionUpdate
from tests.browser.pages import assert_accessible, sign_in
from tests.database import as_owner
from tests.factories import strategy as made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def monday_morning():
    """The clock goes on here: a browser that is told it is always now waits for ever."""
    with time_machine.travel("2026-11-23T09:14:00Z", tick=True):
        yield


def test_an_owner_updates_in_three_clicks_and_every_page_is_accessible(browser_page, live_server, owner, lead, action):
    page = browser_page
    sign_in(page, owner, live_server.url)
    page.goto(reverse("overview"))
    page.get_by_role("link", name="Plan actions").click()
    page.get_by_role("link", name="Update 1.1").click()
    page.get_by_label("Being done").check()
    page.get_by_label("In a sentence").fill("Two districts are trained.")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Two districts are trained.").wait_for()
    with as_owner():
        assert ActionUpdate.objects.get().status == "doing"
    local = made.board("Local board", "local", authorities=["Essex"])
    made.member(local)
    outcome = made.outcome(local)
    made.session(lead.user, on=action.agreed_on)
    sign_in(page, lead, live_server.url)
    for name, at in (
        ("strategy", {}), ("board", {"board_id": local.pk}), ("training", {}),
        ("outcome", {"outcome_id": outcome.pk}), ("plan", {"plan_id": action.plan_id}),
    ):  # fmt: skip
        page.goto(reverse(name, kwargs=at))
        assert_accessible(page)

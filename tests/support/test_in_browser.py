"""The morning in a real browser: list, no answer in three clicks, the next row; accessible all the way."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.models import RiskDecision, VictimView
from support.models import ContactAttempt, Episode, Measurement, SafetyPlan
from tests import factories
from tests.browser.pages import assert_accessible, sign_in
from tests.database import as_owner
from tests.factories import support

pytestmark = pytest.mark.django_db(transaction=True)


EXIT = {
    "Who answers?": "The person, in their own words",
    "Was there abuse in the last month?": "No, none of it",
    "Compared with intake, do you feel": "Much safer",
    "Compared with intake, is your quality of life": "A lot better",
    "In your view as the adviser": "Much smaller",
}


def may_be_shared_and_met(case, team):
    support.way(case, "in_person", value="")
    factories.sharing_decision(case, team)


def risk_is_high(case, person):
    with as_owner():
        RiskDecision.objects.create(
            case=case, level="high", basis="judgement", rationale="x", agency=person.agency, at=timezone.now()
        )


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


def test_from_a_referral_to_its_outcomes_on_accessible_pages(browser_page, live_server, service, idva, meeting_team):
    """Accepted, the first 48 hours, risk, plan, what the meeting reads, the end and its measures."""
    page, waiting = browser_page, support.waiting(service, meeting_team)
    may_be_shared_and_met(waiting.case, meeting_team)
    sign_in(page, idva, live_server.url)
    page.goto(live_server.url + reverse("support_take", kwargs={"reference": waiting.reference}))
    assert_accessible(page)
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("Start with the first 48 hours.").wait_for()
    page.get_by_label("A: plan safety at once").check()
    page.get_by_role("button", name="Save priority").click()
    page.get_by_text("Priority saved.").wait_for()
    page.get_by_role("link", name="Log contact").first.click()
    page.get_by_label("Met in person").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="They want support").click()
    page.get_by_text("The next review of risk is set.").wait_for()
    risk_is_high(waiting.case, idva)
    page.get_by_role("button", name="Intake is over").click()
    page.get_by_text("Active support begins.").wait_for()
    assert_accessible(page)
    measure_and_plan(page, page.url)
    end_and_measure(page)
    with as_owner():
        said = Measurement.objects.get(moment="exit")
        assert (said.cess, said.safe, said.qol, said.risk) == ("stopped", "much_safer", "improved_lot", "significant")
        assert Episode.objects.get().stage == "closed"
        assert SafetyPlan.objects.get().sections == {"home": "New locks on Friday."}
        assert VictimView.objects.get(case=waiting.case).wants == "To stay in my own home."


def measure_and_plan(page, episode_page):
    """Measures at intake, the risk looked at again, a plan, and what they want."""
    page.get_by_role("link", name="Measures at intake").click()
    page.get_by_label("The person, in their own words").check()
    page.get_by_role("group", name="Was there abuse in the three months").get_by_label("Yes").check()
    page.get_by_label("Jealous or controlling behaviour").check()
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Recorded.").wait_for()
    assert_accessible(page)
    page.goto(episode_page)
    page.get_by_role("button", name="Risk reviewed today").click()
    page.get_by_role("link", name="Safety plan").first.click()
    page.get_by_role("link", name="Write the plan").click()
    page.get_by_label("At home").fill("New locks on Friday.")
    assert_accessible(page)
    page.get_by_role("button", name="Save this version").click()
    page.get_by_text("Plan saved.").wait_for()
    assert_accessible(page)
    page.goto(episode_page)
    page.get_by_role("link", name="What they want").first.click()
    page.get_by_label("What do they want to happen?").fill("To stay in my own home.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The meeting reads it first.").first.wait_for()


def end_and_measure(page):
    """The end of support, and what was reached."""
    page.get_by_role("link", name="End support").click()
    page.get_by_label("Planned: support plan completed").check()
    page.get_by_label("In a sentence").fill("Safe and settled.")
    page.get_by_role("button", name="End support").click()
    page.get_by_text("Support has ended.").wait_for()
    for group, label in EXIT.items():
        page.get_by_role("group", name=group).get_by_label(label, exact=True).check()
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Recorded.").wait_for()

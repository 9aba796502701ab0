"""The pages of meetings in a real browser: accessible at a desk and at 320 pixels, and run without JavaScript."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.models import CaseAgency
from marac.models import Hearing
from tests.browser.pages import assert_accessible, sign_in
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def monday_morning():
    """The clock goes on here: a browser that is told it is always now waits for ever."""
    with time_machine.travel("2026-11-23T09:14:00Z", tick=True):
        yield


@pytest.fixture
def meeting(forum):
    return marac.meeting(forum, on=timezone.localdate(), status="published")


@pytest.fixture
def hearings(meeting, constabulary):
    found = [
        marac.hearing(meeting, marac.waiting(meeting.forum, victim=name)) for name in ("Zofia Nowak", "Lan Nguyễn")
    ]
    with as_owner():
        for hearing in found:
            CaseAgency.objects.create(
                case=hearing.case,
                agency=constabulary,
                level=10,
                sources=["meeting"],
                starts_at=hearing.case.received_at,
            )
    return found


def test_every_page_is_accessible(browser_page, live_server, forum, meeting, hearings, coordinator, constabulary):
    draft = marac.meeting(forum)
    marac.hearing(draft)
    marac.waiting(forum, days_ago=20)
    over = marac.heard(marac.meeting(forum, on=timezone.localdate().replace(day=2), status="held"))
    marac.action(hearings[0], constabulary, text="Monitor the school")
    action = marac.action(over, coordinator.agency)
    sign_in(browser_page, coordinator, live_server.url)
    request = marac.research(hearings[0], constabulary)
    marac.correction(request)
    marac.statement()
    browser_page.goto(reverse("statement", kwargs={"meeting_id": meeting.pk}))
    assert_accessible(browser_page)
    marac.signed(coordinator)
    for name, kwargs in (
        ("meetings", {}),
        ("meetings_past", {}),
        ("meeting", {"meeting_id": meeting.pk}),
        ("agenda", {"meeting_id": draft.pk}),
        ("agenda", {"meeting_id": meeting.pk}),
        ("agenda_publish", {"meeting_id": draft.pk}),
        ("attendance", {"meeting_id": meeting.pk}),
        ("hearing", {"hearing_id": hearings[0].pk}),
        ("hearing_adjourn", {"hearing_id": hearings[0].pk}),
        ("hearing_conflict", {"hearing_id": hearings[0].pk}),
        ("observers", {"meeting_id": meeting.pk}),
        ("research_chase", {"meeting_id": meeting.pk}),
        ("research", {"request_id": request.pk}),
        ("corrections", {}),
        ("actions", {}),
        ("action", {"action_id": action.pk}),
        ("case_meetings", {"reference": over.case.reference}),
    ):
        browser_page.goto(reverse(name, kwargs=kwargs))
        assert_accessible(browser_page)


def test_a_case_is_heard_without_javascript(no_script_page, live_server, meeting, hearings, coordinator):
    page = no_script_page
    marac.statement()
    sign_in(page, coordinator, live_server.url)
    page.goto(reverse("meeting", kwargs={"meeting_id": meeting.pk}))
    page.get_by_role("link", name="Hear the cases").click()
    page.get_by_label("Video").check()
    page.get_by_role("button", name="I sign this statement").click()
    page.get_by_role("button", name="Heard, next case").click()
    page.get_by_role("link", name="Add an action, or say why there is none").first.click()
    page.get_by_label("Risks agreed").fill("Bail ends on 8 December")
    page.get_by_label("New action in one line").fill("constab: change the locks by fri")
    page.get_by_role("button", name="Add action").click()
    page.get_by_label("Who will update Zofia?").select_option(label="Advocacy service")
    page.get_by_label("How, safely?").select_option(index=1)
    page.get_by_label("Adviser").fill("In touch every week")
    page.get_by_label("All agencies flag their records").check()
    page.get_by_role("button", name="Heard, next case").click()
    page.get_by_role("heading", level=1, name="Lan Nguyễn").wait_for()
    with as_owner():
        heard = Hearing.objects.get(pk=hearings[0].pk)
        assert (heard.status, heard.risks) == ("heard", "Bail ends on 8 December")
        assert heard.actions.get().due_on.isoformat() == "2026-11-27"


def test_two_browsers_on_one_case_lose_nothing(
    browser_page, no_script_page, live_server, hearings, coordinator, meeting_chair
):
    marac.signed(coordinator)
    marac.signed(meeting_chair)
    address = reverse("hearing", kwargs={"hearing_id": hearings[0].pk})
    for page, person in ((browser_page, coordinator), (no_script_page, meeting_chair)):
        sign_in(page, person, live_server.url)
        page.goto(address)
    browser_page.get_by_label("Risks agreed").fill("From the first browser")
    no_script_page.get_by_label("Risks agreed").fill("From the second browser")
    browser_page.get_by_role("button", name="Save", exact=True).click()
    browser_page.get_by_text("Saved.").first.wait_for()
    no_script_page.get_by_role("button", name="Save", exact=True).click()
    no_script_page.get_by_text("Saved by somebody else").wait_for()
    main = no_script_page.locator("main")
    assert "From the first browser" in main.inner_text()
    assert no_script_page.get_by_label("Risks agreed").input_value() == "From the second browser"
    with as_owner():
        assert Hearing.objects.get(pk=hearings[0].pk).risks == "From the first browser"


def test_the_keys_of_the_screen_do_what_its_buttons_do(browser_page, live_server, hearings, coordinator):
    page = browser_page
    marac.signed(coordinator)
    sign_in(page, coordinator, live_server.url)
    page.goto(reverse("hearing", kwargs={"hearing_id": hearings[0].pk}))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("F8")
    page.get_by_role("heading", level=1, name="Lan Nguyễn").wait_for()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Shift+F8")
    page.get_by_role("heading", level=1, name="Zofia Nowak").wait_for()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("F2")
    page.keyboard.type("constab: change the locks by fri")
    page.keyboard.press("Enter")
    page.get_by_role("cell", name="Change the locks", exact=True).wait_for()
    page.get_by_label("Risks agreed").fill("Bail ends on 8 December")
    page.get_by_label("Who will update Zofia?").select_option(label="Advocacy service")
    page.get_by_label("How, safely?").select_option(index=1)
    page.get_by_label("Adviser").fill("In touch every week")
    page.get_by_label("All agencies flag their records").check()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", level=1, name="Lan Nguyễn").wait_for()
    with as_owner():
        assert Hearing.objects.get(pk=hearings[0].pk).status == "heard"

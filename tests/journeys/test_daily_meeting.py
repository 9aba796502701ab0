"""One morning of a daily team: ten cases from the waiting list to the return, in a browser, with clicks counted."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agencies.models import BankHoliday
from agencies.roles import Role
from marac import counting
from marac.models import Forum, Hearing, Meeting, ResearchRequest, ReturnCount
from marac.services import put_on_rota
from tests import factories
from tests.browser.pages import sign_in
from tests.conftest import Person
from tests.database import BATCH, acting_as, as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db(transaction=True)
CASES = 10
DAYS = 3  # since they were referred


@pytest.fixture(autouse=True)
def monday_morning():
    """The clock goes on: a browser that is told it is always now waits for ever."""
    with time_machine.travel("2026-11-23T09:05:00Z", tick=True):
        yield


@pytest.fixture
def team(meeting_team, constabulary, advocates):
    """Sits every working day at ten; the third of December is made a bank holiday."""
    marac.policies()
    marac.statement()
    forum = marac.forum(meeting_team, constabulary, advocates, name="Essex MARAT", kind="marat", capacity=CASES)
    with as_owner():
        forum.schedules.update(weekdays=marac.DAILY, at=time(10))
        BankHoliday.objects.create(on=date(2026, 12, 3), name="Holiday")
    return forum


@pytest.fixture
def representative(constabulary):
    return Person(factories.member(constabulary, Role.AGENCY_REPRESENTATIVE, email="daily@example.org"))


class Counted:
    """A page whose clicks are counted."""

    def __init__(self, page: Page):
        self.page, self.clicks = page, 0

    def click(self, role: str, name: str, *, first: bool = False) -> None:
        found = self.page.get_by_role(role, name=name)
        (found.first if first else found).click()
        self.clicks += 1


def list_everybody(counted: Counted, meeting: Meeting) -> None:
    """One press for each case, then two to publish."""
    page = counted.page
    page.goto(reverse("agenda", args=[meeting.pk]))
    for number in range(1, CASES + 1):
        counted.click("button", "Add", first=True)
        expect(page.get_by_role("heading", name=f"On the agenda ({number} of {CASES})")).to_be_visible()
    before = counted.clicks
    counted.click("link", "Check and publish")
    counted.click("button", "Publish")
    expect(page.get_by_text("Agenda published. Its agencies")).to_be_visible()
    assert counted.clicks - before == 2


def answer_everything(counted: Counted) -> None:
    """An agency that knows nobody: two presses for each case, and the next one opens."""
    page, waiting = counted.page, ResearchRequest.objects.filter(answered_at=None)
    with as_owner():
        first = waiting.filter(agency__type="police").order_by("due_on", "pk").first()
    page.goto(reverse("research", args=[first.pk]))
    before = counted.clicks
    for _ in range(CASES):
        page.locator("#id_systems").fill("Records")
        page.locator("#id_nothing_known").check()
        counted.clicks += 1
        here = page.url
        counted.click("button", "Save and next", first=True)
        page.wait_for_url(lambda url, left=here: url != left)
    assert counted.clicks - before == 2 * CASES


def hear_everybody(counted: Counted, meeting: Meeting) -> None:
    """One press for each case: what is said is typed, and the next case opens by itself."""
    page = counted.page
    with as_owner():
        first = meeting.hearings.order_by("position").first()
    page.goto(reverse("hearing", args=[first.pk]))
    before = counted.clicks
    for number in range(1, CASES + 1):
        expect(page.get_by_text(f"Case {number} of {CASES}").first).to_be_visible()
        page.get_by_label("Risks agreed").fill("Separation")
        page.get_by_label("New action in one line").fill("constab: visit by wed")
        page.get_by_label("Who will update").select_option(label="Advocacy service")
        page.get_by_label("How, safely?").select_option(value="adviser")
        page.get_by_label("Adviser").fill("Rings today")
        page.get_by_label("All agencies flag their records").check()
        counted.click("button", "Heard, next case")
    expect(page.get_by_text("That was the last case.")).to_be_visible()
    assert counted.clicks - before == CASES


def all_in_time(page: Page, team: Forum) -> None:
    """Ten of ten, each after three days."""
    page.goto(reverse("forum_timeliness", args=[team.pk]))
    expect(page.locator("main")).to_contain_text("10 of 10, 100%")
    expect(page.locator("main")).to_contain_text(f"{DAYS} days")


def count_as_the_worker_does() -> None:
    """By its own database role."""
    with acting_as(BATCH):
        counting.count_return(ReturnCount.objects.select_related("forum__area").get(), at=timezone.now())


def test_ten_cases_of_a_daily_team_in_one_morning(
    browser_page, live_server, team, coordinator, representative, constabulary
):
    page = Counted(browser_page)
    for number in range(CASES):
        marac.waiting(team, victim=f"Person {'ABCDEFGHIJ'[number]}", days_ago=DAYS)
    sign_in(browser_page, coordinator, live_server.url)
    browser_page.goto(reverse("meetings"))
    page.click("button", "Make the next meetings")
    with as_owner():
        days = list(Meeting.objects.order_by("held_on").values_list("held_on", flat=True))
    assert len(days) == 10
    assert all(day.isoweekday() <= 5 for day in days)
    assert date(2026, 12, 3) not in days  # a team that sits daily does not sit on a bank holiday

    meeting = marac.meeting(team, on=timezone.localdate())
    with representative.scope():
        facts = {"agency": constabulary, "practitioner": representative.user, "at": timezone.now()}
        put_on_rota(meeting, by=representative.principal, **facts)
    list_everybody(page, meeting)
    marac.signed(representative)
    sign_in(browser_page, representative, live_server.url)
    answer_everything(page)

    marac.signed(coordinator)
    sign_in(browser_page, coordinator, live_server.url)
    browser_page.goto(reverse("attendance", args=[meeting.pk]))
    expect(browser_page.locator(f'input[value="{representative.user}"]')).to_have_count(1)
    hear_everybody(page, meeting)
    with as_owner():
        assert meeting.hearings.filter(status=Hearing.Status.HEARD).count() == CASES
    browser_page.goto(reverse("meeting_end", args=[meeting.pk]))
    browser_page.locator("main form button").click()
    browser_page.goto(reverse("forum_return", args=[team.pk]))
    page.click("button", "Count it")
    count_as_the_worker_does()
    browser_page.reload()
    expect(browser_page.locator("main")).to_contain_text("10 hearings, 10 cases, 10 people at risk")
    all_in_time(browser_page, team)

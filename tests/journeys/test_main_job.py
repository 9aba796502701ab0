"""The main job, from a partner's system to the board's PDF, by five people in a real browser."""

import io
import re
from contextlib import contextmanager

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from agencies.models import Area
from tests import factories
from tests.browser.pages import assert_accessible, opened, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
WHO = "Asha Testcase"


def submit(page: Page, key: str) -> dict:
    """What a partner's system does."""
    headers = {"Authorization": f"Api-Key {key}", "Idempotency-Key": "journey-1"}
    answer = page.request.post("/api/v1/referrals/", headers=headers, data=factories.sample("referral-police"))
    assert answer.status == 201, answer.text()
    return answer.json()


def status(page: Page, key: str, reference: str) -> dict:
    headers = {"Authorization": f"Api-Key {key}"}
    return page.request.get(f"/api/v1/referrals/{reference}/", headers=headers).json()


def accept(page: Page) -> None:
    page.goto("/referrals/")
    assert_accessible(page)
    page.get_by_role("link", name=WHO).click()
    assert_accessible(page)
    expect(page.locator("main")).to_contain_text("16 of 24 yes")
    page.get_by_role("link", name="Accept", exact=True).click()
    page.get_by_label("A new case").check()
    page.get_by_label("The agencies that are invited to the meeting").check()
    assert_accessible(page)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(WHO)
    assert_accessible(page)


def list_for_today(page: Page) -> None:
    page.goto("/meetings/")
    page.get_by_role("link", name=re.compile("Add an extra meeting")).click()
    page.get_by_label("Day").fill("today")
    page.get_by_label("Time").fill("11:45pm")
    page.get_by_role("button", name="Add the meeting").click()
    page.get_by_role("button", name=re.compile(f"Add.*{WHO}")).click()
    expect(page.get_by_role("heading", name=re.compile(r"On the agenda \(1 of"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Check and publish").click()
    page.get_by_role("button", name="Publish").click()


def record_attendance(page: Page) -> None:
    page.goto("/meetings/")
    page.get_by_role("table").get_by_role("link").first.click()
    assert_accessible(page)
    page.get_by_role("link", name="Attendance").click()
    page.locator("select").nth(0).select_option("present")
    page.locator("select").nth(1).select_option("phone")
    assert_accessible(page)
    page.get_by_role("button", name="Save attendance").click()
    page.get_by_role("link", name="Agenda").click()


def hear(page: Page) -> None:
    page.get_by_role("link", name=WHO).first.click()
    assert_accessible(page)
    page.get_by_label("Video").check()
    page.get_by_role("button", name="I sign this statement").click()
    assert_accessible(page)
    page.get_by_label("Risks agreed").fill("Separation. Threats to kill. Strangulation.")
    page.get_by_role("button", name="Heard, next case").click()
    expect(page.locator("main")).to_contain_text("Select which agency will update the person")  # not without it
    expect(page.get_by_label("Risks agreed")).to_have_value(re.compile("Strangulation"))  # and nothing typed is lost
    page.get_by_label(re.compile("Who will update")).select_option(label="Saltings Advocacy")
    page.get_by_label("How, safely?").select_option(index=1)
    page.get_by_label("Adviser").fill("In touch every week")
    page.get_by_label("Plan for the children").fill("The school knows who may collect")
    page.get_by_label("All agencies flag their records").check()
    page.get_by_label("What will be done").fill("Change the locks before Friday")
    page.get_by_label("Agency", exact=True).select_option(label="Estuary Homes")
    page.get_by_role("button", name="Add action").click()
    expect(page.get_by_role("table", name="Actions for this case")).to_contain_text("Estuary Homes")
    page.get_by_role("button", name="Heard, next case").click()


def make_report(page: Page, area: Area) -> str:
    page.goto("/reports/")
    page.get_by_role("link", name="Make a report").click()
    page.get_by_label("Area").select_option(str(area.pk))
    page.get_by_label("Quarter").select_option(index=0)  # the one that goes on
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("link", name=re.compile("PDF"))).to_be_visible(timeout=60_000)
    assert_accessible(page)
    page.get_by_role("button", name="Open for challenge").click()  # of a quarter that goes on nothing is published
    expect(page.locator("main")).to_contain_text("The board can read the draft now")
    return page.url


@pytest.fixture
def as_person(people, browser, live_server):
    """A browser of their own for anybody in the county."""

    @contextmanager
    def signed_in(door: str):
        with opened(browser, live_server.url) as page:
            sign_in(page, people[door], live_server.url)
            yield page

    return signed_in


def test_a_referral_travels_the_whole_way(as_person, api_key, figures_worker):
    with as_person("southend-coordinator") as page:
        receipt = submit(page, api_key)
        accept(page)
        list_for_today(page)
        record_attendance(page)
        hear(page)
        told = status(page, api_key, receipt["reference"])
        assert (told["status"], told["heard_on"]) == ("heard", told["received_at"][:10])

    with as_person("housing-representative") as page:  # who agreed to do something finds it
        page.goto("/actions/")
        assert_accessible(page)
        page.get_by_role("link", name="Change the locks before Friday", exact=True).click()
        assert_accessible(page)

    with as_person("analyst") as page:
        published = make_report(page, Area.objects.get(kind="marac", name="Southend"))

    with as_person("board-member") as page:
        page.goto("/")
        assert_accessible(page)
        page.goto(published)
        expect(page.locator("main")).to_contain_text("Referrals received")
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("PDF")).first.click()
        assert "Asha" not in download.value.suggested_filename
        with pikepdf.open(io.BytesIO(download.value.path().read_bytes())) as pdf:
            assert str(pdf.Root.Lang) == "en-GB"
        assert page.goto("/cases/").status == 403

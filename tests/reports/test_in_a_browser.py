"""Reports in a real Chromium: from asking for one to a board member's download, with a real figures worker."""

import io
from datetime import date

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agencies.models import Area
from common.dates import london_date
from common.quarters import Quarter
from reports import tasks
from reports.models import QuarterlyReport
from tests import factories
from tests.browser.pages import assert_accessible, opened, sign_in, walk_by_keyboard
from tests.factories.reports import edition, noon, referrals, report_file
from tests.reports import worlds
from tests.reports.conftest import AS_AT

pytestmark = pytest.mark.django_db(transaction=True)
Status = QuarterlyReport.Status
COMMENTARY = "Two coordinators were away in August. We ask the board to agree cover."


def last_quarter():
    return Quarter.of(london_date(timezone.now())).previous


def fill(quarter):
    """Some sixty referrals of a quarter about Basildon and Harlow, heard on day 9 or, one in five, too late."""
    police, health = factories.agency(type="police"), factories.agency(type="acute_trust")
    places = list(Area.objects.filter(kind="authority", name__in=("Basildon", "Harlow")))
    first = quarter.starts_on
    rows = [
        {
            "district": places[n % 2],
            "from_agency": health if n % 4 == 0 else police,
            "received_at": noon(first.replace(day=1 + n % 28)),
            "first_heard_on": date.fromordinal(first.replace(day=1 + n % 28).toordinal() + (9 if n % 5 else 20)),
        }
        for n in range(60)
    ]
    referrals(rows, to_agency=police)


def challenge(browser, live_server, board_member):
    with opened(browser, live_server.url) as board:
        sign_in(board, board_member, live_server.url)
        board.goto("/reports/")
        board.get_by_role("table", name="Drafts").get_by_role("link").first.click()
        board.get_by_label("About").select_option(label="Timeliness")
        board.get_by_label("What you ask").fill("Why were so many late?")
        assert_accessible(board)
        board.get_by_role("button", name="Ask").click()
        expect(board.get_by_text("Asked.")).to_be_visible()
        expect(board.get_by_role("button", name="Approve")).to_have_count(0)


def answer(page):
    page.reload()
    page.get_by_text("Answer this").click()
    page.get_by_label("Your answer").fill("Three meetings without a chair.")
    assert_accessible(page)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Answered.")).to_be_visible()


def approve(browser, live_server, board_chair):
    with opened(browser, live_server.url) as chair:
        sign_in(chair, board_chair, live_server.url)
        chair.goto("/reports/")
        chair.get_by_role("table", name="Drafts").get_by_role("link").first.click()
        chair.get_by_role("button", name="Approve").click()
        expect(chair.get_by_text("Approved.")).to_be_visible()


def test_from_asking_for_a_report_to_a_board_members_download(
    figures_worker, browser, browser_page, live_server, analyst, board_member, board_chair
):
    county = factories.partnership()
    fill(last_quarter())
    sign_in(browser_page, analyst, live_server.url)
    browser_page.goto("/reports/")
    browser_page.get_by_role("link", name="Make a report").click()
    assert_accessible(browser_page)
    browser_page.get_by_label("Area").select_option(str(county.pk))
    browser_page.get_by_label("Quarter").select_option(last_quarter().slug)
    browser_page.get_by_role("button", name="Make the report").click()

    expect(browser_page.get_by_text("This is a draft.")).to_be_visible(timeout=40_000)
    browser_page.get_by_label("What the figures mean").fill(COMMENTARY)
    browser_page.get_by_role("button", name="Save the commentary").click()
    expect(browser_page.get_by_text("Commentary saved.")).to_be_visible()
    browser_page.get_by_role("link", name="Its PDF is being made").click()
    browser_page.get_by_role("button", name="Open for challenge").click(timeout=40_000)
    challenge(browser, live_server, board_member)
    answer(browser_page)
    approve(browser, live_server, board_chair)
    browser_page.reload()
    browser_page.get_by_role("link", name="Publish").click()
    assert_accessible(browser_page)
    browser_page.get_by_role("button", name="Publish").click()
    expect(browser_page.get_by_text("Report published.")).to_be_visible()

    with opened(browser, live_server.url) as board:
        sign_in(board, board_member, live_server.url)
        board.goto("/reports/")
        board.get_by_role("table", name="Published reports").get_by_role("link", name=county.name).first.click()
        expect(board.get_by_text(COMMENTARY)).to_be_visible()
        with board.expect_download() as download:
            board.get_by_role("link", name="Download the PDF").click()
        assert download.value.suggested_filename.startswith(f"linnet-quarterly-report-{last_quarter().slug}-")
        with pikepdf.open(io.BytesIO(download.value.path().read_bytes())) as opened_pdf:
            assert len(opened_pdf.pages) >= 5


@pytest.fixture
def county_with_editions(transactional_db, analyst):
    county = factories.partnership()
    snapshot = worlds.snapshot_of(worlds.county())
    published = {"snapshot": snapshot, "snapshot_sha256": "a" * 64, "as_at": AS_AT, "status": Status.READY}
    signed = {"published_at": AS_AT, "published_by": analyst.user, "commentary": COMMENTARY}
    for area, quarter in ((county, None), (Area.objects.get(kind="marac", name="Essex"), worlds.QUARTER.previous)):
        report_file(edition(area, quarter=quarter, **published, **signed))
    draft = edition(county, version=2, **published)
    report_file(draft)
    edition(Area.objects.get(kind="marac", name="Southend"), status=Status.FAILED, failure="The PDF could not be made.")
    return draft


def test_every_page_of_the_reports_is_accessible(county_with_editions, browser_page, live_server, analyst):
    sign_in(browser_page, analyst, live_server.url)
    failed = QuarterlyReport.objects.get(status=Status.FAILED)
    for address in ("/reports/", f"/reports/{county_with_editions.pk}/", f"/reports/{failed.pk}/progress/"):
        browser_page.goto(address)
        assert_accessible(browser_page)


def test_an_edition_is_read_by_keyboard_and_its_tables_open(
    county_with_editions, browser_page, live_server, board_member
):
    sign_in(browser_page, board_member, live_server.url)
    published = QuarterlyReport.objects.published().get(area__kind="partnership")
    browser_page.goto(f"/reports/{published.pk}/")
    walk_by_keyboard(browser_page)
    browser_page.get_by_text("View the data as a table").first.click()
    expect(browser_page.get_by_role("columnheader", name="Financial year")).to_be_visible()
    for summary in browser_page.locator("summary").all()[1:]:
        summary.click()
    assert_accessible(browser_page)


@pytest.mark.parametrize("counts", [worlds.nothing, worlds.one_case])
def test_a_quarter_with_next_to_nothing_is_accessible_too(browser_page, live_server, analyst, board_member, counts):
    more = {"status": Status.READY, "published_at": AS_AT, "published_by": analyst.user}
    report = edition(factories.partnership(), snapshot=worlds.snapshot_of(counts()), snapshot_sha256="a" * 64, **more)
    report_file(report)
    sign_in(browser_page, board_member, live_server.url)
    browser_page.goto(f"/reports/{report.pk}/")
    assert_accessible(browser_page)


def test_without_scripts_the_progress_page_still_moves_on(figures_worker, no_script_page, live_server, analyst):
    report = edition(factories.partnership())
    sign_in(no_script_page, analyst, live_server.url)
    no_script_page.goto(f"/reports/{report.pk}/progress/")
    expect(no_script_page.get_by_role("link", name="Stop loading this page again")).to_be_visible()
    tasks.make_report.delay(str(report.pk))
    expect(no_script_page.get_by_text("This is a draft.")).to_be_visible(timeout=40_000)

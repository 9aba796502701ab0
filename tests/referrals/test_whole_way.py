"""Two people refer from beginning to end in a real browser: a GP, twice a year, and police, daily."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.core import mail

from agencies import tasks
from agencies.models import EntryLink, ReferringAddress
from referrals.models import Referral
from tests import factories
from tests.browser.pages import sign_in
from tests.database import as_owner
from tests.referrals import typed

pytestmark = pytest.mark.django_db(transaction=True)
COUNTS = ("-TOTAL_FORMS", "-INITIAL_FORMS")


def fill(page, section, within=""):
    """Type what is typed into a section, with as many groups as it needs; every box is found by its name."""
    answers = typed.ALL[section]
    for name, wanted in answers.items():
        if not name.endswith(COUNTS[0]):
            continue
        prefix = within + name.removesuffix(COUNTS[0])
        while int(page.locator(f'[name="{prefix}{COUNTS[0]}"]').input_value()) < int(wanted):
            page.locator(f'[name="{prefix}-add"]').click()
            assert page.get_by_text("This draft was saved in another window").count() == 0
    for name, value in answers.items():
        if not name.endswith(COUNTS):
            _answer(page, within + name, value)


def _answer(page, name, value):
    boxes = page.locator(f'[name="{name}"]')
    kind = boxes.first.get_attribute("type")
    if kind in ("radio", "checkbox"):
        for each in value if isinstance(value, list) else [value]:
            chosen = page.locator(f'[name="{name}"][value="{each}"]')
            (chosen if chosen.count() else boxes.first).check()
    elif boxes.first.evaluate("box => box.tagName") == "SELECT":
        boxes.first.select_option(value)
    else:
        boxes.first.fill(value)


@pytest.fixture
def surgery(team):
    agency = factories.agency("Creek Road Surgery", type="primary_care")
    with as_owner():
        ReferringAddress.objects.create(agency=agency, domain="surgery.example", active_from=factories.LONG_AGO)
    return agency


def come_in_by_link(page):
    page.goto("/enter/")
    page.get_by_label("Work e-mail address").fill("sam@surgery.example")
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_role("heading", name="Look at your e-mail").wait_for()
    tasks.send_entry_link(str(EntryLink.objects.latest("pk").pk))  # the worker's part
    page.goto(re.search(r"http\S+/enter/\S+", mail.outbox[-1].body)[0])
    page.get_by_label("Your first name").fill("Sam")
    page.get_by_label("Your last name").fill("Okoro")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Sent referrals").wait_for()


def test_a_gp_refers_section_by_section_without_a_script(no_script_page, surgery):
    page = no_script_page
    come_in_by_link(page)
    page.get_by_role("link", name="New referral").click()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("link", name="1. Your details").click()
    for place, section in enumerate(typed.ALL, start=1):
        page.get_by_text(f"Section {place} of 8").wait_for()
        fill(page, section)
        page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Check answers").click()
    page.get_by_role("heading", name="Check your answers").wait_for()
    assert "O'Example-Núñez" in page.inner_text("main")
    page.get_by_role("button", name="Send the referral").click()
    page.get_by_role("heading", name="Referral sent").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save a receipt").click()
    with pikepdf.open(BytesIO(saved.value.path().read_bytes())) as receipt:
        assert len(receipt.pages) == 1
    page.get_by_role("link", name="Follow this referral").click()
    assert "Received" in page.inner_text("main")
    with as_owner():
        sent = Referral.objects.get()
    assert (sent.from_agency_id, sent.scheme, sent.child_count) == (surgery.pk, "iris", 2)
    assert sent.referred_with == ["childrens_sc"]
    assert sent.is_sealed  # nobody knows whether the second person works for a partner


def test_the_police_refer_on_one_page(browser_page, live_server, team, police):
    page = browser_page
    sign_in(page, police, live_server.url)
    page.goto("/referrals/new/")
    page.get_by_role("button", name="Start on one long page").click()
    page.get_by_label("Your name").fill("PC Example")
    page.get_by_text("Saved at").wait_for()  # by itself, two seconds after the last key
    for section in typed.ALL:
        fill(page, section, within=f"{section}-")
    page.get_by_role("button", name="Check answers").click()
    page.get_by_role("heading", name="Check your answers").wait_for()
    page.get_by_role("button", name="Send the referral").click()
    page.get_by_role("heading", name="Referral sent").wait_for()
    with as_owner():
        sent = Referral.objects.get()
    assert set(sent.criteria) == {"professional_judgement", "potential_escalation"}
    assert sent.yes_count == 9

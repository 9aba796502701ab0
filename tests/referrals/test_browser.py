"""The pages of referrals in a real browser: accessible at a desk and on a phone, by keyboard and without scripts."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from agencies import tasks
from agencies.models import EntryLink, Membership, ReferringAddress
from referrals import services
from tests import factories
from tests.browser.pages import assert_accessible, sign_in, walk_by_keyboard
from tests.conftest import Person
from tests.database import as_owner
from tests.factories import referrals as made
from tests.referrals import typed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(team, police):
    """A draft in which everything is written down."""
    with police.scope():
        begun = services.start_draft(by=police.principal, at=timezone.now())
        for section in typed.ALL:
            begun = services.save_section(
                begun, by=police.principal, section=section, typed=typed.stored(section), at=timezone.now()
            )
    return begun


@pytest.fixture
def world(team, police, coordinator):
    """A referral in every group of the worklist, one with a question, one declined, and one whose people are known."""
    now, sent = timezone.now(), {}
    people = {
        "late": ("Aoife", "O’Connell-D’Souza", 17),
        "today": ("Łucja", "Dąbrowska", 14),
        "soon": ("Zofia", "Wójcik-Nowak", 12),
        "week": ("Thérèse", "Mbeki-Hall", 8),
        "later": ("Siân", "Prydderch", 2),
        "known": ("Asha", "Testcase", 1),
        "declined": ("Daniel", "Ferreira-Gonçalves", 3),
    }
    with police.scope():
        for key, (given, family, days) in people.items():
            payload = made.submission(
                victim__names=[{"given": given, "family": family}],
                risk_assessment__assessed_on="2026-01-01",
                safeguarding__children_referral_made_on="2026-01-01",
                incident_reported_at="2026-01-01T10:00:00+00:00",
                incidents__0__occurred_at="2026-01-02T10:00:00+00:00",
                incidents__1__occurred_at="2026-01-01T10:00:00+00:00",
                incidents__2__occurred_at="2026-01-01T09:00:00+00:00",
                perpetrators__0__works_for_partner_agency="unknown" if key == "known" else "no",
            )
            sent[key] = made.sent(police.principal, payload=payload, at=now - timedelta(days=days))
        first = made.sent(police.principal, payload=sent["known"].submission, at=now - timedelta(days=200))
    with coordinator.scope():
        by = coordinator.principal
        services.start_screening(sent["today"], by=by, at=now)
        services.return_referral(sent["soon"], by=by, question="Which school does the child go to?", at=now)
        services.decline_referral(sent["declined"], by=by, refusal="other_area", note="He lives in Kent.", at=now)
        services.accept_referral(first, by=by, at=now)
    return {key: referral.reference for key, referral in sent.items()}


def test_the_pages_of_a_team(browser_page, live_server, world, coordinator):
    page = browser_page
    sign_in(page, coordinator, live_server.url)
    page.goto("/referrals/")
    assert_accessible(page)
    assert [heading.inner_text() for heading in page.locator(".app-table__group th").all()] == [
        "Late (1)",
        "Due today (1)",
        "Due in 3 days (1)",
        "Due in 4 to 7 days (1)",
        "Due later (2)",
    ]
    walk_by_keyboard(page)
    page.goto(f"/referrals/{world['known']}/")
    assert_accessible(page)
    page.get_by_role("link", name="Show addresses and numbers").click()
    page.get_by_role("heading", name="Addresses and numbers").wait_for()
    assert_accessible(page)
    page.get_by_label("Immediate safety").check()
    page.get_by_role("button", name="Show them").click()
    page.get_by_text("14 Example Road").wait_for()
    assert_accessible(page)
    for step in ("question", "decision", "acceptance", "area", "duplicate", "managed", "repeat"):
        page.goto(f"/referrals/{world['known']}/{step}/")
        page.locator("main form button[type=submit]").last.click()
        page.get_by_role("heading", name="There is a problem").wait_for()
        assert page.title().startswith("Error: ")
        assert_accessible(page)


def test_a_referral_is_accepted_into_the_case_that_is_found(browser_page, live_server, world, coordinator):
    page = browser_page
    sign_in(page, coordinator, live_server.url)
    page.goto(f"/referrals/{world['known']}/")
    page.get_by_role("link", name="Accept", exact=True).click()
    page.get_by_label("Asha Testcase, ").check()
    page.get_by_label("The agencies that are invited to the meeting").check()
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url("**/cases/*/meetings/")
    assert "waits to be listed" in page.inner_text(".app-alerts")
    page.get_by_role("navigation", name="Case").get_by_role("link").first.click()
    page.wait_for_url(lambda url: "/meetings/" not in url)
    assert "Yes, a repeat" in page.inner_text("main")


def test_the_pages_of_a_sender(browser_page, live_server, world, police, draft):
    page = browser_page
    sign_in(page, police, live_server.url)
    for address in (
        "/referrals/",
        "/referrals/drafts/",
        "/referrals/new/",
        f"/referrals/{world['soon']}/",
        f"/referrals/{world['soon']}/answer/",
        f"/referrals/{world['declined']}/",
        f"/referrals/{world['declined']}/review/",
        f"/referrals/{world['later']}/withdrawal/",
        f"/referrals/{world['later']}/submitted/",
        f"/referrals/drafts/{draft.pk}/",
        f"/referrals/drafts/{draft.pk}/check/",
        f"/referrals/drafts/{draft.pk}/delete/",
        f"/referrals/drafts/{draft.pk}/colleague/",
        f"/referrals/drafts/{draft.pk}/all/",
        f"/referrals/drafts/{draft.pk}/all/?check=yes",
        *(f"/referrals/drafts/{draft.pk}/{section}/" for section in typed.ALL),
    ):
        page.goto(address)
        assert_accessible(page)


def test_a_section_with_errors(browser_page, live_server, police, draft):
    page = browser_page
    sign_in(page, police, live_server.url)
    page.goto(f"/referrals/drafts/{draft.pk}/contact/")
    page.get_by_label("E-mail address").fill("not an address")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert_accessible(page)
    page.goto(f"/referrals/drafts/{draft.pk}/checklist/")
    page.get_by_label("Year").fill("2099")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert_accessible(page)
    page.goto(f"/referrals/drafts/{draft.pk}/")
    assert_accessible(page)
    assert page.get_by_text("There is a problem").count() == 2
    walk_by_keyboard(page)


def test_a_draft_is_written_without_a_single_script(no_script_page, live_server, team, police):
    page = no_script_page
    sign_in(page, police, live_server.url)
    page.goto("/referrals/")
    page.get_by_role("link", name="New referral").click()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("link", name="6. Person causing harm").click()
    page.get_by_label("First name or names").fill("First")
    page.get_by_role("button", name="Add another person causing harm").click()
    page.get_by_label("First name or names").nth(1).fill("Second")
    page.get_by_role("button", name="Remove person causing harm 1").click()
    assert page.get_by_label("First name or names").input_value() == "Second"
    page.get_by_label("First name or names").press("Enter")  # saves the draft; never removes a person
    page.get_by_text("Draft saved.").wait_for()
    page.get_by_role("link", name="6. Person causing harm").click()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.get_by_label("First name or names").input_value() == "Second"


def test_an_expert_sends_a_referral_from_the_long_page_by_keyboard(browser_page, live_server, team, police, draft):
    page = browser_page
    sign_in(page, police, live_server.url)
    page.goto(f"/referrals/drafts/{draft.pk}/all/")
    name = page.get_by_label("Last name").first
    name.focus()
    page.keyboard.press("End")
    page.keyboard.type("-Smith")
    page.keyboard.press("Control+s")
    page.get_by_text("Saved at").wait_for()
    page.keyboard.press("Enter")  # the first button saves the draft, and sends nothing
    page.get_by_text("Draft saved.").wait_for()
    page.get_by_role("button", name="Check answers").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Check your answers").wait_for()
    assert "Núñez-Smith" in page.inner_text("main")
    page.get_by_role("button", name="Send the referral").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Referral sent").wait_for()


def _sent_by(member):
    """A referral that somebody sent by the service: typing all of it is another test's journey."""
    with member.scope():
        return made.sent(member.principal, at=timezone.now(), payload=made.submission(
            incident_reported_at="2026-01-01T10:00:00+00:00", incidents=[], criteria=["visible_high_risk"],
            risk_assessment__assessed_on="2026-01-01", safeguarding__children_referral_made_on="2026-01-01",
        ))  # fmt: skip


def test_a_gp_comes_in_by_a_link_and_follows_a_referral(browser_page, live_server, team):
    page = browser_page
    surgery = factories.agency("Creek Road Surgery", type="primary_care")
    with as_owner():
        ReferringAddress.objects.create(agency=surgery, domain="surgery.example", active_from=factories.LONG_AGO)
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_role("link", name="I have no account").click()
    assert_accessible(page)
    page.get_by_label("Work e-mail address").fill("sam@surgery.example")
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_role("heading", name="Look at your e-mail").wait_for()
    assert_accessible(page)
    tasks.send_entry_link(str(EntryLink.objects.get().pk))  # the worker's part
    page.goto(re.search(r"http\S+/enter/\S+", mail.outbox[-1].body)[0])
    page.get_by_label("Your first name").fill("Sam")
    page.get_by_label("Your last name").fill("Okoro")
    assert_accessible(page)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Sent referrals").wait_for()
    page.get_by_role("link", name="New referral").click()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("link", name="1. Your details").click()
    assert page.get_by_label("Your name").input_value() == "Sam Okoro"
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_text("Section 2 of 8").wait_for()
    member = Person(Membership.objects.get(user__email="sam@surgery.example"))
    sent = _sent_by(member)
    page.goto("/referrals/")
    assert_accessible(page)
    page.get_by_role("link", name="Asha Testcase").click()
    assert "Received" in page.inner_text("main")
    assert_accessible(page)
    page.goto(f"/referrals/{sent.reference}/submitted/")
    assert_accessible(page)
    page.goto("/enter/not-a-link/")
    page.get_by_role("heading", name="This link is over").wait_for()
    assert_accessible(page)

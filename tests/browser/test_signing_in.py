"""Signing in as a person does it: password, authenticator app, recovery codes, passkey. Each page is checked."""

from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import expect

from tests import factories
from tests.browser.pages import assert_accessible
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clean_throttle():
    cache.clear()


@pytest.fixture
def clock():
    """The real time, which a test can push on."""
    with time_machine.travel(datetime.now(UTC), tick=True) as traveller:
        yield traveller


@pytest.fixture
def worker(constabulary):
    return factories.member(constabulary, email="worker@example.org").user


def give_password(page, email, password=PASSWORD):
    page.goto("/")
    page.get_by_label("Work e-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def enrol(page, email):
    """From the sign-in page of a fresh account to the last button of "Set up your second step"."""
    give_password(page, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    page.get_by_text("I cannot scan it").click()
    secret = page.locator(".app-code").inner_text()
    page.get_by_label("Code from the app").fill(code_for(secret))
    return secret


def finish(page, secret, clock):
    """Press "Finish": the code that was just typed has proved the new app, so nothing more is asked."""
    page.get_by_role("button", name="Finish").click()
    clock.shift(31)  # a code is good for one use
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_an_empty_form_says_what_to_enter(browser_page):
    page = browser_page
    page.goto("/")
    assert_accessible(page)
    page.get_by_role("button", name="Sign in", exact=True).click()
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_text(["Enter your work e-mail", "Enter your password"])
    expect(page).to_have_title("Error: Sign in – Linnet")
    summary.get_by_role("link", name="Enter your password").click()
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    assert_accessible(page)


def test_a_wrong_password_does_not_say_which_half_was_wrong(browser_page, worker):
    give_password(browser_page, worker.email, "not the password at all")
    expect(browser_page.get_by_role("alert")).to_contain_text("not correct")
    expect(browser_page.get_by_label("Password", exact=True)).to_have_value("")


def test_a_new_person_sets_up_an_app_and_keeps_recovery_codes(browser_page, worker, clock):
    page = browser_page
    secret = enrol(page, worker.email)
    assert_accessible(page)
    finish(page, secret, clock)
    page.goto("/accounts/2fa/recovery-codes/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert_accessible(page)
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem").all_inner_texts()
    assert len(codes) == 10
    page.goto("/accounts/2fa/")
    assert_accessible(page)
    page.get_by_role("button", name="Sign out").click()
    give_password(page, worker.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    assert_accessible(page)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_passkey_signs_in_by_itself(browser_page, worker, clock):
    page = browser_page
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True}})
    finish(page, enrol(page, worker.email), clock)
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    assert_accessible(page)
    page.get_by_label("Name of this passkey").fill("Work laptop")
    page.get_by_label("Sign in with it alone, without a password").check()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_text("You have 1.")).to_be_visible()
    page.get_by_role("link", name="Look after your passkeys").click()
    expect(page.get_by_role("rowheader", name="Work laptop")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_the_other_account_pages(browser_page, worker, clock):
    page = browser_page
    finish(page, enrol(page, worker.email), clock)
    for address in ("sessions/", "password/change/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/", "logout/"):
        page.goto(f"/accounts/{address}")
        assert_accessible(page)
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/accounts/password/reset/")
    assert_accessible(page)
    page.get_by_label("Work e-mail").fill(worker.email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    assert_accessible(page)


def test_signing_in_needs_no_javascript(no_script_page, worker, clock):
    page = no_script_page
    finish(page, enrol(page, worker.email), clock)
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("Use a passkey")).to_have_count(0)

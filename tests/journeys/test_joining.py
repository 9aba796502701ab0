"""An administrator invites a colleague, by keyboard alone, who joins, sets up a second step and works."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from playwright.sync_api import Page, expect

from tests.browser.pages import assert_accessible, opened, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "harbour lantern seven"
FURTHEST = 60  # stops of the Tab key on any page


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on what is called this, as somebody without a mouse does."""
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " return ((l && l.innerText) || e.innerText || e.value || '').trim(); }"
        )
        if focus.startswith(words):
            return
    pytest.fail(f"The Tab key does not reach “{words}” on {page.url}")


def invite_by_keyboard(page: Page) -> None:
    page.goto("/organisation/")
    tab_to(page, "Invite a colleague")
    page.keyboard.press("Enter")
    page.wait_for_url("**/users/new/")
    for label, typed in (("First name", "Zoë"), ("Last name", "O’Neill"), ("Work e-mail", "zoe@police.example")):
        tab_to(page, label)
        page.keyboard.type(typed)
    tab_to(page, "Practitioner")  # a group of radio buttons is one stop; the arrows move inside it
    for key in ("Space", "ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.get_by_label("Agency representative")).to_be_checked()
    tab_to(page, "Send invitation")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Invitation sent")).to_be_visible()


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_colleague_is_invited_joins_and_works(people, browser, live_server):
    with opened(browser, live_server.url) as page:
        sign_in(page, people["police-administrator"], live_server.url)
        invite_by_keyboard(page)
        assert_accessible(page)
    link = re.search(r"http\S+/join/\S+", mail.outbox[0].body)[0]

    with opened(browser, live_server.url) as page:
        page.goto(link)
        assert_accessible(page)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("The same password again").fill(PASSWORD)
        page.get_by_role("button", name="Save password").click()
        page.get_by_label("Work e-mail").fill("zoe@police.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/totp/activate/")  # nothing else opens before the second step
        assert_accessible(page)
        page.get_by_text("I cannot scan it").click()
        page.get_by_label("Code from the app").fill(code_for(page.locator(".app-code").inner_text()))
        page.get_by_role("button", name="Finish").click()
        expect(page.locator("main")).to_contain_text("Recovery codes")
        page.goto("/")
        expect(page.get_by_role("heading", name="Overview")).to_be_visible()
        expect(page.locator("main")).to_contain_text("Agency representative, Essex Police")
        assert_accessible(page)

"""The pages by keyboard, on paper, in high contrast and with spread letters."""

import pytest
from playwright.sync_api import expect

from config.gallery import PAGES
from tests.browser.pages import DESK, NARROW, opened, walk_by_keyboard

pytestmark = [pytest.mark.urls("tests.face.urls"), pytest.mark.django_db(transaction=True)]

# WCAG 1.4.12: nothing may be lost when readers spread their letters.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""


@pytest.mark.parametrize("name", ["", "worklist", "record", "form", "live"])
def test_every_stop_of_the_keyboard_is_seen(browser_page, name):
    page = browser_page
    page.goto(f"/gallery/{name}/" if name else "/gallery/")
    page.wait_for_load_state("networkidle")
    stops = walk_by_keyboard(page)
    assert stops[0].startswith("a Skip to main content")
    assert len(stops) > 15


def test_the_skip_link_skips(browser_page):
    page = browser_page
    page.goto("/gallery/worklist/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_paper_says_who_printed_it_and_has_nothing_to_press(browser_page):
    page = browser_page
    page.goto("/gallery/record/")
    line = page.get_by_text("Official-sensitive. Printed from Linnet by Marjolein van ’t Hoff, Northford Council")
    expect(line).not_to_be_visible()
    page.emulate_media(media="print")
    expect(line).to_be_visible()
    expect(line).to_contain_text("Destroy after use.")
    expect(page.get_by_role("heading", name="Zofia Wójcik-Nowak")).to_be_visible()
    for gone in (
        page.get_by_role("navigation", name="Menu"),
        page.get_by_role("button"),
        page.get_by_role("contentinfo"),
    ):
        expect(gone.filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("name", PAGES)
def test_wide_letters_and_high_contrast_lose_nothing(browser, live_server, name):
    with opened(browser, live_server.url, bypass_csp=True, forced_colors="active") as page:
        page.goto(f"/gallery/{name}/")
        page.add_style_tag(content=SPACING)
        for size in (DESK, NARROW):
            page.set_viewport_size(size)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= size["width"]
            assert page.evaluate(CUT_OFF) == []


# Words that run out of a box which hides what runs out of it.
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")]
    .filter((e) => getComputedStyle(e).overflowX === "hidden" && !e.closest(".govuk-visually-hidden, thead")
                   && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
    .map((e) => e.outerHTML.slice(0, 100))"""

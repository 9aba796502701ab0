"""A real Chromium for the tests: found, started, watched, and asked whether a page is accessible."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright

from tests.face.rules import assert_title_ok

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: CI is root in a container. The rest keeps it from the network and from asking questions.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}  # 1280 pixels at 400% zoom
RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
}


def _to_the_end(deed: Callable[..., None]) -> Callable[..., None]:
    """Playwright goes on when the next page begins, which may have neither title nor words yet: wait for all of it."""

    @wraps(deed)
    def done(on: Page | Locator, *args: Any, **kwargs: Any) -> None:
        deed(on, *args, **kwargs)
        page = on if isinstance(on, Page) else on.page
        if not page.is_closed():
            page.wait_for_load_state()

    return done


for _kind in (Page, Locator):
    _kind.click, _kind.press = _to_the_end(_kind.click), _to_the_end(_kind.press)  # type: ignore[method-assign]


def start(playwright: Playwright) -> Browser:
    """Fails, rather than skips, where there is no browser: a suite without one proves nothing about pages."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.fail("No Chromium found. On Debian: apt-get install --yes chromium")
    return playwright.chromium.launch(executable_path=program, args=FLAGS)


@contextmanager
def opened(browser: Browser, base_url: str, *, javascript: bool = True, **options: Any) -> Iterator[Page]:
    """A page in a browser of its own, which must end without an error in its console and without a foreign request."""
    context: BrowserContext = browser.new_context(
        base_url=base_url,
        viewport=DESK,
        locale="en-GB",
        timezone_id="Europe/London",
        java_script_enabled=javascript,
        **options,
    )
    page, problems = context.new_page(), []
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("console", lambda line: problems.append(f"{page.url}: {line.text}") if _is_problem(line) else None)
    page.on("request", lambda request: problems.append(request.url) if _is_foreign(request.url, base_url) else None)
    try:
        yield page
    finally:
        context.close()
    assert not problems, "\n".join(problems)


def _is_problem(line) -> bool:
    # Chromium also logs each answer that is an error; a page that shows an error on purpose must be able to.
    return line.type == "error" and "Failed to load resource" not in line.text


def _is_foreign(url: str, base_url: str) -> bool:
    return not url.startswith((base_url, "data:", "blob:"))


def sign_in(page: Page, person, base_url: str) -> None:
    """Give the browser the session of a member of the cast (tests/conftest.py), second factor and all."""
    page.context.add_cookies(
        [{"name": name, "value": morsel.value, "url": base_url} for name, morsel in person.client.cookies.items()]
    )


def assert_accessible(page: Page, *, widths: tuple[dict[str, int], ...] = (DESK, NARROW)) -> None:
    """WCAG 2.2 AA by axe, no sideways scroll, one h1, a title that gives nothing away: at a desk and at 320 pixels.

    With LINNET_PICTURES=/some/folder in the environment it keeps a picture of every page that it checks.
    """
    assert_title_ok(page.title())
    assert page.locator("h1").count() == 1, f"{page.url} has {page.locator('h1').count()} h1"
    before = page.viewport_size
    for size in widths:
        page.set_viewport_size(size)
        width = page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= size["width"], f"{page.url} is {width} wide at {size['width']}: {_widest(page)}"
        if folder := os.environ.get("LINNET_PICTURES"):
            photograph(page, f"{page.title().split(' – ')[0]} {size['width']}", folder)
        results = Axe().run(page, options={"runOnly": RULES})
        assert results.violations_count == 0, f"{page.url} at {size['width']}\n{results.generate_report()}"
    page.set_viewport_size(before)


def walk_by_keyboard(page: Page, *, most: int = 300) -> list[str]:
    """Tab from the top to the end of the page. Every stop must be seen, show that it has the focus, and be reachable.

    Returns the stops, as their tag and words, in order.
    """
    page.locator(".govuk-skip-link").focus()  # a page with errors starts at their summary
    stops: list[str] = []
    for _ in range(most):
        stop = page.evaluate(_STOP)
        if stop is None or (stops and stop["name"] == stops[0]):
            return stops
        assert stop["marked"], f"{stop['name']} does not show that it has the focus"
        assert stop["inView"], f"{stop['name']} has the focus where nobody sees it: {stop['covered']}"
        stops.append(stop["name"])
        page.keyboard.press("Tab")
    pytest.fail(f"more than {most} stops, or a trap: {stops[-3:]}")


# A control drawn by its label (radio, checkbox) shows the focus in the label's pseudo-element.
_STOP = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const drawn = e.matches("input[type=radio], input[type=checkbox]") ? e.nextElementSibling : e;
    const looks = [getComputedStyle(drawn), getComputedStyle(drawn, "::before")];
    const outlined = (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0;
    const marked = looks.some((s) => outlined(s) || s.boxShadow !== "none");
    const box = drawn.getBoundingClientRect();
    const middle = [box.left + box.width / 2, box.top + box.height / 2];
    const points = [[box.left + 3, box.top + 3], middle, [box.right - 3, box.bottom - 3]];
    const on = points.map(([x, y]) => document.elementFromPoint(x, y));
    const inView = on.some((top) => top && (drawn.contains(top) || e.contains(top)));
    const words = (e.getAttribute("aria-label") || e.innerText || e.name || "").trim().slice(0, 60);
    const place = [...document.querySelectorAll("*")].indexOf(e);
    const covered = on[1] ? on[1].outerHTML.slice(0, 80) : "outside the window";
    return {name: `${e.tagName.toLowerCase()} ${words} #${place}`, marked, inView, covered};
}"""


def _widest(page: Page) -> str:
    return page.evaluate(
        """() => [...document.querySelectorAll("main *, header *, footer *")]
            .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".app-scroll"))
            .slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join("\\n")"""
    )


def photograph(page: Page, name: str, folder: str) -> None:
    """Keep a picture of the whole page, for somebody to look at."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    page.screenshot(path=target / f"{slug}.png", full_page=True)

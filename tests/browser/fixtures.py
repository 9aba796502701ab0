"""Fixtures for tests in a real browser. tests/conftest.py brings them in once, so that there is one Chromium."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.pages import opened, start

__all__ = ["browser", "browser_page", "no_script_page"]


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run."""
    # Playwright keeps an event loop in this thread; Django would refuse every query of the test itself.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = start(playwright)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser_page(browser, live_server):
    """A fresh browser at the live server, watched for errors in its console and requests to anywhere else."""
    with opened(browser, live_server.url) as page:
        yield page


@pytest.fixture
def no_script_page(browser, live_server):
    """The same without JavaScript: everything has to work here too."""
    with opened(browser, live_server.url, javascript=False) as page:
        yield page

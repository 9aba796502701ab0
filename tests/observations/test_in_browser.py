"""An analyst brings the seed report's figures in and reads them, in a real browser."""

import pytest
from django.test import override_settings

from observations.reference import load_figures
from tests import factories
from tests.browser.pages import assert_accessible, sign_in
from tests.database import as_owner
from tests.observations.conftest import SAMPLE

pytestmark = pytest.mark.django_db(transaction=True)


@override_settings(ALLOWED_HOSTS=["*"])
def test_figures_are_brought_in_and_read(browser_page, live_server, analyst):
    factories.partnership()
    with as_owner():
        load_figures()
    sign_in(browser_page, analyst, live_server.url)
    browser_page.goto(f"{live_server.url}/figures/imports/")
    assert_accessible(browser_page)
    browser_page.set_input_files("input[type=file]", str(SAMPLE))
    browser_page.get_by_label("Make places with unknown codes").check()
    browser_page.get_by_role("button", name="Check the file").click()
    assert_accessible(browser_page)
    browser_page.get_by_role("button", name="Bring these rows in").click()
    browser_page.goto(f"{live_server.url}/figures/")
    browser_page.get_by_role("link", name="Year to 31 March 2017").click()
    assert browser_page.get_by_role("row", name="Brentwood 307 482 +175 +57.0%").count() == 1
    assert_accessible(browser_page)
    browser_page.get_by_role("link", name="How this is defined").first.click()
    assert_accessible(browser_page)

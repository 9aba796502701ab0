"""Every component and every layout in a real browser: accessible, never sideways, quiet in the console."""

import pytest

from config.gallery import PAGES
from tests.browser.pages import assert_accessible

pytestmark = [pytest.mark.urls("tests.face.urls"), pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("name", ["", *PAGES])
def test_page_is_accessible_at_a_desk_and_at_400_per_cent(browser_page, name):
    browser_page.goto(f"/gallery/{name}/" if name else "/gallery/")
    assert_accessible(browser_page)

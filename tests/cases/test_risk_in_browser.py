"""The risk pages in a real browser: accessible at a desk and at 320 pixels, and quick by keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases import tools
from tests import factories
from tests.browser.pages import assert_accessible, sign_in
from tests.cases.test_risk import answer, assess, decide

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(coordinator, idva, police):
    factories.risk_tools()
    return factories.case(coordinator.agency, idva.agency, police.agency, district=factories.authority())


def test_risk_is_asked_by_keyboard_and_every_page_is_accessible(browser_page, live_server, case, idva, coordinator):
    before = assess(idva, case, 14, days_ago=20)
    assess(idva, case, tool=tools.GRADE, answers={}, grade="high", notes="Control is escalating.")
    answer(coordinator, decide(idva, case, "medium"))
    page = browser_page
    sign_in(page, idva, live_server.url)

    page.goto(reverse("risk_new", kwargs={"reference": case.reference}))
    assert_accessible(page)
    for question, said in (
        ("Is it safe to ask now?", "Yes"),
        ("Is anyone else able to hear?", "No"),
        ("How do you ask?", "By video call"),
        ("Is an interpreter with you?", "Not needed"),
    ):
        page.get_by_role("group", name=question).get_by_label(said, exact=True).check()
    page.get_by_role("button", name="Go on").click()
    assert_accessible(page)

    page.get_by_role("group", name="Hurt in this incident?").get_by_label("Yes").focus()
    for key in "y" * 13 + "n" * 6:
        page.keyboard.press(key)
    expect(page.locator("[data-yes]")).to_have_text("13")
    expect(page.locator('[data-count=""]')).to_have_text("13 yes, 6 no, 0 not known, 5 to answer")
    page.get_by_role("button", name="Mark the rest as not known").click()
    page.get_by_role("button", name="Yes, mark them").click()
    page.get_by_role("button", name="Finish and see the result").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("13 yes of 24")
    assert_accessible(page)

    after = page.url.rstrip("/").rsplit("/", 1)[1]
    compare = reverse("risk_compare", kwargs={"reference": case.reference})
    for address in (
        f"{compare}?before={before.pk}&after={after}",
        *(reverse(name, kwargs={"reference": case.reference}) for name in ("risk", "risk_decide", "risk_outside")),
    ):
        page.goto(address)
        assert_accessible(page)

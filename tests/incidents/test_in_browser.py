"""A sergeant's way through the queue in Chromium, by keyboard and by rules of accessibility."""

import pytest
from django.urls import reverse

from incidents.models import CrimeRecord
from tests.browser.pages import assert_accessible, sign_in, walk_by_keyboard
from tests.database import as_owner
from tests.factories import incidents as made

WHY = "Spoken to her again: he has moved away, and the threats have ended."


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("real_time")
def test_a_sergeant_assesses_again_what_is_due(browser_page, live_server, force, sergeant):
    crime = made.crime(force, "42/1/26", hours_ago=26)
    page = browser_page
    sign_in(page, sergeant, live_server.url)
    page.goto(live_server.url + reverse("incident_review"))
    assert_accessible(page)
    page.get_by_role("link", name="42/1/26").click()
    page.get_by_label("Medium").check()
    page.get_by_role("button", name="Save grade").click()
    assert page.get_by_role("alert").inner_text().startswith("There is a problem")
    assert_accessible(page)
    walk_by_keyboard(page)
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="Save grade").click()
    assert page.get_by_text("Every high and medium crime has been assessed again.").is_visible()
    with as_owner():
        assert CrimeRecord.objects.get(pk=crime.pk).current_grade == "medium"
    page.goto(live_server.url + reverse("incident_flow"))
    assert_accessible(page)

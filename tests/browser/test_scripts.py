"""What JavaScript adds, and that everything is there without it. The pages are the gallery's, the scripts are ours."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import NARROW

pytestmark = [pytest.mark.urls("tests.face.urls"), pytest.mark.django_db(transaction=True)]


def test_a_draft_saves_itself_when_it_has_changed_and_says_so(browser_page):
    page, saved = browser_page, []
    page.on("request", lambda request: saved.append(request.post_data) if request.url.endswith("/draft/") else None)
    page.clock.install()
    page.goto("/gallery/form/")
    page.wait_for_load_state("networkidle")
    page.clock.run_for(61_000)
    assert saved == []  # nobody typed, nothing sent
    page.get_by_label("Best times").fill("after 4pm")
    page.clock.run_for(3_000)  # two seconds after the last key
    expect(page.get_by_text("Saved at 9:14am")).to_have_attribute("role", "status")
    assert len(saved) == 1
    assert "after 4pm" in saved[0]
    assert "csrfmiddlewaretoken" in saved[0]
    page.clock.run_for(61_000)
    assert len(saved) == 1


def test_a_draft_that_a_colleague_changed_says_so(browser_page):
    page = browser_page
    page.clock.install()
    page.goto("/gallery/form/")
    page.wait_for_load_state("networkidle")
    page.get_by_label("Best times").fill("clash")
    page.clock.run_for(21_000)
    expect(page.get_by_text("Someone else changed this draft.")).to_be_visible()


def test_a_draft_that_cannot_be_saved_is_tried_again(browser_page):
    page = browser_page
    page.clock.install()
    page.goto("/gallery/form/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_label("Best times").fill("mornings")
    page.clock.run_for(21_000)
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    page.context.set_offline(False)
    page.clock.run_for(21_000)
    expect(page.get_by_text("Saved at 9:14am")).to_be_visible()


def test_an_idle_session_warns_and_can_be_kept(browser_page):
    page = browser_page
    page.clock.install()
    page.goto("/gallery/messages/")
    page.wait_for_load_state("networkidle")
    dialog = page.get_by_role("dialog", name="You will be signed out soon")
    page.clock.run_for(9 * 60_000)
    expect(dialog).not_to_be_visible()
    page.clock.run_for(90_000)
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("status")).to_have_text("5 minutes left.")
    with page.expect_response("**/gallery/stay/") as kept:
        dialog.get_by_role("button", name="Stay signed in").press("Enter")
    assert kept.value.status == 204
    expect(dialog).not_to_be_visible()
    page.clock.run_for(9 * 60_000)
    expect(dialog).not_to_be_visible()


def test_a_job_is_followed_without_reloading_the_page(browser_page):
    page, looked = browser_page, []
    page.clock.install()
    page.goto("/gallery/progress/")
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: looked.append(request.resource_type))
    page.clock.run_for(3_500)
    expect(page.get_by_role("status")).to_have_text("Step 3 of 5: drawing charts (about 20 seconds)")
    assert looked == ["fetch"]


def test_a_value_is_copied_and_says_so(browser_page):
    page = browser_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/gallery/record/")
    page.get_by_role("button", name="Copy reference").first.click()
    expect(page.get_by_role("button", name="Copied").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "K7F3-9QD2-TX"


def test_filters_fold_and_start_folded_on_a_phone(browser_page):
    page = browser_page
    page.goto("/gallery/worklist/")
    expect(page.get_by_role("button", name="Apply filters").first).to_be_visible()
    page.get_by_text("Filter referrals").click()
    expect(page.get_by_role("button", name="Apply filters").first).not_to_be_visible()
    page.set_viewport_size(NARROW)
    page.reload()
    expect(page.get_by_role("button", name="Apply filters").first).not_to_be_visible()
    expect(page.get_by_role("table")).to_be_visible()


def test_an_answer_reveals_its_question(browser_page):
    page = browser_page
    page.goto("/gallery/")
    expect(page.get_by_label("Language", exact=True)).not_to_be_visible()
    page.get_by_label("Yes").check()
    expect(page.get_by_label("Language", exact=True)).to_be_visible()


def test_none_of_these_unticks_the_others(browser_page):
    page = browser_page
    page.goto("/gallery/")
    page.get_by_label("Call", exact=True).check()
    page.get_by_label("None of these").check()
    expect(page.get_by_label("Call", exact=True)).not_to_be_checked()


def test_the_summary_takes_the_focus_and_leads_to_the_control(browser_page):
    page = browser_page
    page.goto("/gallery/")
    page.get_by_role("button", name="Check this form").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Select whether it is safe to leave a voicemail").click()
    expect(page.get_by_label("Safe", exact=True)).to_be_focused()


def test_without_javascript_groups_are_added_and_removed_and_enter_removes_nothing(no_script_page):
    page = no_script_page
    page.goto("/gallery/")
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.get_by_label("First name").first.fill("Zofia")
    page.get_by_role("button", name="Add a child").click()
    page.get_by_role("button", name="Add another child").click()
    child = page.get_by_role("group", name="Child 1")
    child.get_by_label("First name").fill("Maja")
    page.get_by_role("group", name="Child 2").get_by_label("First name").fill("Staś")
    page.get_by_role("button", name="Remove child 1").click()
    expect(page.get_by_role("group", name="Child 1").get_by_label("First name")).to_have_value("Staś")
    expect(page.get_by_label("First name").first).to_have_value("Zofia")
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_have_count(0)
    page.get_by_role("group", name="Child 1").get_by_label("First name").press("Enter")
    expect(page.get_by_role("group", name="Child 1").get_by_label("First name")).to_have_value("Staś")
    expect(page.get_by_text("There is a problem")).to_be_visible()

"""A review in a real browser: from the notification through a trial and two panels to publication and a proven
recommendation; accessible all the way."""

from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.urls import reverse

from dhr.models import DeathReview, Theme
from tests import factories
from tests.browser.pages import assert_accessible, sign_in
from tests.database import as_owner
from tests.factories import reviews

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def monday_morning():
    """The clock goes on here: a browser that is told it is always now waits for ever."""
    with time_machine.travel("2026-11-23T09:14:00Z", tick=True):
        yield


def pdf():
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out)
    return {"name": "x.pdf", "mimeType": "application/pdf", "buffer": out.getvalue()}


class Desk:
    """Somebody at a browser, with the review in front of them."""

    def __init__(self, page, url):
        self.page, self.url, self.reference = page, url, ""

    def be(self, person):
        self.page.context.clear_cookies()
        sign_in(self.page, person, self.url)

    def open(self, name, **more):
        at = {"reference": self.reference} if self.reference and not name.startswith("recommendation") else {}
        self.page.goto(self.url + reverse(name, kwargs=at | more))

    def save(self, button="Save"):
        self.page.get_by_role("button", name=button, exact=True).click()
        self.page.wait_for_load_state()

    def record(self, deed, *, item="", fill=(), check=(), select=(), tick=(), file=None):
        name, more = ("review_do_item", {"item": item}) if item else ("review_do", {})
        self.open(name, step=deed, **more)
        for label, value in dict(fill).items():
            self.page.get_by_label(label, exact=False).first.fill(value)
        for label in check:
            self.page.get_by_label(label, exact=True).check()
        for label, value in dict(select).items():
            self.page.get_by_label(label, exact=False).first.select_option(value)
        for name in tick:
            self.page.locator(f"input[name={name}]").check()
        if file:
            self.page.locator("input[type=file]").set_input_files(file)
        self.save()
        assert "/do/" not in self.page.url, self.page.locator("main").inner_text()

    def move(self, to, **fill):
        self.open("review_move", to=to)
        self.save("Take this step")
        assert "/move/" not in self.page.url, self.page.locator("main").inner_text()


def row(model, **found):
    with as_owner():
        return str(model.objects.filter(**found).order_by("-pk").first().pk)


def test_a_review_from_its_notification_to_a_proven_recommendation(
    browser_page, live_server, runner, decider, owner, area
):
    reviews.policies()
    police = factories.agency("Constabulary", type="police")
    desk = Desk(browser_page, live_server.url)
    desk.be(runner)
    _notified(desk, police, area)
    _decided(desk, police, runner, decider)
    _worked(desk, runner, owner)
    _agreed(desk, runner, decider, owner)
    _published(desk, runner, decider)
    _proven(desk, runner, owner)
    with as_owner():
        review = DeathReview.objects.get()
        assert review.state == "monitoring"
        assert review.changes.count() == 13
        assert review.recommendations.get().status == "verified"


def _notified(desk, police, area):
    page = desk.page
    desk.open("review_new")
    assert_accessible(page)
    for label, value in {
        "Code name": "Harebell", "Day of the death": "1/11/2026", "Day it became known": "2/11/2026",
        "Day of the notification": "3/11/2026", "Age of the person who died": "34",
    }.items():  # fmt: skip
        page.get_by_label(label, exact=False).first.fill(value)
    page.get_by_label("Community safety partnership").select_option(label=area.name)
    page.get_by_label("Notified by").select_option(label=police.name)
    page.get_by_label("Homicide", exact=True).check()
    page.locator("select[name=relationship]").select_option("partner")
    page.locator("select[name=victim_sex]").select_option("female")
    page.locator("select[name=victim_ethnicity]").select_option("white_british")
    desk.save("Save notification")
    page.get_by_role("heading", level=1, name="Review: Harebell").wait_for()
    with as_owner():
        desk.reference = DeathReview.objects.get().reference
    assert_accessible(page)


def _decided(desk, police, runner, decider):
    from dhr.models import ScopingReturn

    desk.record("ask", check=[police.name])
    desk.record("return", item=row(ScopingReturn), select={"Whom did they know?": "both"})
    desk.move("scoping")
    desk.move("awaiting_decision")
    desk.be(decider)
    desk.record(
        "decide", check=["Review", "Aged 16 or over"], fill={"Reasons": "Abuse by her husband came before her death."},
        select={"Scale": "full"},
    )  # fmt: skip
    desk.be(runner)
    desk.record("told", fill={"Home Office told on": "today", "Family told on": "today"})


def _worked(desk, runner, owner):
    from dhr.models import AgencyContribution

    desk.record("chair", fill={"Name": "Dr Ó Conaire", "Independence declared on": "today"}, select={})
    terms = {"From": "1/1/2023", "To": "1/11/2026", "Key lines": "What was known?", "Agreed on": "today"}
    desk.record("terms", fill=terms)
    desk.record(
        "member", fill={"Name": "Head of safeguarding"}, select={"Agency": str(owner.agency.pk)},
        tick=["is_independent"],
    )  # fmt: skip
    for number in (1, 2):
        desk.record("meeting", fill={"Decisions": f"Panel {number}"})
    desk.move("in_progress")
    desk.record("pause", check=["Criminal proceedings"], fill={"Who approved it": "The chair"})
    desk.page.get_by_text("Paused: criminal proceedings").wait_for()
    desk.record("resume")
    desk.record("commission", check=[owner.agency.name, "Individual management review"])
    report = row(AgencyContribution)
    desk.record("report", item=report, check=["Received"], fill={"Author": "A manager"})
    desk.record("report", item=report, check=["Accepted"], tick=["author_independent"])
    sheet = b"date,subject,event\r\n2025-05-01,V,Seen in clinic\r\n"
    file = {"name": "x.csv", "mimeType": "text/csv", "buffer": sheet}
    desk.record("sheet", select={"Agency": str(owner.agency.pk)}, file=file)
    desk.record("merge")
    desk.move("drafting")


def _agreed(desk, runner, decider, owner):
    from dhr.models import AgencyContribution

    page = desk.page
    for paper in ("overview", "summary", "action_plan", "media_plan"):
        desk.record("paper", select={"What is it?": paper}, check=["May be published"], file=pdf())
    desk.record("relative", fill={"Relation": "Sister", "Draft shared on": "today"}, check=["Takes part"])
    desk.record("facts", item=row(AgencyContribution))
    with as_owner():  # other tests of this kind empty the tables
        Theme.objects.get_or_create(code="training", defaults={"name": "Training"})
    page.goto(desk.url + reverse("recommendation_new", kwargs={"reference": desk.reference}))
    for label, value in {
        "Number": "11.10.1", "What is to be done": "Ask about strangulation", "Or a finding": "Nobody asked",
        "How anybody will know": "Nine of ten notes", "To be done by": "31/3/2027",
    }.items():  # fmt: skip
        page.get_by_label(label, exact=False).first.fill(value)
    page.get_by_label("One agency", exact=True).check()
    page.get_by_label("Lead agency").select_option(label=owner.agency.name)
    page.get_by_label("Training", exact=True).check()
    desk.save("Save recommendation")
    desk.open("review_move", to="sign_off")
    page.get_by_text("Complete every recommendation").wait_for()
    desk.be(owner)
    desk.open("recommendations")
    page.get_by_role("link", name="11.10.1").first.click()
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_label("Accepted", exact=True).check()
    desk.save()
    desk.be(runner)
    desk.move("sign_off")
    desk.record("sign-off", fill={"Minute": "Item 4", "Report sent to the Commissioner on": "today"})
    desk.move("with_home_office")


def _published(desk, runner, decider):
    from dhr.models import QualityArea, ReviewDocument

    desk.record(
        "letter", fill={"Date of the letter": "today", "Areas": "Say more about money"},
        check=["Publish after changes"],
    )  # fmt: skip
    desk.move("changes")
    desk.record("area", item=row(QualityArea), fill={"What was changed": "Section 9"})
    desk.move("approved")
    desk.record("paper", select={"What is it?": "letter"}, check=["Official"], file=pdf())
    desk.record("publication", fill={"Family told": "today", "Address": "https://example.org/report"})
    desk.be(decider)
    desk.open("review_move", to="published")
    desk.page.get_by_text("A second person checks that the report names nobody").wait_for()  # T11
    desk.record("check", item=row(ReviewDocument, paper="overview"))
    desk.move("published")


def _proven(desk, runner, owner):
    page = desk.page
    desk.be(owner)
    desk.open("recommendations")
    assert_accessible(page)
    page.get_by_role("link", name="Update").first.click()
    page.get_by_label("Being done", exact=True).check()
    page.get_by_label("In a sentence").fill("Pilot in two wards.")
    desk.save()
    page.get_by_role("link", name="Add evidence").click()
    for label, value in {
        "What was done": "A new question", "What changed": "More are asked", "Where it can": "https://example.org/x",
    }.items():  # fmt: skip
        page.get_by_label(label, exact=False).first.fill(value)
    desk.save()
    here = page.url
    desk.be(runner)
    page.goto(here)
    assert_accessible(page)
    page.get_by_role("link", name="Check the evidence").click()
    page.get_by_label("Yes", exact=True).check()
    desk.save()
    page.get_by_text("Done, and the evidence was checked by another agency").wait_for()

"""The worklist and a case's page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from cases.models import Address, CaseAgency, Note, RiskAssessment, SafeContact
from tests import factories
from tests.database import as_owner
from tests.face.rules import assert_title_ok

pytestmark = pytest.mark.django_db


def page(person, name, **kwargs):
    return person.client.get(reverse(name, kwargs=kwargs)).content.decode()


def title(html):
    return html.split("<title>")[1].split("</title>")[0]


@pytest.fixture
def furnished(coordinator, police):
    case = factories.case(coordinator.agency, victim="Łucja Dąbrowska", days_ago=15)
    factories.person(case, name="Mina Dąbrowska", role="child")
    with as_owner():
        CaseAgency.objects.create(
            case=case, agency=police.agency, level=10, sources=["meeting"], starts_at=case.received_at
        )
        victim = case.involvements.get(role="victim").person
        Address.objects.create(
            person=victim, lines="14 SECRET ROAD", town="Southend", postcode="SS1 1ZZ", is_protected=True
        )
        SafeContact.objects.create(
            person=victim, channel="phone", value="01632 960042", safety="safe", code_word="library"
        )
        SafeContact.objects.create(person=victim, channel="letter", safety="not_safe")
        RiskAssessment.objects.create(
            case=case, tool="safelives_ric24", assessed_on="2026-01-01", threshold=14, yes_count=16,
            is_visible_high_risk=True, from_agency=police.agency,
        )  # fmt: skip
    return case


def test_the_list_shows_who_is_late_first_and_names_nobody_in_its_title(police, furnished):
    factories.case(police.agency, victim="Later Person", days_ago=1)
    html = page(police, "cases")
    assert html.index("Łucja Dąbrowska") < html.index("Later Person")
    assert "Late" in html
    assert "Cases (2)" in html
    assert_title_ok(title(html))


def test_an_empty_list_says_what_to_do(outsider):
    assert "No open case is shared with your agency" in page(outsider, "cases")


def test_the_list_costs_the_same_for_one_and_for_twenty(police):
    counts = []
    for more in (1, 19):
        for _ in range(more):
            factories.case(police.agency)
        with CaptureQueriesContext(connection) as queries:
            page(police, "cases")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_case_page_shows_a_leader_how_to_reach_somebody_and_covers_the_rest(coordinator, furnished):
    html = page(coordinator, "case", reference=furnished.reference)
    assert "Letter: not safe" in html
    assert "library" not in html
    assert "Show code word" in html
    assert "ends in 42" in html
    assert "SECRET ROAD" not in html
    assert "01632 960042" not in html
    assert_title_ok(title(html))


def test_a_member_sees_neither_address_nor_number_nor_a_way_to_them(police, furnished):
    html = page(police, "case", reference=furnished.reference)
    for token in ("SECRET ROAD", "960042", "ends in", "library", "/addresses/", "/contacts/"):
        assert token not in html
    assert "Łucja Dąbrowska" in html


@pytest.mark.parametrize(
    ("name", "model", "token"), [("address", Address, "14 SECRET ROAD"), ("contact", SafeContact, "01632 960042")]
)
def test_an_address_is_shown_with_a_reason_and_recorded(coordinator, furnished, name, model, token):
    with as_owner():
        row = model.objects.exclude(**{"value": ""} if model is SafeContact else {}).first()
    where = reverse(f"{name}_reveal", kwargs={f"{name}_id": row.pk})
    browser = coordinator.client
    assert token not in browser.post(where).content.decode()
    assert token not in browser.post(where, {"reason": "nosy"}).content.decode()
    with as_owner():
        assert not Event.objects.filter(kind=f"{name} revealed").exists()
    assert token in browser.post(where, {"reason": "safety"}).content.decode()
    with as_owner():
        event = Event.objects.get(kind=f"{name} revealed")
    assert (event.user_id, event.detail) == (coordinator.user.pk, "safety")
    assert str(row.pk) in event.subjects


def test_a_note_is_kept_and_an_empty_one_is_refused(police, furnished):
    where, browser = reverse("note_add", kwargs={"reference": furnished.reference}), police.client
    assert b"govuk-error-summary" in browser.post(where, {"body": "  "}).content
    assert browser.post(where, {"body": "Rang at 10. <b>No answer</b>."}).status_code == 302
    with as_owner():
        assert Note.objects.get().agency == police.agency
    assert "&lt;b&gt;No answer" in page(police, "case", reference=furnished.reference)


def test_looking_at_a_case_is_recorded(police, furnished):
    page(police, "case", reference=furnished.reference)
    with as_owner():
        assert str(furnished.pk) in Event.objects.get(kind="case viewed").subjects


def test_search_goes_straight_to_a_reference_and_tells_nobody_else(police, outsider, furnished):
    typed = {"q": furnished.spoken_reference.lower()}
    assert police.client.post(reverse("search"), typed).url == reverse(
        "case", kwargs={"reference": furnished.reference}
    )
    refused = outsider.client.post(reverse("search"), typed)
    assert "is shared with you" in refused.content.decode()


def test_a_broken_page_key_shows_the_first_page(police, furnished):
    assert police.client.get(reverse("cases") + "?after=garbage").status_code == 200

"""The long page, drafts that change hands or are open twice, and facts that few may read."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from agencies.roles import Role
from cases.models import CaseAgency
from referrals import services
from referrals.forms.sections import ORDER
from referrals.models import Draft, Referral, RestrictedFacts
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.referrals import typed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 14, tzinfo=UTC)
WHOLE = {f"{slug}-{name}": value for slug in ORDER for name, value in typed.ALL[slug].items()}


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def browser(team, police):
    return police.client


@pytest.fixture
def address(browser):
    """The address of a draft on one long page."""
    where = browser.post("/referrals/new/", {"layout": "long"}).headers["Location"]
    assert where.endswith("/all/")
    return where


@pytest.fixture
def colleague(constabulary):
    return Person(factories.member(constabulary, email="colleague@example.org"))


def draft_at(address):
    with as_owner():
        return Draft.objects.get(pk=address.split("/")[3])


def version(browser, address):
    return browser.get(address).content.decode().split('name="version" value="')[1].split('"')[0]


# -- one page, the same form -------------------------------------------------------------------------------------------


def test_the_long_page_sends_what_the_sections_would_have_sent(browser, address, police):
    answer = browser.post(address, WHOLE | {"save": "on", "version": "0"})
    assert answer.headers["Location"] == address.replace("/all/", "/check/")
    with police.scope():
        assert draft_at(address).typed == {slug: typed.stored(slug) for slug in ORDER}
    sent = browser.post(address.replace("/all/", "/check/"))
    with police.scope():
        referral = Referral.objects.get()
    assert sent.headers["Location"] == f"/referrals/{referral.reference}/submitted/"
    assert referral.submission["perpetrators"][0]["custody"] == "on_bail"


def test_checking_says_what_is_missing_in_every_section_and_keeps_what_was_typed(browser, address):
    answer = browser.post(address, {"person-given": "Zoë", "you-name": "", "save": "on", "version": "0"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Error: " in text
    assert '<li><a href="#id_you-name">' in text
    assert 'href="#id_wishes-wants"' in text
    assert 'value="Zoë"' in text
    assert set(draft_at(address).typed) == {"person"}  # a section without a word in it is not begun


def test_the_first_button_saves_the_draft_and_shows_no_error(browser, address):
    page = browser.get(address).content.decode()
    form = page.split('<form class="app-form')[1]
    assert form.index('value="draft"') < form.index('value="on"')
    answer = browser.post(address, {"person-given": "Zoë", "person-age": "old", "save": "draft", "version": "0"})
    assert answer.headers["Location"] == address
    text = browser.get(address).content.decode()
    assert 'value="old"' in text
    assert "There is a problem</h2>" not in text


def test_a_group_grows_on_the_long_page(browser, address):
    answer = browser.post(address, {"person-given": "Zoë", "children-children-add": "1", "version": "0"})
    assert answer.headers["Location"] == f"{address}#children-children"
    assert "Child 1" in browser.get(address).content.decode()
    assert draft_at(address).typed["person"]["given"] == ["Zoë"]


def test_the_long_page_is_offered_after_three_referrals(browser, team, police):
    offer = "All questions on one page may suit you better"
    for expected in (False, False, False, True):
        assert (offer in browser.get("/referrals/new/").content.decode()) is expected
        factories.referral(from_agency=police.agency, to_agency=team, sent_by=police.user)


# -- open twice --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["all/", "person/"])
def test_the_second_of_two_windows_is_told_and_loses_nothing(browser, address, where):
    here = address.replace("all/", where)
    start = "person-" if where == "all/" else ""
    shown = version(browser, here)
    browser.post(here, {f"{start}given": "First", "save": "draft", "version": shown})
    answer = browser.post(here, {f"{start}given": "Second", "save": "draft", "version": shown})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Changed elsewhere" in text
    assert 'value="Second"' in text
    assert draft_at(address).typed["person"]["given"] == ["First"]
    again = text.split('name="version" value="')[1].split('"')[0]
    assert browser.post(here, {f"{start}given": "Second", "save": "draft", "version": again}).status_code == 302
    assert draft_at(address).typed["person"]["given"] == ["Second"]


def test_autosave_is_told_of_a_conflict_and_changes_nothing(browser, address):
    saved = browser.post(f"{address}saved/", {"person-given": "First", "version": "0"})
    assert saved.json() == {"saved_at": "9:14am", "version": 1}
    late = browser.post(f"{address}saved/", {"person-given": "Late", "version": "0"})
    assert late.status_code == 409
    same = browser.post(f"{address}saved/", {"person-given": "First", "version": "0"})
    assert same.status_code == 200  # nothing to lose: it is what stands there
    assert draft_at(address).typed["person"]["given"] == ["First"]


def test_two_sections_in_two_windows_are_no_conflict(browser, address):
    you, person = address.replace("all/", "you/"), address.replace("all/", "person/")
    shown = version(browser, you), version(browser, person)
    assert browser.post(you, {"name": "Sam", "save": "draft", "version": shown[0]}).status_code == 302
    assert browser.post(person, {"given": "Zoë", "save": "draft", "version": shown[1]}).status_code == 302


def test_what_was_saved_survives_a_session_that_ran_out(browser, address, police):
    browser.post(f"{address}saved/", {"person-given": "Half a na", "version": "0"})
    with time_machine.travel(NOW + timedelta(seconds=settings.SESSION_IDLE_SECONDS + 60), tick=False):
        away = browser.get(address)
        assert away.headers["Location"] == f"/accounts/login/?next={address}"
        assert 'value="Half a na"' in police.client.get(address).content.decode()


# -- another hand ------------------------------------------------------------------------------------------------------


def test_a_draft_goes_to_a_colleague_and_is_gone_from_ones_own(browser, address, police, colleague, outsider):
    browser.post(f"{address}saved/", {"person-given": "Zoë", "version": "0"})
    where = address.replace("all/", "colleague/")
    assert "Select the colleague" in browser.post(where, {"csrfmiddlewaretoken": "x"}).content.decode()
    refused = browser.post(where, {"to": outsider.user.pk})
    assert "Select the colleague" in refused.content.decode()
    assert browser.post(where, {"to": colleague.user.pk}).headers["Location"] == "/referrals/drafts/"
    assert browser.get(address).status_code == 404
    theirs = colleague.client
    assert 'value="Zoë"' in theirs.get(address).content.decode()
    assert f"Handed over by {police.user}" in theirs.get("/referrals/drafts/").content.decode()


def test_the_database_hands_a_draft_to_colleagues_only_and_only_ones_own(address, police, colleague, outsider):
    draft = draft_at(address)

    def handed(person, receiver):
        with person.scope(), connection.cursor() as cursor:
            cursor.execute("SELECT access.hand_over_draft(%s, %s)", [draft.pk, receiver.user.pk])
            return cursor.fetchone()[0]

    assert handed(police, outsider) is False
    assert handed(outsider, outsider) is False
    assert handed(colleague, colleague) is False
    assert handed(police, colleague) is True


def test_nobody_is_offered_who_may_not_send(police, colleague, administrator, team):
    with police.scope():
        assert list(services.colleagues(by=police.principal)) == [colleague.user]


# -- what few may read -------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(browser, address, police):
    browser.post(address, WHOLE | {"save": "on", "version": "0"})
    browser.post(address.replace("/all/", "/check/"))
    with police.scope():
        return Referral.objects.get()


def test_immigration_is_kept_apart_and_shown_to_the_team(sent, coordinator, police):
    assert "immigration_status" not in str(sent.submission)
    assert "Spanish" not in str(sent.submission)
    text = coordinator.client.get(f"/referrals/{sent.reference}/").content.decode()
    assert "Pre-settled status" in text
    assert "Example Laundry" in text
    assert "Pre-settled" not in coordinator.client.get("/referrals/").content.decode()
    with police.scope():
        assert not RestrictedFacts.objects.exists()  # not even the sender reads it back


def test_a_partner_that_shares_the_case_reads_all_but_that(sent, coordinator, idva):
    with coordinator.scope():
        case = services.accept_referral(sent, by=coordinator.principal, at=NOW)
    with as_owner():
        CaseAgency.objects.create(
            case=case, agency=idva.agency, level=CaseAgency.Level.MEMBER, sources=["meeting"], starts_at=NOW
        )
    manager = Person(factories.member(coordinator.agency, Role.MARAC_COORDINATOR))
    text = idva.client.get(f"/referrals/{sent.reference}/").content.decode()
    assert "Example Laundry" in text
    assert "Pre-settled" not in text
    assert "Pre-settled" in manager.client.get(f"/referrals/{sent.reference}/").content.decode()
    for person, expected in ((idva, False), (manager, True)):
        with person.scope():
            first = RestrictedFacts.objects.visible_to(person.principal).exists()
            assert (first, RestrictedFacts.objects.exists()) == (expected, expected)

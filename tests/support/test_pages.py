"""The adviser's pages: the morning list, three clicks, and what nobody else may open."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases.models import Case, RiskDecision
from support.models import ContactAttempt, Episode
from support.presenters.words import safe_now
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import support
from tests.support.conftest import title_of

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def address(name, episode):
    return reverse(name, kwargs={"episode_id": episode.pk})


def at_risk(episode, level):
    with as_owner():
        RiskDecision.objects.create(
            case=episode.case, level=level, basis="judgement", rationale="x", agency=episode.agency, at=timezone.now()
        )


def test_the_list_goes_by_lateness_then_risk_then_whether_it_is_safe_now(service, idva):
    people = (
        ("Late Medium", -1, "medium", None),
        ("Today Notnow", 0, "high", [{"days": [1], "from": "18:00", "to": "20:00"}]),
        ("Today Now", 0, "high", [{"days": [1], "from": "09:00", "to": "14:00"}]),
        ("Later High", -2, "high", None),
        ("Week Ahead", 4, "high", None),
    )
    for name, days, risk, windows in people:
        made = support.episode(service, adviser=idva.user, victim=name, due=MONDAY + timedelta(days=days))
        support.way(made.case, windows=windows or [])
        at_risk(made, risk)
    support.episode(service, adviser=idva.user, victim="Next Month", due=MONDAY + timedelta(days=30))
    page = idva.client.get(reverse("due")).text
    order = ["Later High", "Late Medium", "Today Now", "Today Notnow", "Week Ahead"]
    assert sorted(order, key=page.index) == order
    assert "Next Month" not in page
    assert "Now, until 2pm" in page
    assert "Overdue (2)" in page


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Now"),
        ({"times": "Weekdays 10am to 12 noon"}, "Read the times first"),
        ({"safety": "safe_with_limits"}, "Read the times first"),
        ({"windows": [{"days": [2], "from": "09:00", "to": "12:00"}]}, "Not now"),
        ({"windows": [{"days": [1], "from": "09:00", "to": "09:14"}]}, "Not now"),
        ({"windows": [{"days": [1], "from": "09:14", "to": "12:00"}]}, "Now, until noon"),
        ({"safety": "unknown"}, "Not confirmed"),
        ({"safety": "not_safe"}, "No safe way"),
        ({"device_access": "yes"}, "No safe way"),
        ({"channel": "email"}, "E-mail only"),
    ],
)
def test_the_list_says_now_only_where_a_clock_can_tell(service, idva, facts, words):
    way = support.way(support.episode(service, adviser=idva.user).case, **facts)
    assert safe_now({way.channel: way}, now=timezone.now()).words == words


def test_a_colleagues_people_are_on_their_own_list_and_a_manager_sees_all(service, idva, colleague, manager):
    support.episode(service, adviser=colleague.user, victim="Not Mine")
    assert "Not Mine" not in idva.client.get(reverse("due"), {"whose": "all"}).text
    assert "Not Mine" not in manager.client.get(reverse("due")).text
    assert "Not Mine" in manager.client.get(reverse("due"), {"whose": "all"}).text


def test_the_list_costs_the_same_for_one_and_for_twenty(service, idva, django_assert_num_queries):
    client = idva.client
    first = support.episode(service, adviser=idva.user)
    support.way(first.case)
    at_risk(first, "high")
    client.get(reverse("due"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("due"))
    for _ in range(19):
        made = support.episode(service, adviser=idva.user)
        support.way(made.case)
        at_risk(made, "high")
    with django_assert_num_queries(len(few)):
        page = client.get(reverse("due"))
    assert "Contacts due (20)" in page.text


def test_the_list_reads_its_own_index(service, idva):
    one = support.episode(service, adviser=idva.user)
    with as_owner(), connection.cursor() as cursor:  # enough work of others, or any index will do
        cases = Case.objects.bulk_create(Case(district=one.district, target_days=14) for _ in range(400))
        facts = {"service": service, "agency_id": one.agency_id, "source": "police", "received_at": one.received_at}
        facts |= {"accepted_by": idva.user, "next_due_on": one.next_due_on}
        Episode.objects.bulk_create(Episode(case=case, **facts) for case in cases)
        cursor.execute("ANALYZE support_episode")
    with idva.scope(), connection.cursor() as cursor:
        rows = Episode.objects.worked_by(idva.principal).open().held_by(idva.user.pk).due_page(None, 25)
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "episode_due" in rows.explain()


def test_no_answer_is_logged_in_three_clicks_and_leads_to_the_next(service, episode, idva):
    following = support.episode(service, adviser=idva.user, victim="Lan Next")
    client = idva.client
    page = client.get(reverse("due"))
    assert address("support_contact", episode) in page.text
    form = client.get(address("support_contact", episode))
    assert_title_ok(title_of(form))
    assert "900412" not in form.text
    done = client.post(
        address("support_contact", episode),
        {"outcome": "no_answer", "do": "next", "on": "23/11/2026", "at": "9:10am", "channel": "phone"},
        follow=True,
    )
    assert done.redirect_chain[-1][0] == address("support_contact", following)
    assert "Contact saved. Next due Tuesday 24 November." in done.text
    with as_owner():
        assert ContactAttempt.objects.get().outcome == "no_answer"


def test_the_form_is_filled_in_so_that_only_the_outcome_is_left(episode, idva):
    page = idva.client.get(address("support_contact", episode)).text
    assert 'value="23/11/2026"' in page
    assert 'value="9:14am"' in page
    assert '<option value="phone" selected' in page


def test_a_message_a_text_and_an_e_mail_are_offered_only_where_they_are_safe(episode, idva):
    page = idva.client.get(address("support_contact", episode)).text
    assert 'value="text_sent"' not in page
    assert 'value="message_left"' not in page
    support.way(episode.case, "text")
    assert 'value="text_sent"' in idva.client.get(address("support_contact", episode)).text


def test_what_was_typed_stays_when_the_way_is_blocked(service, idva):
    episode = support.episode(service, adviser=idva.user)
    support.way(episode.case, safety="not_safe")
    typed = {"outcome": "spoke", "do": "next", "on": "23/11/2026", "at": "9:10am", "channel": "phone", "note": "Well."}
    page = idva.client.post(address("support_contact", episode), typed)
    assert "marked as not safe" in page.text
    assert "Well." in page.text
    assert title_of(page).startswith("Error: ")
    with as_owner():
        assert not ContactAttempt.objects.exists()


def test_a_number_is_uncovered_by_a_press_and_the_press_is_recorded(episode, idva):
    with as_owner():
        way = episode.case.involvements.get(role="victim").person.contacts.get()
    url = reverse("support_number", kwargs={"episode_id": episode.pk, "contact_id": way.pk})
    assert idva.client.get(url).status_code == 405
    assert "07700 900412" in idva.client.post(url).text
    with as_owner():
        assert Event.objects.filter(kind="contact revealed", user_id=idva.user.pk).count() == 1


@pytest.mark.parametrize(
    "name",
    ["support_episode", "support_contact", "support_silence", "support_allocate", "support_close"],
)
def test_an_episode_of_another_service_does_not_exist(episode, idva, stranger, name):
    assert idva.client.get(address(name, episode)).status_code == 200
    assert stranger.client.get(address(name, episode)).status_code == 404


def test_every_page_has_a_neutral_title(episode, idva, manager):
    for name in ("support_episode", "support_contact", "support_silence", "support_allocate", "support_close"):
        assert_title_ok(title_of(idva.client.get(address(name, episode))))
    assert_title_ok(title_of(idva.client.get(reverse("due"))))
    assert_title_ok(title_of(idva.client.get(reverse("support_waiting"))))


def test_the_first_forty_eight_hours_say_what_is_done_and_what_is_late(service, idva):
    received = timezone.now() - timedelta(days=3)
    episode = support.episode(service, adviser=idva.user, stage="triage", received_at=received, due=MONDAY)
    page = idva.client.get(address("support_episode", episode)).text
    assert "By Sunday 22 November, 09:14" in page
    assert ">Overdue<" in page
    done = idva.client.post(address("support_step", episode), {"do": "triage", "priority": "a"}, follow=True)
    assert "Priority saved." in done.text


def test_other_agencies_of_the_case_see_who_supports_and_that_nobody_was_reached(
    service, idva, coordinator, meeting_team
):
    from tests import factories

    case = factories.case(meeting_team)
    support.attempt(support.episode(service, case=case, adviser=idva.user, tries=2))
    page = coordinator.client.get(reverse("case_support", kwargs={"reference": case.reference})).text
    assert "has not reached the person: 2 tries" in page
    assert str(idva.user) in page
    assert "No answer" not in page

"""The list of what is asked, one page to answer, the chase list, the corrections, and what their buttons do."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marac.models import IdentityCorrection, ResearchRequest
from tests import factories
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import marac

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def get(person, name, **kwargs):
    marac.signed(person)
    response = person.client.get(reverse(name, kwargs=kwargs))
    assert response.status_code == 200
    body = response.content.decode()
    assert_title_ok(TITLE.search(body)[1])
    return body


def post(person, name, data, **kwargs):
    marac.signed(person)
    return person.client.post(reverse(name, kwargs=kwargs), data, follow=True)


def now_is(request):
    with as_owner():
        return ResearchRequest.objects.get(pk=request.pk)


@pytest.fixture
def meeting(forum):
    return marac.meeting(forum, on=date(2026, 11, 26), status="published")


@pytest.fixture
def hearing(meeting):
    found = marac.hearing(meeting, marac.waiting(meeting.forum, victim="Zofia Wójcik"))
    factories.person(found.case, name="Tomasz Nowak", role="perpetrator")
    return found


@pytest.fixture
def asked(hearing, constabulary):
    return marac.research(hearing, constabulary, due_on=date(2026, 11, 25))


def keys(asked):
    with as_owner():
        return [each.person_id.hex for each in asked.case.involvements.order_by("role")]  # perpetrator, victim


def test_the_list_says_who_when_and_how_far(asked, representative):
    body = get(representative, "research_inbox")
    assert "Zofia Wójcik" in body
    assert "Waiting" in body
    assert reverse("research", kwargs={"request_id": asked.pk}) in body


def test_the_list_costs_the_same_for_one_and_for_twenty(asked, meeting, representative):
    client = representative.client

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("research_inbox")).status_code == 200
        return len(queries)

    cost()
    one = cost()
    for _ in range(19):
        marac.research(marac.hearing(meeting), representative.agency)
    assert cost() == one


def test_the_page_names_everybody_with_every_name_and_no_address(asked, representative):
    body = get(representative, "research", request_id=asked.pk)
    assert "What does Constabulary know?" in body
    assert "Tomasz Nowak" in body
    assert "Do not contact the family" in body
    assert "any of these 2 people" in body


def test_nothing_known_is_two_presses_and_opens_the_next(asked, meeting, representative):
    second = marac.research(marac.hearing(meeting), representative.agency, due_on=date(2026, 11, 25))
    first, second = sorted([asked, second], key=lambda each: each.pk)
    data = {"version": 0, "nothing_known": "on", "systems": "Crime records", "do": "send"}
    response = post(representative, "research", data, request_id=first.pk)
    assert now_is(first).status == "returned_nil"
    assert response.redirect_chain[-1][0] == reverse("research", kwargs={"request_id": second.pk})
    assert 'value="Crime records"' in response.content.decode()  # typed once


def test_nothing_known_beside_something_is_refused_and_kept(asked, representative):
    perpetrator, _ = keys(asked)
    data = {"version": 0, "nothing_known": "on", "systems": "x", f"text_{perpetrator}": "Seen in May", "do": "send"}
    response = post(representative, "research", data, request_id=asked.pk)
    assert "Take one away" in response.content.decode()
    assert "Seen in May" in response.content.decode()
    assert now_is(asked).status == "requested"


def test_an_answer_needs_everybody_and_says_who_is_missing(asked, representative):
    perpetrator, victim = keys(asked)
    data = {"version": 0, "systems": "x", f"known_{victim}": "known_open", "do": "send"}
    body = post(representative, "research", data, request_id=asked.pk).content.decode()
    assert "Select whether you know Tomasz Nowak" in body
    data |= {f"known_{perpetrator}": "not_checked"}
    assert (
        "Enter why Tomasz Nowak was not checked"
        in post(representative, "research", data, request_id=asked.pk).content.decode()
    )
    data |= {f"why_{perpetrator}": "The system is down", "correction_kind": "born", "correction": "Born 2 May 1990"}
    post(representative, "research", data, request_id=asked.pk)
    assert now_is(asked).status == "returned_info"
    with as_owner():
        assert IdentityCorrection.objects.get().text == "Born 2 May 1990"


def test_a_limited_paragraph_needs_its_limit(asked, representative):
    _, victim = keys(asked)
    data = {"version": 0, "systems": "x", "do": "draft", f"limited_{victim}": "Secret"}
    body = post(representative, "research", data, request_id=asked.pk).content.decode()
    assert "Select the limit on this paragraph" in body


def test_a_draft_stays_where_it_is_and_a_colleague_sees_both(asked, representative):
    data = {"version": 0, "systems": "First", "do": "draft", "offers": "A visit"}
    assert "Draft saved." in post(representative, "research", data, request_id=asked.pk).content.decode()
    late = post(representative, "research", data | {"offers": "An alarm"}, request_id=asked.pk)
    body = late.content.decode()
    assert "A visit" in body
    assert "An alarm" in body
    assert 'name="version" value="1"' in body


def test_out_of_sight_is_not_found_and_another_agency_cannot_answer(asked, idva, coordinator):
    marac.signed(coordinator)
    assert idva.client.get(reverse("research", kwargs={"request_id": asked.pk})).status_code == 404
    assert coordinator.client.get(reverse("research", kwargs={"request_id": asked.pk})).status_code == 200


def test_the_chase_list_says_it_in_words_and_reminds(asked, meeting, coordinator):
    body = get(coordinator, "research_chase", meeting_id=meeting.pk)
    assert "1 answer is missing" in body
    assert "Constabulary" in body
    assert "0 of 1" in body
    told = post(coordinator, "research_chase", {"agency": [asked.agency_id]}, meeting_id=meeting.pk)
    assert "Reminder sent." in told.content.decode()
    assert now_is(asked).reminders == 1


def test_an_answer_by_telephone_goes_back_to_the_chase_list_and_is_marked(asked, hearing, meeting, coordinator):
    data = {"version": 0, "nothing_known": "on", "systems": "x", "do": "send", "told_by": "PC Marlowe"}
    response = post(coordinator, "research", data, request_id=asked.pk)
    assert response.redirect_chain[-1][0] == reverse("research_chase", kwargs={"meeting_id": meeting.pk})
    assert "Nothing known, by telephone" in get(coordinator, "hearing", hearing_id=hearing.pk)


def test_what_an_agency_said_stands_beside_the_minutes_within_its_limit(asked, hearing, representative, coordinator):
    perpetrator, victim = keys(asked)
    data = {
        "version": 0, "systems": "x", "do": "send",
        f"known_{victim}": "known_open", f"known_{perpetrator}": "not_known", f"text_{victim}": "Four calls",
        f"limited_{victim}": "An operation is planned", f"limit_{victim}": "police",
    }  # fmt: skip
    post(representative, "research", data, request_id=asked.pk)
    body = get(coordinator, "hearing", hearing_id=hearing.pk)
    assert "Four calls" in body
    assert "An operation is planned" in body
    assert "Police only" in body


def test_corrections_are_settled_by_the_coordinator(asked, coordinator, representative):
    found = marac.correction(asked)
    assert "Born on 2 May" in get(coordinator, "corrections")
    post(coordinator, "correction_settle", {"status": "left"}, correction_id=found.pk)
    assert "Nothing to look at" in get(coordinator, "corrections")
    assert representative.client.get(reverse("corrections")).status_code == 403


def test_a_case_that_was_heard_is_answered_no_more(asked, hearing, representative):
    with as_owner():
        type(hearing).objects.filter(pk=hearing.pk).update(status="adjourned", deferral="time")
    assert "The meeting has finished with this case" in get(representative, "research", request_id=asked.pk)

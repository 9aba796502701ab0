"""One weekly meeting from the waiting list to the national return, through the pages, with a persona for each part."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Role
from marac import counting
from marac.models import Action, Hearing, ResearchRequest, ReturnCount, VictimUpdate
from tests import factories
from tests.conftest import Person
from tests.database import BATCH, acting_as, as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db
NAMES = ("Zofia Wójcik", "Lan Nguyễn", "Hana Al-Sa'di", "Grace Okafor")


@pytest.fixture(autouse=True)
def clock():
    """A Friday; the journey moves it on."""
    with time_machine.travel("2026-11-20T09:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(meeting_team, constabulary, advocates, coordinator, idva):
    speaks = factories.member(constabulary, Role.AGENCY_REPRESENTATIVE)
    chair = factories.member(meeting_team, Role.MARAC_CHAIR)
    return {"coordinator": coordinator, "police": Person(speaks), "adviser": idva, "chair": Person(chair)}


def post(person, name, data=None, **kwargs):
    response = person.client.post(reverse(name, kwargs=kwargs), data or {}, follow=True)
    assert response.status_code == 200, name
    return response.content.decode()


def get(person, name, **kwargs):
    return person.client.get(reverse(name, kwargs=kwargs), follow=True).content.decode()


def sign(person, meeting):
    page = person.client.get(reverse("statement", kwargs={"meeting_id": meeting.pk}))
    posted = {"statement": page.context["statement"].pk, "mode": "video"}
    post(person, "statement", posted, meeting_id=meeting.pk)


def answers(person, agency):
    """Answer everything that the agency is asked: two presses for each case. Returns how many pages it took."""
    pages = 0
    while waiting := asked(agency):
        data = {"version": waiting[0].version, "nothing_known": "on", "systems": "Records", "do": "send"}
        post(person, "research", data, request_id=waiting[0].pk)
        pages += 1
    return pages


def asked(agency):
    with as_owner():
        waits = ResearchRequest.objects.filter(agency=agency, answered_at=None)
        return list(waits.exclude(hearing__case__exclusions__isnull=False).order_by("due_on", "pk"))


def hear(coordinator, hearing, agency, line):
    with as_owner():
        version = Hearing.objects.get(pk=hearing.pk).version
    typed = {
        "do": "heard", "version": version, "risks": "Separation", "outcome": "Locks first", "action-line": line,
        "victim_update_agency": agency.pk, "update_method": "adviser", "views_read": "read",
        "adviser_line": "In touch every week", "flag": "flag",
    }  # fmt: skip
    return post(coordinator, "hearing", typed, hearing_id=hearing.pk)


def hearings(meeting):
    with as_owner():
        return list(meeting.hearings.order_by("position"))


def test_a_weekly_meeting_from_the_waiting_list_to_the_return(clock, cast, meeting_team, constabulary, advocates):
    coordinator, police, adviser, chair = (cast[name] for name in ("coordinator", "police", "adviser", "chair"))
    marac.policies()
    marac.statement()
    forum = marac.forum(meeting_team, constabulary, advocates)
    meeting = marac.meeting(forum, on=date(2026, 11, 26))
    for name in NAMES:
        agreed = marac.waiting(forum, victim=name, days_ago=8)
        post(coordinator, "agenda_add", meeting_id=meeting.pk, reference=agreed.reference)
    assert "On the agenda (4 of 12)" in get(coordinator, "agenda", meeting_id=meeting.pk)
    post(coordinator, "agenda_publish", meeting_id=meeting.pk)

    # Nobody opens a paper before signing; then the police know somebody in one case, and it is gone for them.
    assert NAMES[0] not in get(police, "agenda", meeting_id=meeting.pk)
    for person in (police, adviser):
        sign(person, meeting)
    first, second, third, fourth = hearings(meeting)
    post(police, "hearing_conflict", {"kind": "related"}, hearing_id=fourth.pk)
    page = get(police, "agenda", meeting_id=meeting.pk)
    assert NAMES[3] not in page
    assert "On the agenda (3 of 12)" in page
    assert answers(police, constabulary) == answers(adviser, advocates) == 3
    assert "2 answers are missing" in get(coordinator, "research_chase", meeting_id=meeting.pk)

    clock.move_to(datetime(2026, 11, 26, 10, tzinfo=UTC))
    for person in (coordinator, chair):
        sign(person, meeting)
    body = hear(coordinator, first, advocates, "constab: visit by mon 30 nov")
    assert NAMES[1] in body  # the next case opens by itself
    hear(coordinator, second, advocates, "advocacy: ring weekly by fri 4 dec")
    post(coordinator, "hearing_adjourn", {"deferral": "key_agency_absent"}, hearing_id=third.pk)
    hear(coordinator, fourth, advocates, "advocacy: find her a lawyer by fri 4 dec")
    post(coordinator, "meeting_end", meeting_id=meeting.pk)
    assert "Minutes approved." in post(chair, "minutes_approve", meeting_id=meeting.pk)

    clock.move_to(datetime(2026, 11, 27, 9, tzinfo=UTC))
    the_day_after(cast, meeting, first, constabulary)
    page = counted_return(coordinator, forum)
    assert "3 hearings, 3 cases, 3 people at risk" in page


def counted_return(person, forum):
    """Asked for on the page, and counted by the figures worker's own role."""
    post(person, "forum_return_count", forum_id=forum.pk)
    with acting_as(BATCH):
        counting.count_return(ReturnCount.objects.select_related("forum__area").get(), at=timezone.now())
    return get(person, "forum_return", forum_id=forum.pk)


def the_day_after(cast, meeting, first, constabulary):
    """Each reads what it may, an action is done, the person is told."""
    coordinator, police, adviser = (cast[name] for name in ("coordinator", "police", "adviser"))
    minutes = get(police, "minutes", meeting_id=meeting.pk)
    assert NAMES[0] in minutes
    assert NAMES[3] not in minutes
    assert "left for this item" in get(coordinator, "minutes", meeting_id=meeting.pk)
    with as_owner():
        visit = Action.objects.get(owner_agency=constabulary)
    assert (visit.text, visit.due_on) == ("Visit", date(2026, 11, 30))
    post(police, "action", {"status": "done", "result": "Visited"}, action_id=visit.pk)
    told = {"outcome": "told", "done_on": "today", "told": "Who does what"}
    post(adviser, "person_update", told, hearing_id=first.pk)
    with as_owner():
        assert VictimUpdate.objects.get().hearing == first

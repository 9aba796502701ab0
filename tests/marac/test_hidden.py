"""A hidden case changes no byte of any page of the meetings, under both locks and under the first alone."""

import contextlib
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseAgency
from marac.models import Hearing
from tests import factories
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db
LOCKS = pytest.mark.parametrize("locks", [contextlib.nullcontext, as_owner], ids=["both locks", "first lock alone"])
NOISE = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
HEARING, ACTION = uuid.UUID(int=0xBEEF, version=4), uuid.UUID(int=0xFACE, version=4)


def address(name, **kwargs):
    return reverse(name, kwargs=kwargs)


def crawl(person, meetings, hearings, references):
    """Every page of the meetings that this person can ask for, less what differs between any two visits."""
    client = person.client
    addresses = [address("meetings"), address("meetings_past"), address("actions"), address("action", action_id=ACTION)]
    pages = ("meeting", "agenda", "agenda_publish", "agenda_versions", "attendance", "meeting_end", "meeting_cancel")
    addresses += [address(name, meeting_id=meeting.pk) for meeting in meetings for name in pages]
    addresses += [
        address(name, hearing_id=pk) for pk in hearings for name in ("hearing", "hearing_adjourn", "hearing_kind")
    ]
    addresses += [address("case_meetings", reference=reference) for reference in references]
    for each in addresses:
        response = client.get(each)
        headers = {name: value for name, value in response.headers.items() if name != "X-Request-Id"}
        yield each, response.status_code, sorted(headers.items()), NOISE.sub(b"", response.content)


@pytest.fixture
def meetings(forum):
    """A draft, one going on today, and one that is over: each with a case that everybody in the team sees."""
    today = timezone.localdate()
    draft, live = marac.meeting(forum), marac.meeting(forum, on=today, status="published")
    return [draft, live, marac.meeting(forum, on=factories.LONG_AGO, status="held")]


def share(case, *agencies):
    with as_owner():
        for agency in agencies:
            CaseAgency.objects.get_or_create(
                case=case, agency=agency, defaults={"level": 10, "sources": ["meeting"], "starts_at": case.received_at}
            )


@pytest.fixture
def seen(meetings, forum, constabulary):
    """What the reader sees: a case at each meeting, two that wait, an action of the constabulary."""
    hearings = [marac.hearing(meetings[0]), marac.hearing(meetings[1]), marac.heard(meetings[2])]
    marac.waiting(forum, days_ago=20)
    marac.waiting(forum)
    marac.action(hearings[2], constabulary)
    for hearing in hearings:
        share(hearing.case, constabulary)
    return hearings


def hide(world, forum, constabulary, reader, by):
    """At every meeting a hidden case that comes first; one that waits; one heard, with an action; one left behind."""
    draft, live, over = world
    facts = {"victim": "CANARY", "days_ago": 30, "child_count": 2}
    found = [
        marac.hearing(draft, marac.waiting(forum, **facts), position=1, pk=HEARING, risks="CANARY"),
        marac.hearing(live, marac.waiting(forum, **facts), position=0, outcome="CANARY"),
        marac.heard(over, marac.waiting(forum, **facts), position=0),
        marac.hearing(over, marac.waiting(forum, **facts), position=9),
    ]
    marac.action(found[2], constabulary, text="CANARY", pk=ACTION)
    marac.action(found[1], constabulary, text="CANARY")
    cases = [hearing.case for hearing in found] + [marac.waiting(forum, **facts).case]
    for case in cases:
        share(case, constabulary)
        if by == "exclusion":
            factories.exclusion(case, reader.user)
    if by == "seal":
        with as_owner():
            now = timezone.now()
            Case.objects.filter(pk__in=[case.pk for case in cases]).update(sealed_at=now, code_name="CANARY")
    return found


@pytest.mark.parametrize("by", ["exclusion", "seal"])
@pytest.mark.parametrize("who", ["excluded", "representative"])
@LOCKS
def test_a_hidden_case_changes_no_byte(locks, who, by, request, meetings, seen, forum, constabulary, coordinator):
    reader = request.getfixturevalue(who)
    references = [seen[0].case.reference]
    with locks():
        before = list(crawl(reader, meetings, [seen[1].pk, HEARING], references))
    hidden = hide(meetings, forum, constabulary, reader, by)
    with locks():
        assert list(crawl(reader, meetings, [seen[1].pk, HEARING], references)) == before
    assert not any(b"CANARY" in body for *_, body in before)
    assert any(status == 200 for _, status, *_ in before)

    # And yet it is there, for whom nothing keeps from it.
    for hearing in hidden:
        factories.named(hearing.case, coordinator.user)
    page = coordinator.client.get(address("agenda", meeting_id=meetings[0].pk))
    assert b"CANARY" in page.content


@pytest.mark.parametrize("who", ["excluded", "representative"])
@LOCKS
def test_a_hidden_case_and_no_case_are_refused_with_the_same_bytes(
    locks, who, request, meetings, seen, forum, constabulary
):
    """Every change one may ask for, of a hearing that is hidden and of one that is not."""
    reader = request.getfixturevalue(who)
    hide(meetings, forum, constabulary, reader, "exclusion")
    absent = uuid.UUID(int=0xDEAD, version=4)

    def answers(hearing_id, action_id):
        client = reader.client
        asked = [
            ("hearing", {"do": "heard"}, {"hearing_id": hearing_id}),
            ("hearing_move", {"to": "up"}, {"hearing_id": hearing_id}),
            ("hearing_remove", {}, {"hearing_id": hearing_id}),
            ("hearing_adjourn", {"deferral": "time"}, {"hearing_id": hearing_id}),
            ("action", {"status": "done", "result": "x"}, {"action_id": action_id}),
        ]
        for name, posted, kwargs in asked:
            response = client.post(reverse(name, kwargs=kwargs), posted)
            yield name, response.status_code, response.content

    with locks():
        assert list(answers(HEARING, ACTION)) == list(answers(absent, absent))
    with as_owner():
        assert Hearing.objects.get(pk=HEARING).status == "listed"


def test_a_gap_in_the_places_is_not_seen(coordinator, excluded, meetings, forum):
    """Numbered as they are shown: 1, 2, 3 for everybody."""
    found = [
        marac.hearing(meetings[0], marac.waiting(forum, victim=name)) for name in ("Ana One", "Bo Two", "Cy Three")
    ]
    factories.exclusion(found[1].case, excluded.user)
    agenda = address("agenda", meeting_id=meetings[0].pk)
    numbers = re.compile(r'<span class="app-slots__n">(\d+)</span>')
    assert numbers.findall(coordinator.client.get(agenda).content.decode()) == ["1", "2", "3"]
    body = excluded.client.get(agenda).content.decode()
    assert numbers.findall(body) == ["1", "2"]
    assert "2 of 12 places used" in body
    assert "Bo Two" not in body

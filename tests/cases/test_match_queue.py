"""Matches across teams: told to whoever leads the case, and to nobody who asks."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import PossibleMatch
from cases.services.possible import decide_match
from common.errors import Conflict, DomainError
from referrals.services import accept_referral
from tests import factories
from tests.access.test_addresses import LOCKS
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import referrals
from tests.factories.matching import BORN, case_of, known, match

pytestmark = pytest.mark.django_db
MET = {"names": [{"given": "Zofia", "family": "Wojcik"}], "dates_of_birth": ["1994-03-14"]}


@pytest.fixture(autouse=True)
def clocks(meeting_team):
    referrals.take_referrals(meeting_team)


@pytest.fixture
def elsewhere(db):
    """A coordinator of another team, which the referral does not go to."""
    team = factories.agency("Thurrock hub", type="coordination")
    return Person(factories.member(team, "marac_coordinator"))


def payload(**changes):
    sent = referrals.submission()
    sent["victim"] |= MET
    sent["perpetrators"][0] |= {"works_for_partner_agency": "no"} | changes
    return sent


def send(police, sent=None):
    with police.scope():
        return referrals.sent(police.principal, payload=sent or payload())


def rows(**wanted):
    with as_owner():
        return list(PossibleMatch.objects.filter(**wanted))


def test_a_referral_is_told_to_the_team_that_leads_a_case_with_somebody_like_them(police, meeting_team, elsewhere):
    person = known(elsewhere.agency)
    referral = send(police)
    (told,) = rows()
    assert (told.team, told.person_id, told.source) == (elsewhere.agency, person.pk, referral.pk)
    assert (told.other_agency, told.kind, told.reasons) == (meeting_team, "same", ["born_same", "name_same"])


def test_the_receiving_team_finds_its_own_people_beside_the_referral_and_not_in_the_queue(police, meeting_team):
    known(meeting_team)
    send(police)
    assert rows() == []


def test_nobody_is_told_of_somebody_unlike_them(police, elsewhere):
    known(elsewhere.agency, "Brenda Sample")
    known(elsewhere.agency, "Zofia Wójcik", BORN + timedelta(days=4000))
    send(police)
    assert rows() == []


def test_nobody_is_told_of_namesakes(police, elsewhere):
    """A name alone is shared by many: without a date of birth on both sides nothing is queued."""
    person = known(elsewhere.agency, "Zofia Wojcik")
    with as_owner():
        person.birth_dates.all().delete()
    send(police)
    assert rows() == []


def test_a_sealed_referral_is_told_to_nobody(police, elsewhere):
    """Whoever works for a partner may sit in the team that would be told."""
    known(elsewhere.agency)
    send(police, payload(works_for_partner_agency="yes"))
    assert rows() == []


def test_on_acceptance_the_match_is_between_two_people(police, coordinator, elsewhere):
    person = known(elsewhere.agency)
    own = known(coordinator.agency)
    referral = send(police)
    with coordinator.scope():
        case = accept_referral(referral, by=coordinator.principal, at=timezone.now())
    (told,) = rows(team=elsewhere.agency)
    assert (told.person_id, told.source) == (person.pk, None)
    assert told.other_person_id in _people(case)
    (mine,) = rows(team=coordinator.agency)
    assert (mine.person_id, mine.other_person_id) == (own.pk, told.other_person_id)


def _people(case):
    with as_owner():
        return set(case.involvements.values_list("person_id", flat=True))


def test_the_same_two_the_other_way_round_are_a_prompt_and_never_a_repeat(police, coordinator, meeting_team):
    """Repeat rule R10: a possible counter-allegation goes to the coordinator; nothing is joined or counted."""
    sent = payload(names=[{"given": "Tomasz", "family": "Nowak"}], dates_of_birth=["1990-05-06"])
    accused = known(meeting_team, "Zofia Wójcik", role="perpetrator")
    case = case_of(accused)
    with as_owner():
        victim = case.involvements.get(role="victim").person
        victim.names.update(given="Tomasz", family="Nowak")
        victim.birth_dates.create(on="1990-05-06")
    referral = send(police, sent)
    assert {(told.kind, told.person_id) for told in rows(team=meeting_team)} == {
        ("reversed", accused.pk), ("reversed", victim.pk)
    }  # fmt: skip
    with coordinator.scope():
        opened = accept_referral(referral, by=coordinator.principal, at=timezone.now())
        referral.refresh_from_db()
    assert opened != case
    assert not referral.is_repeat
    with as_owner():
        case.refresh_from_db()
    assert not case.is_repeat
    assert {told.kind for told in rows(team=meeting_team)} == {"reversed"}


def test_a_referral_the_other_way_round_never_joins_that_case(police, coordinator, meeting_team):
    accused = known(meeting_team, "Zofia Wójcik", role="perpetrator")
    referral = send(police)
    with coordinator.scope(), pytest.raises(DomainError, match="counter-allegation"), transaction.atomic():
        accept_referral(referral, by=coordinator.principal, at=timezone.now(), case=case_of(accused))


# -- the sender learns nothing -----------------------------------------------------------------------------------------


def test_the_sender_gets_the_same_answer_for_somebody_known_and_somebody_new(police, elsewhere):
    known(elsewhere.agency)
    asked = []
    for sent in (payload(), payload() | {"victim": payload()["victim"] | {"names": [{"given": "Qx", "family": "Zr"}]}}):
        with police.scope(), CaptureQueriesContext(connection) as queries:
            referrals.sent(police.principal, payload=sent)
        asked.append([re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", query["sql"])[:60] for query in queries])
    assert asked[0] == asked[1]
    assert len(rows()) == 1
    with police.scope():
        assert not PossibleMatch.objects.exists()
    assert police.client.get(reverse("matches")).status_code == 403


def test_sending_takes_no_longer_for_somebody_known(police, elsewhere):
    known(elsewhere.agency)
    new = payload() | {"victim": payload()["victim"] | {"names": [{"given": "Qxzofi", "family": "Wrjcqv"}]}}
    took = {True: [], False: []}
    with police.scope():
        for _ in range(60):
            for is_known, sent in ((True, payload()), (False, new)):
                started = time.perf_counter()
                referrals.sent(police.principal, payload=sent)
                took[is_known].append(time.perf_counter() - started)
    # The lower quartile: what else the machine does shows in the upper half.
    one, other = (statistics.quantiles(times[5:], n=4)[0] for times in took.values())
    assert 1 / 1.2 < one / other < 1.2


def by_hand(verb, team, one, other):
    made = match(team, one, other)
    facts = {"other_role": "victim", "kind": "same", "score": 1, "reasons": []}
    return {
        "insert": PossibleMatch(team=team, person=other, other_person=one, other_agency=team, **facts).save,
        "delete": made.delete,
        "rewrite": lambda: PossibleMatch.objects.filter(pk=made.pk).update(score=1),
    }[verb]


@pytest.mark.parametrize("verb", ["insert", "delete", "rewrite"])
def test_nobody_writes_a_match_by_hand(verb, coordinator):
    step = by_hand(verb, coordinator.agency, known(coordinator.agency), known(coordinator.agency))
    with coordinator.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        step()


# -- the queue ---------------------------------------------------------------------------------------------------------


@LOCKS
def test_the_queue_is_the_leading_teams_alone(locks, coordinator, elsewhere, idva):
    one, other = known(coordinator.agency), known(coordinator.agency)
    match(coordinator.agency, one, other)
    hidden = match(coordinator.agency, known(coordinator.agency, sealed=True), other)
    taken = match(coordinator.agency, known(elsewhere.agency), other)  # it leads the case no longer
    with locks():
        body = coordinator.client.get(reverse("matches")).content.decode()
        assert len(set(re.findall(r"/matches/([0-9a-f-]{36})/", body))) == 1
        assert coordinator.client.get(reverse("match", args=[hidden.pk])).status_code == 404
        assert coordinator.client.get(reverse("match", args=[taken.pk])).status_code == 404
        assert "Nothing to look at" in elsewhere.client.get(reverse("matches")).content.decode()
    assert str(hidden.pk) not in body
    assert_title_ok(re.search("<title>(.*?)</title>", body, re.DOTALL)[1])


def test_the_queue_asks_as_many_questions_for_one_as_for_twenty(coordinator):
    counts = []
    for number in (1, 19):
        for _ in range(number):
            match(coordinator.agency, known(coordinator.agency), known(coordinator.agency))
        client = coordinator.client
        with CaptureQueriesContext(connection) as asked:
            body = client.get(reverse("matches")).content.decode()
        counts.append((len(asked), body.count("Zofia Wójcik</a>")))
    assert counts == [(counts[0][0], 1), (counts[0][0], 20)]


def test_the_queue_turns_its_pages(coordinator):
    other = known(coordinator.agency)
    for number in range(27):
        match(coordinator.agency, known(coordinator.agency), other, found_at=timezone.now() - timedelta(hours=number))
    first = coordinator.client.get(reverse("matches")).content.decode()
    following = re.search(r'href="(\?after=[^"]+)"', first)[1]
    second = coordinator.client.get(reverse("matches") + following).content.decode()
    keys = [set(re.findall(r"/matches/([0-9a-f-]{36})/", body)) for body in (first, second)]
    assert [len(each) for each in keys] == [25, 2]
    assert not keys[0] & keys[1]


def test_the_other_side_out_of_sight_is_a_team_to_ring(coordinator, elsewhere):
    made = match(coordinator.agency, known(coordinator.agency), known(elsewhere.agency, "Hidden Canary"),
                 other_agency=elsewhere.agency)  # fmt: skip
    body = coordinator.client.get(reverse("match", args=[made.pk])).content.decode()
    assert "Thurrock hub" in body
    assert "Canary" not in body


def test_a_match_is_decided_once(coordinator):
    made = match(coordinator.agency, known(coordinator.agency), known(coordinator.agency))
    where, client = reverse("match", args=[made.pk]), coordinator.client
    assert b"Select whether they are the same person" in client.post(where, {"state": ""}).content
    assert client.post(where, {"state": "not_sure"}).status_code == 302
    assert client.post(where, {"state": "different"}).url == reverse("matches")
    with coordinator.scope(), pytest.raises(Conflict):
        decide_match(made, by=coordinator.principal, state="same", at=timezone.now())
    with as_owner():
        made.refresh_from_db()
    assert (made.state, made.decided_by) == ("different", coordinator.user)
    assert "Nothing to look at" in client.get(reverse("matches")).content.decode()

"""POST /api/v1/referrals/bulk/: each by itself, in order, once."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from common.dates import london_date
from referrals.models import IdempotencyKey, Referral, RestrictedFacts
from referrals.services import submit_referral
from tests.api.conftest import ADDRESS
from tests.database import as_owner
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db
BULK = f"{ADDRESS}bulk/"


def send(system, *items, raw=None):
    body = raw if raw is not None else json.dumps({"items": [{"idempotency_key": k, "referral": r} for k, r in items]})
    return system.client.post(BULK, body, content_type="application/json")


def many(count, start=0, **changes):
    return [(f"EP-{n}", made.submission(external_reference=f"EP-{n}", **changes)) for n in range(start, start + count)]


def stored():
    with as_owner():
        return Referral.objects.count(), IdempotencyKey.objects.count()


def outcomes(answer):
    assert answer.status_code == 200, answer.content
    return [each["outcome"] for each in answer.json()["results"]]


def test_each_is_answered_as_if_it_had_been_sent_alone(force):
    answer = send(force, *many(3))
    assert outcomes(answer) == ["created"] * 3
    with as_owner():
        rows = {row.reference: row for row in Referral.objects.all()}
    for number, each in enumerate(answer.json()["results"]):
        row = rows[each["receipt"]["reference"]]
        assert row.external_reference == f"EP-{number}"
        assert (row.from_agency, row.sent_with, row.route) == (force.agency, force.key, "api")
        assert each["receipt"]["hear_by"] == row.due_on.isoformat()
        assert each["errors"] == []
        assert force.get(row.reference).status_code == 200


def test_a_call_that_is_sent_again_makes_nothing_and_says_the_same(force):
    first, again = (send(force, *many(20)).json() for _ in range(2))
    assert (again["created"], again["again"], stored()) == (0, 20, (20, 20))
    assert [each["receipt"] for each in again["results"]] == [each["receipt"] for each in first["results"]]


def test_one_that_was_sent_alone_is_known_again(force):
    alone = force.post(made.submission(), key="EP-0").json()
    answer = send(force, ("EP-0", made.submission()), *many(1, start=1))
    assert outcomes(answer) == ["again", "created"]
    assert answer.json()["results"][0]["receipt"] == alone
    assert force.post(many(1, start=1)[0][1], key="EP-1").json() == answer.json()["results"][1]["receipt"]


def test_one_that_is_wrong_keeps_no_other_out(force):
    good, rules, shape, last = many(4)
    rules[1]["reasons"] = " "
    shape[1]["victim"] = "CanaryName"
    answer = send(force, good, rules, shape, last)
    assert outcomes(answer) == ["created", "refused", "refused", "created"]
    wrong = [[one["field"] for one in each["errors"]] for each in answer.json()["results"]]
    assert wrong == [[], ["reasons"], ["victim"], []]
    assert "CanaryName" not in answer.content.decode()
    assert stored() == (2, 2)
    assert outcomes(send(force, *many(4))) == ["again", "created", "created", "again"]  # a refusal uses up no key


def test_a_key_twice_in_a_call_counts_once(force):
    (key, body), other = many(1)[0], made.submission(external_reference="other")
    answer = send(force, (key, body), (key, body), (key, other))
    assert outcomes(answer) == ["created", "again", "refused"]
    assert answer.json()["results"][2]["errors"][0]["field"] == "idempotency_key"
    assert stored() == (1, 1)


def test_a_key_of_another_agency_is_another_key(force, surgery):
    assert outcomes(send(force, *many(2))) == outcomes(send(surgery, *many(2))) == ["created"] * 2
    assert stored() == (4, 4)


@pytest.mark.parametrize(
    "raw",
    [
        "[]",
        "{}",
        '{"items": []}',
        '{"items": [{}]}',
        '{"items": ["CanaryName"]}',
        '{"items": [{"idempotency_key": "CanaryName with a space", "referral": {}}]}',
        '{"items": [{"idempotency_key": "x", "referral": {}, "agency": 1}]}',
        json.dumps({"items": [{"idempotency_key": str(n), "referral": {}} for n in range(201)]}),
    ],
)
def test_a_call_of_another_shape_is_refused_as_a_whole(force, raw):
    answer = send(force, raw=raw)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert "CanaryName" not in answer.content.decode()
    assert stored() == (0, 0)


def test_eight_megabytes_are_too_much(force):
    assert send(force, raw=b" " * (8 * 1024**2 + 1)).status_code == 413


@time_machine.travel(datetime(2027, 3, 27, 23, 59, tzinfo=UTC), tick=False)
@pytest.mark.parametrize("hours", [0, 1, 24])
def test_the_day_in_a_receipt_is_the_day_in_the_database(force, hours):
    """Counted in Python and in SQL, over the night on which the clocks change."""
    at = datetime(2027, 3, 27, 23, 59, tzinfo=UTC) + timedelta(hours=hours)
    with force.scope():
        row = submit_referral(many(1)[0][1], by=force.principal, route="api", at=at)
        row.refresh_from_db()
    assert row.due_on == london_date(at) + timedelta(days=row.target_days)


def test_what_only_the_team_may_read_is_set_apart_here_too(force):
    body = made.submission(victim__nationality="Canaryland")
    assert outcomes(send(force, ("a", body))) == ["created"]
    with as_owner():
        assert "Canaryland" not in json.dumps(Referral.objects.get().submission)
        assert "Canaryland" in json.dumps(RestrictedFacts.objects.get().facts)


def test_one_event_names_all_that_were_stored(force):
    send(force, *many(3))
    with as_owner():
        event = Event.objects.get(kind="referral sent")
        assert set(event.subjects) == {str(pk) for pk in Referral.objects.values_list("pk", flat=True)}


def test_two_hundred_cost_no_more_queries_than_two(force):
    costs = []
    force.get("0000000000")  # so that the key has been used today
    for start, count in ((0, 2), (10, 200)):
        with CaptureQueriesContext(connection) as found:
            assert outcomes(send(force, *many(count, start=start))) == ["created"] * count
        costs.append(len(found))
    assert costs[0] == costs[1]

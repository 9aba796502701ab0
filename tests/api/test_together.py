"""``referred_with``: the agencies that make a referral together with the sender, as a partner's system sends them."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import AgencyType
from referrals.api.schema import EXAMPLES
from referrals.models import Referral
from tests import factories
from tests.api.conftest import ADDRESS
from tests.database import as_owner
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db
SURGERY = {"kind": "primary_care", "agency": "Creek Road Surgery"}


def stored():
    with as_owner():
        return list(Referral.objects.order_by("received_at").values_list("referred_with", flat=True))


def together(*kinds):
    return [{"kind": kind} for kind in kinds]


def test_it_is_stored_as_it_was_sent_with_its_kinds_beside_it(force):
    sent = [SURGERY, {"kind": "idva", "agency": ""}, {"kind": "education"}]
    assert force.post(made.submission(referred_with=sent)).status_code == 201
    with as_owner():
        row = Referral.objects.get()
    assert row.submission["referred_with"] == sent
    assert row.referred_with == ["primary_care", "idva", "education"]


@pytest.mark.parametrize("name", ["referral-police", "referral-gp-judgement"])
def test_a_body_of_before_goes_on_as_it_was(force, name):
    assert force.post((factories.SAMPLES / f"{name}.json").read_bytes()).status_code == 201
    with as_owner():
        row = Referral.objects.get()
    assert (row.referred_with, row.submission) == ([], factories.sample(name))


def test_the_example_of_the_description_is_taken_as_it_stands(force):
    assert force.post((EXAMPLES / "referral-together.json").read_bytes()).status_code == 201
    assert stored() == [["primary_care", "childrens_sc"]]


def test_an_empty_list_is_nobody(force):
    assert force.post(made.submission(referred_with=[])).status_code == 201
    assert stored() == [[]]


OWN = "Leave out your own kind of agency: it makes the referral already"


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        (together("idva", "nurse"), "referred_with[1].kind", "Send one of the codes that the description lists."),
        (together("idva", "idva"), "referred_with[1].kind", "Name each kind of agency once"),
        (together("idva", "police"), "referred_with[1].kind", OWN),
        (together("idva", "education", "mash", "fire"), "referred_with", "no more than 3"),
        ([{"agency": "Creek Road Surgery"}], "referred_with[0].kind", "Send this field."),
        ([{"kind": "idva", "agency": "x" * 101}], "referred_with[0].agency", "100 characters"),
        ([{"kind": "idva", "name": "x"}], "referred_with[0]", "Leave out the fields"),
        (["idva"], "referred_with[0]", "Send an object."),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_stores_nothing(force, sent, field, message):
    answer = force.post(made.submission(referred_with=sent))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    (found,) = answer.json()["errors"]
    assert found["field"].startswith(field)
    assert message in found["message"]
    assert stored() == []


def test_the_senders_own_kind_is_that_of_the_key(force, surgery):
    sent = made.submission(referred_with=together("police"))
    assert force.post(sent).status_code == 400
    assert surgery.post(sent).status_code == 201


def test_the_same_key_with_other_agencies_is_another_body(force):
    assert force.post(made.submission(), key="one").status_code == 201
    assert force.post(made.submission(referred_with=[SURGERY]), key="one").status_code == 422
    assert stored() == [[]]


def test_many_are_looked_at_one_by_one_and_the_senders_kind_once(force):
    def send(*bodies, start):
        items = [{"idempotency_key": f"EP-{start}-{n}", "referral": body} for n, body in enumerate(bodies)]
        return force.client.post(f"{ADDRESS}bulk/", json.dumps({"items": items}), content_type="application/json")

    right, wrong = made.submission(referred_with=[SURGERY]), made.submission(referred_with=together("police"))
    answer = send(right, wrong, made.submission(), start="a").json()
    assert [each["outcome"] for each in answer["results"]] == ["created", "refused", "created"]
    assert [each["field"] for each in answer["results"][1]["errors"]] == ["referred_with[0].kind"]
    assert sorted(stored()) == [[], ["primary_care"]]
    costs = []
    for count in (2, 20):
        with CaptureQueriesContext(connection) as asked:
            assert send(*[right] * count, start=count).json()["created"] == count
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_description_lists_the_kinds_with_their_words(client, db):
    schema = json.loads(client.get("/api/v1/schema/", headers={"Accept": "application/json"}).content)
    found = schema["components"]["schemas"]
    field = found["SubmissionRequest"]["properties"]["referred_with"]
    assert (field["type"], field["maxItems"]) == ("array", 3)
    assert "referred_with" not in found["SubmissionRequest"]["required"]
    assert found["AgencyKind"]["enum"] == list(AgencyType.values)
    assert "`primary_care` - GP practice" in found["AgencyKind"]["description"]
    assert found["TogetherRequest"]["required"] == ["kind"]
    assert "no access" in found["TogetherRequest"]["description"]

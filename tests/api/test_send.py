"""POST and GET /api/v1/referrals/: what is stored, what is answered, and what is said again."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from audit.models import Event
from referrals import services
from referrals.models import IdempotencyKey, Referral
from tests import factories
from tests.api.conftest import ADDRESS, System
from tests.database import as_owner
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def stored():
    with as_owner():
        return Referral.objects.count(), IdempotencyKey.objects.count()


@pytest.mark.parametrize("name", ["referral-police", "referral-gp-judgement"])
def test_the_samples_are_accepted_as_they_stand(force, name):
    answer = force.post((factories.SAMPLES / f"{name}.json").read_bytes())
    assert answer.status_code == 201, answer.json()
    with as_owner():
        referral = Referral.objects.get()
    assert referral.reference == answer.json()["reference"]
    assert referral.submission == factories.sample(name)
    assert (referral.route, referral.from_agency, referral.sent_with) == ("api", force.agency, force.key)


@time_machine.travel(AT, tick=False)
def test_the_answer_names_nobody_and_says_until_when(force):
    answer = force.post(made.submission())
    reference = answer.json()["reference"]
    assert answer.json() == {
        "reference": reference,
        "reference_spoken": f"{reference[:4]}-{reference[4:8]}-{reference[8:]}",
        "status": "submitted",
        "status_label": "New",
        "received_at": "2026-11-20T09:30:00+00:00",
        "hear_by": "2026-12-04",
    }
    assert answer["Location"] == f"http://testserver{ADDRESS}{reference}/"
    assert force.client.get(answer["Location"]).status_code == 200
    assert answer["Content-Type"] == "application/json"


def test_the_same_request_again_gets_the_same_bytes_and_stores_nothing(force):
    first, again = (force.post(made.submission(), key="one") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.content, first["Location"]) == (again.content, again["Location"])
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert stored() == (1, 1)


def test_the_answer_said_again_is_the_first_one_though_the_referral_has_moved_on(force, coordinator):
    first = force.post(made.submission(), key="one")
    with coordinator.scope():
        services.start_screening(Referral.objects.get(), by=coordinator.principal, at=AT)
    assert force.post(made.submission(), key="one").content == first.content


def test_a_key_with_another_body_is_a_problem(force):
    force.post(made.submission(), key="one")
    answer = force.post(made.submission(external_reference="EP-2"), key="one")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert stored() == (1, 1)


@pytest.mark.parametrize("key", [None, "x" * 101, "a b", "näh"])
def test_a_request_without_a_usable_key_is_refused(force, key):
    answer = force.post(made.submission(), key=key)
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]
    assert stored() == (0, 0)


def test_the_longest_key_is_usable(force):
    assert force.post(made.submission(), key="~" * 100).status_code == 201


def test_a_refused_body_uses_up_no_key(force):
    assert force.post(made.submission(reasons=""), key="one").status_code == 400
    assert force.post(made.submission(), key="one").status_code == 201


def test_broken_rules_are_named_by_place(force):
    body = made.submission(
        "referral-gp-judgement", sharing={}, perpetrators__0__unknown=False, victim__names__0__given=1
    )
    answer = force.post(body)
    assert answer.json()["errors"] == [{"field": "victim.names[0].given", "message": "Send a string."}]
    del body["victim"]["names"][0]["given"]
    body["perpetrators"][0]["names"] = []
    answer = force.post(body)
    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == [
        "perpetrators[0].names",
        "sharing.lawful_basis",
        "sharing.reason",
        "sharing.decided_by",
        "sharing.proportionality",
    ]
    assert stored() == (0, 0)


def test_every_item_of_a_list_is_told_apart(force):
    body = made.submission(victim__dates_of_birth=["1990-04-12", "1990-13-01", "12/04/1990"])
    assert [each["field"] for each in force.post(body).json()["errors"]] == [
        "victim.dates_of_birth[1]",
        "victim.dates_of_birth[2]",
    ]


def test_a_known_person_gets_the_same_answer_as_a_new_one(force, coordinator):
    """A sender must not learn that somebody is known (T16)."""
    first = force.post(made.submission()).json()
    with coordinator.scope():
        services.accept_referral(Referral.objects.get(), by=coordinator.principal, at=AT)
    second = force.post(made.submission()).json()
    assert first.keys() == second.keys()
    assert (first["status"], second["status"]) == ("submitted", "submitted")


def test_a_person_sends_by_api_with_a_session_and_a_token(team, police):
    client = police.client
    client.handler.enforce_csrf_checks = True
    headers = {"Idempotency-Key": "x"}
    body = made.submission()
    refused = client.post(ADDRESS, body, content_type="application/json", headers=headers)
    assert refused.status_code == 403
    client.handler.enforce_csrf_checks = False
    assert client.post(ADDRESS, body, content_type="application/json", headers=headers).status_code == 201


# -- the status -------------------------------------------------------------------------------------------------------


@pytest.fixture
def reference(force):
    return force.post(made.submission()).json()["reference"]


def test_the_sender_follows_its_referral_and_nothing_more(force, coordinator, reference):
    assert set(force.get(reference).json()) == {
        "reference", "reference_spoken", "external_reference", "status", "status_label", "received_at", "hear_by",
        "heard_on", "refusal", "refusal_label",
    }  # fmt: skip
    with coordinator.scope():
        referral = Referral.objects.get()
        services.return_referral(referral, by=coordinator.principal, question="Which school?", at=AT)
    answer = force.get(reference)
    assert answer.json()["status"] == "returned"
    assert b"Which school" not in answer.content  # what the team asks is for people
    with coordinator.scope():
        services.accept_referral(referral, by=coordinator.principal, at=AT)
        services.mark_listed(referral, by=coordinator.principal)
        services.mark_heard(referral, by=coordinator.principal, on=date(2026, 11, 26))
    found = force.get(reference).json()
    assert (found["status"], found["heard_on"], found["refusal"]) == ("heard", "2026-11-26", None)


def test_a_refusal_is_told_by_its_code_and_without_the_explanation(force, coordinator, reference):
    with coordinator.scope():
        found = Referral.objects.get()
        services.decline_referral(found, by=coordinator.principal, refusal="under_16", note="CanaryNote", at=AT)
    answer = force.get(reference)
    found = answer.json()
    assert (found["status"], found["refusal"]) == ("not_met", "under_16")
    assert found["refusal_label"] == "Under 16: children's social care leads"
    assert b"CanaryNote" not in answer.content


@pytest.mark.parametrize("form", [str, str.lower, lambda r: f"{r[:4]}-{r[4:8]}-{r[8:]}"])
def test_a_reference_may_be_given_as_it_is_said(force, reference, form):
    assert force.get(form(reference)).json()["reference"] == reference


def test_another_agencys_referral_and_none_at_all_answer_with_the_same_bytes(force, surgery, reference):
    answers = [surgery.get(each) for each in (reference, "0000000000", "x", "%00", "K7F39QD2TX")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}


def test_a_status_that_is_read_is_an_event(force, reference):
    force.get(reference)
    with as_owner():
        event = Event.objects.get(kind="referral status read")
        assert event.subjects == [str(Referral.objects.get().pk)]
    assert (event.api_key_id, event.user_id, event.agency_id) == (force.key.pk, None, force.agency.pk)


# -- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key",
    [{"revoked_at": AT}, {"made_at": datetime(2019, 1, 1, tzinfo=UTC), "expires_at": datetime(2020, 1, 1, tzinfo=UTC)}],
)
def test_an_ended_key_opens_nothing(team, constabulary, key):
    system = System(constabulary, **key)
    for answer in (system.post(made.submission()), system.get("0000000000")):
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Api-Key"
        assert answer["Content-Type"] == "application/problem+json"
    assert stored() == (0, 0)


def test_a_role_that_may_not_send_is_refused(team, board_member):
    client = board_member.client
    headers = {"Idempotency-Key": "x"}
    for answer in (
        client.post(ADDRESS, made.submission(), content_type="application/json", headers=headers),
        client.get(f"{ADDRESS}0000000000/"),
    ):
        assert answer.status_code == 403
        assert answer["Content-Type"] == "application/problem+json"
    assert stored() == (0, 0)

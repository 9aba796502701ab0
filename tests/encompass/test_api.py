"""A force's own system sends notices: all of an incident or nothing, once, and the answer names nobody."""

import copy
import json
import re
import uuid

import pytest

from encompass.api.schema import EXAMPLE
from encompass.models import EncompassIncident, Notice
from referrals.api.schema import KEY_FORM
from tests.api.conftest import System
from tests.api.test_description import api, same_connection, used  # noqa: F401  (fixtures)
from tests.database import as_owner

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/notices/"


@pytest.fixture
def system(constabulary, school, college):
    return System(constabulary, scope="notice:send")


def body(*children, **changes):
    """The example of the description, at the test's school, with changes."""
    made = copy.deepcopy(EXAMPLE) | changes
    made["children"] = [made["children"][0] | {"school_urn": "100001"} | child for child in children or ({},)]
    return made


def send(system, sent, key=None):
    headers = {"Idempotency-Key": key or uuid.uuid4().hex}
    return system.client.post(ADDRESS, json.dumps(sent), content_type="application/json", headers=headers)


def stored():
    with as_owner():
        return EncompassIncident.objects.count(), Notice.objects.count()


def test_acceptance_friday_evening_two_children_two_notices_due_on_monday(system, school, college):
    answer = send(system, body({}, {"given": "Ash", "school_urn": "100002", "date_of_birth": "2009-05-01"}))
    assert answer.status_code == 201, answer.content
    notices = answer.json()["notices"]
    assert [(each["child"], each["due_at"]) for each in notices] == [
        (0, "2026-11-23T08:30:00Z"),
        (1, "2026-11-23T08:30:00Z"),
    ]
    with as_owner():
        found = {n.reference: (n.child_given, n.school) for n in Notice.objects.all()}
        incident = EncompassIncident.objects.get()
    assert [found[each["reference"]] for each in notices] == [("Robin", school), ("Ash", college)]
    assert (incident.made_with, incident.made_by, incident.from_agency) == (system.key, None, system.agency)
    assert b"Robin" not in answer.content


def test_the_same_request_again_gets_the_same_bytes_and_sends_nothing(system):
    first, again = (send(system, body(), key="one") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    assert stored() == (1, 1)


def test_a_key_with_another_body_is_a_problem_and_a_refusal_uses_up_no_key(system):
    assert send(system, body({"date_of_birth": "2001-01-01"}), key="one").status_code == 400
    assert send(system, body(), key="one").status_code == 201
    assert send(system, body(police_reference="42/2/26"), key="one").status_code == 422
    assert stored() == (1, 1)


def test_a_child_without_a_school_goes_to_the_council(system, county, officer):
    with as_owner():
        type(county).objects.filter(pk=county.pk).update(gss_code="E10000012")
    sent = body()
    del sent["children"][0]["school_urn"]
    sent["children"][0] |= {"council": "E10000012", "without_school": "home_educated"}
    assert send(system, sent).status_code == 201
    with as_owner():
        assert Notice.objects.get().school == officer


def test_what_a_system_wants_kept_back_waits_for_a_supervisor(system, key_adult):
    send(system, body({"keep_back": "An operation."}))
    with as_owner():
        assert Notice.objects.get().status == "asked"


@pytest.mark.parametrize(
    ("child", "field"),
    [
        ({"school_urn": "999999"}, "school_urn"),
        ({"council": "E10000012"}, "school_urn"),
        ({"council": "E10000012", "without_school": "no_school"}, "school_urn"),  # a school and none
        ({"date_of_birth": "2023-05-01"}, "date_of_birth"),
        ({"date_of_birth": "2023-02-30"}, "date_of_birth"),
        ({"was_present": "perhaps"}, "was_present"),
        ({"given": ""}, "given"),
        ({"age": 9}, None),
    ],
)
def test_a_wrong_child_is_named_by_its_place_and_nothing_is_stored(child, field, system):
    answer = send(system, body({}, {"given": "Canary7f3a"} | child))
    assert answer.status_code == 400
    wanted = f"children[1].{field}" if field else "children[1]"
    assert [each["field"] for each in answer.json()["errors"]] == [wanted]
    assert "Canary7f3a" not in answer.content.decode()
    assert stored() == (0, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"recorded_at": "2099-01-01T00:00:00Z"}, "recorded_at"),
        ({"occurred_at": "2026-11-20T21:00:00Z"}, "recorded_at"),
        ({"circumstances": " "}, "circumstances"),
        ({"children": []}, "children"),
        ({"risk_grade": "severe"}, "risk_grade"),
    ],
)
def test_a_wrong_incident_is_refused(changes, field, system):
    sent = body() | changes
    answer = send(system, sent)
    assert answer.status_code == 400
    assert [each["field"].partition(".")[0] for each in answer.json()["errors"]] == [field]
    assert stored() == (0, 0)


def test_a_police_reference_is_sent_once(system):
    send(system, body())
    answer = send(system, body({"given": "Ash"}))
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "police_reference"
    assert stored() == (1, 1)


def test_a_key_does_one_thing(system, constabulary):
    assert send(System(constabulary), body()).status_code == 403
    assert system.client.post("/api/v1/referrals/", "{}", content_type="application/json").status_code == 403
    assert system.client.get(ADDRESS).status_code == 405
    assert stored() == (0, 0)


def test_only_a_police_force_sends(idva, school):
    answer = send(System(idva.agency, scope="notice:send"), body())
    assert answer.status_code == 400
    assert "Only the police" in answer.json()["errors"][0]["message"]


@api.include(path_regex="^/api/v1/notices/").parametrize()
def test_the_api_is_what_its_description_says(case, system, same_connection, used):  # noqa: F811
    headers = {"Authorization": f"Api-Key {system.secret}"}
    key = str((case.headers or {}).get("Idempotency-Key", ""))
    if key in used:  # it would only be told 422
        headers["Idempotency-Key"] = uuid.uuid4().hex
    if re.fullmatch(KEY_FORM, key):
        used.add(key)
    case.call_and_validate(headers=headers)

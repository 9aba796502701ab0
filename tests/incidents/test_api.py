"""A force's crime system sends crimes: each has its own result, and nothing comes in twice."""

import json
import re
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from incidents.models import CrimeImport, CrimeRecord
from referrals.api.schema import KEY_FORM
from tests.api.conftest import System
from tests.api.test_description import api, same_connection, used  # noqa: F401  (fixtures)
from tests.database import as_owner
from tests.factories.incidents import row, sheet

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/crimes/"


def item(reference="42/1/26", **changes):
    moments = {"incident_at": "2026-11-18T22:10:00+00:00", "recorded_at": "2026-11-19T08:00:00+00:00"}
    return row(reference) | moments | changes


@pytest.fixture
def system(force):
    """The force's crime system."""
    return System(force, scope="crime:submit")


def send(system, *items, key=None, body=None):
    raw = json.dumps({"crimes": list(items)} if body is None else body)
    headers = {"Idempotency-Key": key or uuid.uuid4().hex}
    return system.client.post(ADDRESS, raw, content_type="application/json", headers=headers)


def crimes():
    with as_owner():
        return {each.crime_ref: each for each in CrimeRecord.objects.all()}


def test_each_crime_has_its_own_result(system):
    send(system, item("42/1/26"), item("42/2/26"), item("42/3/26"))
    answer = send(
        system,
        item("42/1/26"),
        item("42/2/26", outcome="charged"),
        item("42/3/26", initial_grade="standard"),
        item("42/4/26"),
        item("Jane Doe"),
    )
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [each["result"] for each in results] == ["unchanged", "outcome_updated", "refused", "created", "refused"]
    assert [error["field"] for each in results for error in each["errors"]] == ["initial_grade", "crime_ref"]
    assert {name: answer.json()[name] for name in ("created", "unchanged", "outcome_updated", "refused")} == {
        "created": 1, "unchanged": 1, "outcome_updated": 1, "refused": 2,
    }  # fmt: skip
    assert b"Jane" not in answer.content
    assert crimes()["42/2/26"].outcome == "charged"
    assert crimes()["42/3/26"].initial_grade == "high"


def test_the_same_request_again_gets_the_same_answer(system):
    first = send(system, item(), key="batch-1")
    again = send(system, item(), key="batch-1")
    assert again.json() == first.json()
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    assert len(crimes()) == 1
    assert send(system, item("42/2/26"), key="batch-1").status_code == 422
    assert len(crimes()) == 1


def test_two_hundred_are_the_most(system):
    many = [item(f"42/{n}/26") for n in range(200)]
    assert send(system, *many).json()["created"] == 200
    assert send(system, *many, item("42/x/26")).status_code == 400


MISSHAPEN = [{}, {"crimes": []}, {"crimes": [{}]}, {"crimes": [item(victim="x")]}, {"crimes": [item(score="1")]}]


@pytest.mark.parametrize("body", MISSHAPEN)
def test_a_wrong_shape_stores_nothing(system, body):
    assert send(system, body=body).status_code == 400
    assert crimes() == {}
    with as_owner():
        assert not CrimeImport.objects.exists()


def test_a_batch_can_be_undone_by_the_data_officer(system, data_officer):
    send(system, item())
    with as_owner():
        batch = CrimeImport.objects.get()
    data_officer.client.post(reverse("incident_import_undo", args=[batch.pk]))
    assert crimes() == {}


def test_a_key_does_one_thing(system, force):
    other = System(force)
    assert send(other, item()).status_code == 403
    assert system.client.post("/api/v1/referrals/", "{}", content_type="application/json").status_code == 403
    assert system.client.get(ADDRESS).status_code == 405


def test_an_agency_that_is_no_force_is_told(idva):
    answer = send(System(idva.agency, scope="crime:submit"), item())
    assert answer.status_code == 409
    assert "not set up as a police force" in answer.json()["detail"]


def test_only_a_police_force_may_make_such_a_key(administrator, idva):
    from django.utils import timezone

    from agencies.services import make_key
    from common.errors import DomainError

    page = administrator.client.post(reverse("key_new"), {"label": "Crimes", "days": "90", "scope": "crime:submit"})
    assert "linnet_" in page.content.decode()
    with pytest.raises(DomainError, match="police force"):
        make_key(idva.agency, by=idva.principal, label="x", at=timezone.now(), scope="crime:submit")


@api.include(path_regex="^/api/v1/crimes/").parametrize()
def test_the_api_is_what_its_description_says(case, system, same_connection, used):  # noqa: F811
    headers = {"Authorization": f"Api-Key {system.secret}"}
    key = str((case.headers or {}).get("Idempotency-Key", ""))
    if key in used:  # it would only be told 422
        headers["Idempotency-Key"] = uuid.uuid4().hex
    if re.fullmatch(KEY_FORM, key):
        used.add(key)
    case.call_and_validate(headers=headers)


# -- the command ------------------------------------------------------------------------------------------------------


def run(path, email, *options):
    from io import StringIO

    out = StringIO()
    call_command("import_crimes", str(path), "--as", email, *options, stdout=out)
    return out.getvalue()


def test_the_command_checks_first_and_brings_in_when_told(data_officer, tmp_path):
    file = tmp_path / "crimes.csv"
    file.write_bytes(sheet(row("42/1/26"), row("42/2/26", district="Nowhere")))
    said = run(file, data_officer.user.email)
    assert "1 new, 0 same, 0 changed, 1 wrong" in said
    assert "Row 3, district: Give the name" in said
    assert "Nothing was brought in" in said
    assert "42/" not in said
    assert crimes() == {}
    assert "Brought in." in run(file, data_officer.user.email, "--confirm")
    assert set(crimes()) == {"42/1/26"}


def test_the_command_acts_for_a_data_officer_only(sergeant, tmp_path):
    file = tmp_path / "crimes.csv"
    file.write_bytes(sheet(row()))
    with pytest.raises(CommandError, match="data officer"):
        run(file, sergeant.user.email)

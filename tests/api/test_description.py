"""The API is what its description says: schemathesis sends what the description allows and forbids."""

import json
import uuid
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig

from config.wsgi import application
from documents.kinds import FACTS
from referrals.api import schema as described
from tests.factories import SAMPLES, sample

pytestmark = pytest.mark.django_db
KEY = "Idempotency-Key"
SCHEMA = "/api/v1/schema/"


@pytest.fixture
def description(client, db):
    answer = client.get(SCHEMA, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    return answer.json()


def test_the_examples_are_the_samples():
    for example in SAMPLES.glob("*.json"):
        assert json.loads((Path(described.EXAMPLES) / example.name).read_text()) == sample(example.stem)


def test_every_field_is_described(description):
    """A partner's developer reads this and nothing else."""
    undescribed = [
        f"{name}.{field}"
        for name, component in description["components"]["schemas"].items()
        if name.endswith("Request")
        for field, facts in component["properties"].items()
        if not facts.get("description") and "$ref" not in facts
    ]
    assert undescribed == []


def test_no_object_takes_fields_that_the_description_does_not_name(description):
    objects = [c for name, c in description["components"]["schemas"].items() if name.endswith("Request")]
    assert objects
    assert all(component["additionalProperties"] is False for component in objects)


def test_every_string_and_list_is_bounded(description):
    """Nothing that a sender writes is endless."""

    def endless(facts, where):
        if "properties" in facts:
            for name, inner in facts["properties"].items():
                yield from endless(inner, f"{where}.{name}")
        elif facts.get("type") == "array":
            if "maxItems" not in facts:
                yield where
            yield from endless(facts["items"], f"{where}[]")
        elif facts.get("type") == "string" and not {"maxLength", "enum", "format"} & set(facts):
            yield where

    components = description["components"]["schemas"].items()
    assert [each for name, c in components if name.endswith("Request") for each in endless(c, name)] == []


def test_every_status_is_described(description):
    sending, asking = {201, 400, 401, 403, 406, 409, 413, 415, 422, 429}, {200, 401, 403, 404, 406, 429}
    paths = description["paths"]
    assert {int(code) for code in paths["/api/v1/referrals/"]["post"]["responses"]} == sending
    assert {int(code) for code in paths["/api/v1/referrals/{reference}/"]["get"]["responses"]} == asking


# -- schemathesis: what the description allows and what it forbids -----------------------------------------------------

# Off is one check: that whatever has the right shape is accepted. Rules between fields (a score below the threshold,
# no agreement and no lawful basis) cannot be said in the description, and refuse with 400.
ATTACK = {
    "seed": 1,
    "generation": {"max-examples": 60, "deterministic": True},
    "checks": {"positive_data_acceptance": {"enabled": False}},
    "suppress-health-check": ["all"],
}


for facts in FACTS.values():  # a body of bytes, as the description says; the washer has tests of its own
    schemathesis.openapi.media_type(facts.media_type, st.binary(max_size=200).map(facts.magic.__add__))

api = schemathesis.openapi.from_dict(
    SchemaGenerator().get_schema(public=True), config=SchemathesisConfig.from_dict(ATTACK)
)
api.app = application


@pytest.fixture
def same_connection():
    """Keep the application in this test's transaction, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def used():
    """The idempotency keys of this module's requests: one that comes again would only be told 422."""
    return set()


@api.include(path_regex="^/api/v1/referrals/").parametrize()
def test_the_api_is_what_its_description_says(case, force, same_connection, used):
    headers = {"Authorization": f"Api-Key {force.secret}"}
    if (key := (case.headers or {}).get(KEY)) in used:
        headers[KEY] = uuid.uuid4().hex
    used.add(key)
    case.call_and_validate(headers=headers)

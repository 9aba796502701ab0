"""Every field of the body, one by one: it takes its own type, refuses every other, and says where."""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories import referrals as made

pytestmark = pytest.mark.django_db

PERSON = {
    "ethnicity": "white_other",
    "disability": "no",
    "sexual_orientation": "declined",
    "gender_identity": "not_asked",
    "first_language": "pl",
    "interpreter_needed": True,
    "age_estimate": 40,
    "occupation": "Cleaner",
    "employer": "Example Laundry",
}
VICTIM = {
    "pregnant": "no",
    "pregnancy_detail": "Due in May",
    "school": "College",
    "safe_person": {"name": "Sam", "relationship": "Sister", "phone": "01632 960011", "knows": "All of it"},
    "housing": "council_rent",
    "landlord": "The council",
    "religion": "none",
    "mental_health": "Anxious",
    "substances": "None known",
    "disability_detail": "A quiet room",
    "nationality": "Spanish",
    "immigration_status": "pre_settled",
    "public_funds": "not_asked",
}
ADDRESS = {
    "lines": ["3 Sample Street"], "town": "Southend-on-Sea", "postcode": "SS1 1ZZ", "protected": False,
    "unknown": False, "kind": "home",
}  # fmt: skip
CONDITIONS = {"custody": "on_bail", "bail_conditions": "Not to contact her", "conditions_until": "2026-12-24"}
FULL = made.submission(
    scheme="other",
    referred_with=[{"kind": "primary_care", "agency": "Creek Road Surgery"}],
    victim=made.submission()["victim"] | PERSON | VICTIM,
    victim__address__unknown=False,
    victim__address__kind="home",
    victim__contacts__0__withheld_number=True,
    referrer__consulted="yes",
    referrer__consulted_with="Safeguarding lead",
    investigation={"reference": "42/1", "officer": "PC Example", "force": "Kent Police", "contact": "01632 960012"},
    previous_referral={"known": "yes", "on": "2025-06-01", "reference": "17"},
    heard_elsewhere=[{"area": "Kent", "on": "2026-03-05", "reference": "K1"}],
    others_at_risk=[
        {
            "names": [{"given": "Nan", "family": "Testcase", "kind": "current"}],
            "dates_of_birth": ["1950-01-01"],
            "age_estimate": 76,
            "sex": "female",
            "relationship_to_victim": "parent",
            "risk": "Lives in the same home",
        }
    ],
    victim_view__police_rationale="Afraid of him",
    victim_view__wishes_not_asked="not_safe_to_ask",
    sharing__privacy_information="given",
    sharing__privacy_reason="Not needed",
    perpetrators=[made.submission()["perpetrators"][0] | PERSON | CONDITIONS | {"unknown": False}],
    children=[made.submission()["children"][0] | {"sex": "female", "age_estimate": 9, "address": ADDRESS}],
    risk_assessment__answers__CHILDREN_PRESENT="yes",
    risk_assessment__answers__CHILDREN_HURT="no",
    risk_assessment__answers__CHILDREN_THREAT="no",
    risk_assessment__tool="police_dash27",
    risk_assessment__stated_score=16,
    risk_assessment__grade="high",
    risk_assessment__notes="In her own words.",
    risk_assessment__wording="linnet-1",
    sharing__decided_by="Sgt Example",
    sharing__proportionality="Only what the meeting needs.",
    safeguarding__adults_referral_made_on="2026-11-18",
    safeguarding__reference="CSC-1",
)
WRONG: dict[type, tuple[Any, ...]] = {
    bool: (0, 1, "true", None, []),
    int: ("16", 16.5, True, None, {}),
    str: (16, True, None, [], {}),
    list: ({}, "x", 1, None),
    dict: ([], "x", 1, None),
}
Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Everything inside a body, with the way to it."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield (*path, key), inner
        yield from places(inner, (*path, key))


def changed(path: Path, value: Any) -> dict[str, Any]:
    body: Any = copy.deepcopy(FULL)
    place = body
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return body


def said(path: Path) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def test_a_body_with_every_field_is_accepted(force):
    answer = force.post(FULL)
    assert answer.status_code == 201, answer.json()


def test_every_field_of_the_description_is_in_that_body(client, db):
    """A new field joins the tests of this module, or this one fails."""
    schema = json.loads(client.get("/api/v1/schema/", headers={"Accept": "application/json"}).content)
    components, found = schema["components"]["schemas"], []
    ahead = [schema["paths"]["/api/v1/referrals/"]["post"]["requestBody"]]
    while ahead:  # the body, and whatever it refers to
        names = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(ahead.pop()))) - set(found)
        found += names
        ahead += [components[name] for name in names]
    described = {field for name in found if name.endswith("Request") for field in components[name]["properties"]}
    assert described == {path[-1] for path, _ in places(FULL) if isinstance(path[-1], str)}


@pytest.mark.parametrize("path", [path for path, _ in places(FULL)], ids=said)
def test_a_field_refuses_every_other_type_and_says_where(path, force):
    value = dict(places(FULL))[path]
    for wrong in WRONG[type(value)]:
        answer = force.post(changed(path, wrong))
        assert answer.status_code == 400, wrong
        assert answer.json()["errors"][0]["field"] == said(path), wrong


REQUIRED = [
    ("referrer",), ("referrer", "name"), ("district",), ("criteria",), ("reasons",), ("victim",), ("victim", "names"),
    ("perpetrators",), ("perpetrators", 0, "works_for_partner_agency"), ("victim_view",),
    ("victim_view", "aware_of_referral"), ("victim_view", "agrees"), ("immediate_actions",),
    ("victim", "contacts", 0, "channel"), ("incidents", 0, "occurred_at"), ("incidents", 0, "kind"),
    ("risk_assessment", "tool"), ("risk_assessment", "assessed_on"),
]  # fmt: skip


@pytest.mark.parametrize("path", REQUIRED, ids=said)
def test_what_cannot_be_left_out(path, force):
    body: Any = copy.deepcopy(FULL)
    place = body
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    answer = force.post(body)
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": said(path), "message": "Send this field."}]

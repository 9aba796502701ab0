"""Every field of the body, one by one: it takes its own type, refuses every other, and says where."""

import copy
import json
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
}
FULL = made.submission(
    scheme="other",
    victim=made.submission()["victim"] | PERSON | {"pregnant": "no", "school": "College"},
    victim__address__unknown=False,
    perpetrators=[made.submission()["perpetrators"][0] | PERSON | {"unknown": False}],
    children=[made.submission()["children"][0] | {"sex": "female", "age_estimate": 9}],
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
    components = json.loads(client.get("/api/v1/schema/", headers={"Accept": "application/json"}).content)["components"]
    described = {
        field
        for name, facts in components["schemas"].items()
        if name.endswith("Request")
        for field in facts["properties"]
    }
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

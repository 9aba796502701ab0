"""What an attacker or a broken system sends: every answer is a 4xx problem, quotes nothing, and nothing is stored."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from referrals.models import IdempotencyKey, Referral
from tests.api.conftest import ADDRESS
from tests.database import as_owner
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db
CANARY = "Canary7f3a"
SAMPLE = json.dumps(made.submission())


def with_value(place: str, value: object) -> bytes:
    """The police sample with one value changed, wherever it stands; None becomes null."""
    body = json.dumps(made.submission(**{place: "@@"}))
    return body.replace('"@@"', json.dumps(value)).encode("utf-8", "surrogatepass")


def nested(depth: int) -> bytes:
    return b'{"victim":' * depth + b"1" + b"}" * depth


BODIES = {
    "nothing": (b"", 400),
    "no JSON": (CANARY.encode(), 400),
    "half a body": (SAMPLE[:400].encode(), 400),
    "a list": (f"[{SAMPLE}]".encode(), 400),
    "a string": (b'"Canary7f3a"', 400),
    "null": (b"null", 400),
    "not UTF-8": (b'{"reasons": "\xff\xfe Canary7f3a"}', 400),
    "UTF-16": (SAMPLE.encode("utf-16"), 400),
    "a byte order mark": (b"\xef\xbb\xbf" + SAMPLE.encode(), 400),
    "NUL": (with_value("reasons", f"{CANARY}\0"), 400),
    "NUL in a key": (json.dumps({f"{CANARY}\0": 1}).encode(), 400),
    "another control character": (with_value("reasons", f"{CANARY}\x1b[2J"), 400),
    "half a surrogate pair": (SAMPLE.replace("Asha", CANARY + "\\ud800").encode(), 400),
    "NaN": (SAMPLE.replace("16", "NaN").encode(), 400),
    "a number of 5,000 digits": (f'{{"stated_score": {"9" * 5000}}}'.encode(), 400),
    "a key twice": (b'{"reasons": "a", "reasons": "Canary7f3a"}', 400),
    "deep nesting": (nested(13), 400),
    "very deep nesting": (nested(50_000), 400),
    "deep lists": (b"[" * 100_000, 400),
    "a list of 201": (with_value("criteria", [CANARY] * 201), 400),
    "2 MB": (json.dumps({"reasons": CANARY * 210_000}).encode(), 413),
    "2 MB of spaces": (b" " * 2_000_000, 413),
    "an unknown field": (with_value(CANARY, 1), 400),
    "an unknown field inside": (with_value(f"victim__{CANARY}", CANARY), 400),
    "a read-only field": (with_value("status", "accepted"), 400),
    "another agency": (with_value("from_agency", 1), 400),
    "an unknown code": (with_value("criteria", [CANARY]), 400),
    "a code of the wrong type": (with_value("criteria", [{"code": CANARY}]), 400),
    "an item of no tool": (with_value(f"risk_assessment__answers__{CANARY}", "yes"), 400),
    "an unknown answer": (with_value("risk_assessment__answers__FEARS", CANARY), 400),
    "a float": (with_value("victim__age_estimate", 34.5), 400),
    "a float that is whole": (with_value("victim__age_estimate", 34.0), 400),
    "true for a number": (with_value("victim__age_estimate", True), 400),
    "a number as text": (with_value("victim__age_estimate", "34"), 400),
    "a number below": (with_value("victim__age_estimate", -1), 400),
    "a number above": (with_value("risk_assessment__stated_score", 10**30), 400),
    "1 for true": (with_value("victim__interpreter_needed", 1), 400),
    "yes for true": (with_value("victim__interpreter_needed", "yes"), 400),
    "a number for a string": (with_value("reasons", 12), 400),
    "true for a string": (with_value("referrer__name", True), 400),
    "null for a string": (with_value("reasons", None), 400),
    "an object for a list": (with_value("victim__names", {"0": {"given": CANARY}}), 400),
    "a string for a list": (with_value("victim__names", CANARY), 400),
    "a string for an object": (with_value("victim", CANARY), 400),
    "a text that is too long": (with_value("victim__gp", CANARY * 21), 400),
    "a text beyond any limit": (with_value("reasons", CANARY * 2_001), 400),
    "too many names": (with_value("victim__names", [{"given": CANARY}] * 21), 400),
    "no such day": (with_value("victim__dates_of_birth", ["1990-02-30"]), 400),
    "a day in another order": (with_value("victim__dates_of_birth", ["12/04/1990"]), 400),
    "a day of a week": (with_value("victim__dates_of_birth", ["1990-W15-4"]), 400),
    "a day in other digits": (with_value("victim__dates_of_birth", ["١٩٩٠-٠٤-١٢"]), 400),
    "a year of five digits": (with_value("victim__dates_of_birth", ["11990-04-12"]), 400),
    "a moment without an offset": (with_value("incidents__0__occurred_at", "2026-11-17T22:10:00"), 400),
    "a moment before London was": (with_value("incidents__0__occurred_at", "0001-01-01T00:00:00+14:00"), 400),
    "a moment after everything": (with_value("incidents__0__occurred_at", "9999-12-31T23:59:59-14:00"), 400),
    "an offset that is none": (with_value("incidents__0__occurred_at", "2026-11-17T22:10:00+99:00"), 400),
    "a birthday in the future": (with_value("victim__dates_of_birth", ["2199-01-01"]), 400),
    "no e-mail address": (with_value("referrer__email", CANARY), 400),
    "a postcode that is none": (with_value("victim__address__postcode", "Canary7"), 400),
    "a district that is none": (with_value("district", "' OR 1=1"), 400),
    "a district of elsewhere": (with_value("district", "E99999999"), 400),
    "no name": (with_value("victim__names", []), 400),
    "no ground": (json.dumps(made.submission("referral-gp-judgement", criteria=[])).encode(), 400),
}


def stored() -> int:
    with as_owner():
        return Referral.objects.count() + IdempotencyKey.objects.count()


@pytest.mark.parametrize("what", BODIES)
def test_hostile_bodies_are_refused_and_quote_nothing(what, force):
    body, expected = BODIES[what]
    answer = force.post(body)
    assert answer.status_code == expected, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == expected
    assert CANARY not in answer.content.decode()
    assert stored() == 0


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        f"text/{CANARY}",
        "application/json-patch+json",
        "",
    ],
)
def test_other_content_types_are_refused(content_type, force):
    answer = force.post(SAMPLE.encode(), content_type=content_type)
    assert answer.status_code == 415
    assert answer["Content-Type"] == "application/problem+json"
    assert CANARY not in answer.content.decode()
    assert stored() == 0


def test_an_answer_in_another_form_is_not_offered(force):
    answer = force.post(SAMPLE.encode(), Accept="text/html")
    assert answer.status_code == 406
    assert answer["Content-Type"] == "application/problem+json"
    assert stored() == 0


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(method, force):
    answer = getattr(force.client, method)(ADDRESS)
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Api-Key",
        "Api-Key ",
        "Api-Key Canary7f3a",
        "Bearer Canary7f3a",
        "Api-Key linnet_aaaaaaaa_" + "a" * 43,
        "Api-Key linnet_" + "a" * 20_000,
        "Api-Key \0",
        "näh",
    ],
)
def test_a_wrong_key_is_told_nothing(header, force):
    force.client.defaults.pop("HTTP_AUTHORIZATION", None)
    answer = force.client.post(
        ADDRESS, SAMPLE, content_type="application/json", headers={"Authorization": header, "Idempotency-Key": "x"}
    )
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert CANARY not in answer.content.decode()
    assert stored() == 0


def test_a_secret_that_is_almost_right_opens_nothing(force):
    secret = force.secret[:-1] + ("a" if force.secret[-1] != "a" else "b")
    answer = force.client.post(
        ADDRESS, SAMPLE, content_type="application/json", headers={"Authorization": f"Api-Key {secret}"}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize("path", ["x/y/", "../", "0000000000/case/", "'/", "%2e%2e/", f"{'9' * 3000}/"])
def test_odd_addresses_are_not_found(path, force):
    answer = force.client.get(ADDRESS + path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body", [with_value("reasons", f"{CANARY} {'x' * 40}"), with_value("victim__sex", CANARY), b"{" + CANARY.encode()]
)
def test_no_log_line_holds_what_was_sent(body, force, caplog, capfd):
    caplog.set_level(0)
    force.post(body)
    force.client.get(f"{ADDRESS}{CANARY}/")
    said = capfd.readouterr()
    assert CANARY not in caplog.text + said.out + said.err


# -- anything at all ---------------------------------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
PLACES = st.sampled_from(
    [
        "district", "criteria", "reasons", "victim", "victim__names", "victim__dates_of_birth", "victim__address",
        "victim__contacts", "perpetrators", "perpetrators__0__names", "children", "children__0", "incidents",
        "incidents__0", "incidents__0__occurred_at", "risk_assessment", "risk_assessment__answers",
        "risk_assessment__stated_score", "risk_assessment__assessed_on", "victim_view", "sharing", "safeguarding",
        "referrer", "referrer__email", "external_reference", "scheme", "immediate_actions", "incident_reported_at",
    ]
)  # fmt: skip


@settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(place=PLACES, value=ANYTHING)
def test_no_value_anywhere_makes_a_server_error(force, place, value):
    answer = force.post(with_value(place, value))
    assert answer.status_code in (201, 400), (place, value)


@settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(body=st.binary(max_size=400) | ANYTHING.map(lambda value: json.dumps(value).encode("utf-8", "surrogatepass")))
def test_no_body_makes_a_server_error(force, body):
    assert force.post(body).status_code == 400

"""POST /api/v1/referrals/{reference}/incidents/: new to the team, on the case at once, each once."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import CaseAgency, Incident
from referrals import services
from referrals.models import FurtherIncidents, Referral
from tests import factories
from tests.api.conftest import ADDRESS
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def incident(day=18, **more):
    return {"occurred_at": f"2026-11-{day}T22:10:00+00:00", "kind": "crime", "summary": f"Of the {day}th", **more}


def send(system, reference, *incidents, key="", raw=None):
    body = raw if raw is not None else json.dumps({"incidents": incidents})
    headers = {"Idempotency-Key": key or uuid.uuid4().hex}
    address = f"{ADDRESS}{reference}/incidents/"
    return system.client.post(address, body, content_type="application/json", headers=headers)


@pytest.fixture
def reference(force):
    return force.post(made.submission(incidents=[incident(10)])).json()["reference"]


@pytest.fixture
def case(reference, coordinator):
    """The case that the referral has become."""
    with coordinator.scope():
        return services.accept_referral(Referral.objects.get(), by=coordinator.principal, at=AT)


def on_case():
    with as_owner():
        return sorted(Incident.objects.values_list("summary", flat=True))


def test_what_has_happened_since_waits_for_the_team_and_goes_with_the_case(force, reference, coordinator):
    answer = send(force, reference, incident(18), incident(19))
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["reference"], answer.json()["added"]) == (reference, 2)
    page = coordinator.client.get(reverse("referrals_further")).content.decode()
    assert reference[:4] in page
    assert_title_ok(page.split("<title>")[1].split("</title>")[0])
    page = coordinator.client.get(reverse("referral", args=[reference])).content.decode()
    assert "Of the 18th" in page
    assert "Mark as read" in page
    with coordinator.scope():
        services.accept_referral(Referral.objects.get(), by=coordinator.principal, at=AT)
    assert on_case() == ["Of the 10th", "Of the 18th", "Of the 19th"]


def test_read_is_no_longer_new(force, reference, coordinator):
    send(force, reference, incident())
    coordinator.client.post(reverse("referral_further_read", args=[reference]))
    assert reference[:4] not in coordinator.client.get(reverse("referrals_further")).content.decode()
    page = coordinator.client.get(reverse("referral", args=[reference])).content.decode()
    assert "Of the 18th" in page
    assert "Mark as read" not in page
    with as_owner():
        assert FurtherIncidents.objects.get().read_by_id == coordinator.user.pk


def test_on_a_case_they_stand_at_once_and_each_once(force, reference, case):
    send(force, reference, incident(10), incident(18, police_reference=" EP/1 "))
    assert on_case() == ["Of the 10th", "Of the 18th"]  # the first one came with the referral
    send(force, reference, incident(18, police_reference="EP/1"), incident(18, police_reference="EP/2"))
    assert on_case() == ["Of the 10th", "Of the 18th", "Of the 18th"]
    with as_owner():
        row = Incident.objects.get(police_reference="EP/1")
    assert (row.case_id, row.from_agency, row.kind, row.reported_to_police) == (case.pk, force.agency, "crime", None)


def test_the_same_request_again_adds_nothing(force, reference, case):
    first, again = (send(force, reference, incident(), key="one") for _ in range(2))
    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    assert len(on_case()) == 2
    assert send(force, reference, incident(19), key="one").status_code == 422


def test_another_agencys_referral_takes_nothing_and_says_nothing(force, surgery, reference, case):
    answers = [send(surgery, each, incident()) for each in (reference, "0000000000")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert on_case() == ["Of the 10th"]


def test_a_sealed_case_takes_nothing_from_a_system_that_it_is_hidden_from(force, reference, case):
    with as_owner():
        type(case).objects.filter(pk=case.pk).update(sealed_at=AT, code_name="Rowan")
    assert send(force, reference, incident()).status_code == 404
    assert on_case() == ["Of the 10th"]


def test_nobody_writes_on_a_case_through_a_report_of_somebody_else(force, surgery, reference, case, coordinator):
    """The function of the database, called past the service."""
    with as_owner():
        report = FurtherIncidents.objects.create(
            id=uuid.uuid4(), referral=Referral.objects.get(), incidents=[incident()]
        )
    for somebody in (surgery, coordinator):
        with somebody.scope(), connection.cursor() as cursor:
            cursor.execute("SELECT access.append_incidents(%s)", [report.pk])
            assert cursor.fetchone() == (0,)
    assert on_case() == ["Of the 10th"]


@pytest.mark.parametrize(
    "raw",
    [
        "{}",
        '{"incidents": []}',
        '{"incidents": [{}]}',
        '{"incidents": ["CanaryName"]}',
        '{"incidents": [{"occurred_at": "2026-11-18T22:10:00+00:00", "kind": "CanaryName"}]}',
        '{"incidents": [{"occurred_at": "2199-11-18T22:10:00+00:00", "kind": "crime"}]}',
        '{"incidents": [{"occurred_at": "2026-11-18T22:10:00+00:00", "kind": "crime"}], "case": "CanaryName"}',
    ],
)
def test_what_is_not_acceptable_is_refused_and_stored_nowhere(force, reference, case, raw):
    answer = send(force, reference, raw=raw)
    assert answer.status_code == 400
    assert b"CanaryName" not in answer.content
    with as_owner():
        assert not FurtherIncidents.objects.exists()


def test_a_member_of_the_case_reads_them_there_and_not_the_report(force, reference, case, idva):
    with as_owner():
        CaseAgency.objects.create(
            case=case, agency=idva.agency, level=CaseAgency.Level.MEMBER, sources=["meeting"], starts_at=AT
        )
    send(force, reference, incident())
    assert "Of the 18th" in idva.client.get(reverse("case", args=[case.reference])).content.decode()
    with idva.scope():
        assert not FurtherIncidents.objects.exists()


def test_the_list_costs_the_same_for_one_and_for_twenty(force, coordinator, team):
    costs = []
    for more in (1, 19):
        for _ in range(more):
            sent = factories.referral(from_agency=force.agency, to_agency=team)
            with as_owner():
                FurtherIncidents.objects.create(id=uuid.uuid4(), referral=sent, incidents=[incident()])
        client = coordinator.client
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("referrals_further"))
        costs.append(len(found))
    assert costs[0] == costs[1]

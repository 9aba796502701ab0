"""Files of a referral: by API and on the page, kept once, scanned or waiting, saved by those who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases.models import CaseAgency
from common.errors import DomainError
from documents.kinds import LARGEST, FileKind
from documents.services import NotTaken, Upload, check_again
from referrals import services
from referrals.models import Draft, ReferralDocument
from tests import factories
from tests.api.conftest import ADDRESS, force, surgery, team  # noqa: F401  (fixtures)
from tests.database import as_owner
from tests.documents.clamd import FOUND_IN, scanner
from tests.documents.files import CAMERA, docx, jpeg, pdf
from tests.face.rules import assert_title_ok
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db
NAME = "CanaryName of a person.pdf"


@pytest.fixture
def referral(team, constabulary):  # noqa: F811
    return factories.referral(from_agency=constabulary, to_agency=team)


def send(system, referral, body=None, *, content_type="application/pdf", holds="report"):
    address = f"{ADDRESS}{referral.reference}/documents/"
    query = f"?holds={holds}" if holds else ""
    return system.client.post(address + query, pdf() if body is None else body, content_type=content_type)


def kept():
    with as_owner():
        return list(ReferralDocument.objects.all())


def post(person, address, body, *, name="x.pdf", holds="report"):
    return person.client.post(address, {"file": SimpleUploadedFile(name, body), "holds": holds}, follow=True)


# -- by API ------------------------------------------------------------------------------------------------------------


def test_a_system_adds_a_document_to_its_referral(force, referral):  # noqa: F811
    answer = send(force, referral, jpeg(gps=True), content_type="image/jpeg", holds="photograph")
    (document,) = kept()
    assert answer.status_code == 201, answer.json()
    assert answer.json() == {
        "id": str(document.pk), "kind": "jpeg", "holds": "photograph", "size": len(document.body),
        "sha256": document.sha256, "state": "ready",
    }  # fmt: skip
    assert CAMERA.encode() not in bytes(document.body)
    assert (document.agency_id, document.uploaded_with_id, document.scanned_at) == (force.agency.pk, force.key.pk, None)


def test_the_same_bytes_again_are_kept_once(force, referral):  # noqa: F811
    body = pdf()
    first, again = (send(force, referral, body) for _ in range(2))
    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    assert len(kept()) == 1


def test_another_agencys_referral_takes_no_document_and_says_nothing(force, surgery, referral):  # noqa: F811
    answer = send(surgery, referral)
    missing = surgery.client.post(f"{ADDRESS}0000000000/documents/?holds=report", pdf(), content_type="application/pdf")
    assert (answer.status_code, answer.content) == (404, missing.content)
    assert kept() == []


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"body": b"<html>", "content_type": "text/html"}, 415),
        ({"body": b"{}", "content_type": "application/json"}, 415),
        ({"body": b"<html>"}, 400),
        ({"body": b""}, 400),
        ({"holds": ""}, 400),
        ({"holds": "CanaryName"}, 400),
        ({"holds": "report&name=CanaryName"}, 400),
        ({"body": b"%PDF-" + b"x" * LARGEST}, 413),
    ],
)
def test_a_document_that_is_not_taken_is_a_problem_and_nothing_is_kept(force, referral, facts, status):  # noqa: F811
    answer = send(force, referral, **facts)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert b"CanaryName" not in answer.content
    assert kept() == []


def test_a_refused_file_says_by_a_code_why(force, referral):  # noqa: F811
    assert send(force, referral, b"<html>").json()["reason"] == "other_kind"
    assert send(force, referral, pdf(password="x")).json()["reason"] == "password"


def test_a_referral_takes_twenty_documents(force, referral):  # noqa: F811
    for _ in range(ReferralDocument.MOST):
        made.document(referral)
    answer = send(force, referral)
    assert answer.status_code == 409
    assert "20 documents" in answer.json()["detail"]


# -- on the page -------------------------------------------------------------------------------------------------------


def test_sender_and_team_share_the_documents_and_the_name_is_forgotten(police, coordinator, referral):
    address = reverse("referral_documents", args=[referral.reference])
    page = post(police, address, pdf(), name=NAME)
    assert "Document added" in page.content.decode()
    (document,) = kept()
    for person in (police, coordinator):
        page = person.client.get(address)
        assert reverse("referral_document", args=[document.pk]) in page.content.decode()
        assert "Not scanned for viruses" in page.content.decode()
        assert "CanaryName" not in page.content.decode()
        assert_title_ok(page.content.decode().partition("<title>")[2].partition("</title>")[0].strip())
    assert document.file_name == f"document-{document.pk.hex[:8]}.pdf"


def test_a_document_is_saved_and_never_shown(police, referral):
    document = made.document(referral)
    answer = police.client.get(reverse("referral_document", args=[document.pk]))
    assert answer.content == bytes(document.body)
    assert answer["Content-Disposition"] == f'attachment; filename="{document.file_name}"'
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    with as_owner():
        event = Event.objects.get(kind="document downloaded")
    assert event.subjects == [str(referral.pk), str(document.pk)]


@pytest.mark.parametrize("state", ["quarantined", "refused"])
def test_a_document_that_is_not_ready_opens_for_nobody(police, referral, state):
    document = made.document(referral, state=state, **({"body": b"", "size": 0} if state == "refused" else {}))
    assert police.client.get(reverse("referral_document", args=[document.pk])).status_code == 404
    assert reverse("referral_document", args=[document.pk]) not in police.client.get(
        reverse("referral_documents", args=[referral.reference])
    ).content.decode().replace(reverse("referral_document_check", args=[document.pk]), "")


def test_a_member_of_the_case_sees_the_referral_and_not_its_documents(police, idva, coordinator, team):  # noqa: F811
    """Whoever leads the case sees them; a member agency does not."""
    case = factories.case(coordinator.agency)
    with as_owner():
        CaseAgency.objects.create(
            case=case,
            agency=idva.agency,
            level=CaseAgency.Level.MEMBER,
            sources=["meeting"],
            starts_at=case.received_at,
        )
    elsewhere = factories.agency(type="coordination")
    found = factories.referral(from_agency=police.agency, to_agency=elsewhere, case=case, status="accepted")
    document = made.document(found)
    for person, status in ((police, 200), (coordinator, 200), (idva, 404)):
        assert person.client.get(reverse("referral_document", args=[document.pk])).status_code == status
        assert person.client.get(reverse("referral_documents", args=[found.reference])).status_code == status
    assert idva.client.get(reverse("referral", args=[found.reference])).status_code == 200


def test_a_file_that_is_too_large_is_refused_in_words_and_never_touches_a_disk(police, referral):
    page = post(police, reverse("referral_documents", args=[referral.reference]), b"%PDF-" + b"x" * LARGEST)
    assert "larger than 10 MB" in page.content.decode()
    assert kept() == []


def test_the_list_costs_the_same_for_one_and_for_twenty(police, referral):
    address, costs = reverse("referral_documents", args=[referral.reference]), []
    for more in (1, 19):
        for _ in range(more):
            made.document(referral)
        client = police.client
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        costs.append(len(found))
        assert not any('"body"' in query["sql"] for query in found.captured_queries)
    assert costs[0] == costs[1]


# -- a draft -----------------------------------------------------------------------------------------------------------


def test_what_was_added_to_a_draft_goes_with_the_referral(police, coordinator, team):  # noqa: F811
    draft = made.draft(police.agency, police.user)
    post(police, reverse("referral_draft_documents", args=[draft.pk]), pdf())
    (document,) = kept()
    assert coordinator.client.get(reverse("referral_document", args=[document.pk])).status_code == 404
    with police.scope():
        payload = made.submission()
        sent = services.send_draft(draft, by=police.principal, payload=payload, at=timezone.now())
    assert [(d.referral_id, d.draft_id) for d in kept()] == [(sent.pk, None)]
    assert coordinator.client.get(reverse("referral_document", args=[document.pk])).status_code == 200


def test_a_document_may_be_taken_off_a_draft_and_not_off_a_referral(police, referral):
    draft = made.draft(police.agency, police.user)
    on_draft, sent = made.document(draft=draft), made.document(referral)
    for document in (on_draft, sent):
        police.client.post(reverse("referral_document_remove", args=[document.pk]))
    assert [d.pk for d in kept()] == [sent.pk]


def test_a_deleted_draft_takes_its_documents_along(police):
    draft = made.draft(police.agency, police.user)
    made.document(draft=draft)
    with police.scope():
        services.delete_draft(Draft.objects.get(pk=draft.pk), by=police.principal)
    assert kept() == []


# -- the virus check ---------------------------------------------------------------------------------------------------


def upload(body):
    return Upload(body, FileKind.PDF, "report")


def test_a_clean_file_is_ready_and_says_that_it_was_scanned(police, referral, settings):
    with scanner() as (server, settings.CLAMAV_URL), police.scope():
        document, _ = services.add_document(referral, by=police.principal, upload=upload(pdf()), at=timezone.now())
    assert (document.state, document.scanned_at is not None) == ("ready", True)
    assert server.scanned == [document.size]


def test_a_virus_is_not_kept(police, referral, settings):
    body = docx({f"word/{FOUND_IN.decode()}.xml": "<x/>"})  # in a name, which no packing hides
    sent = Upload(body, FileKind.DOCX, "report")
    with scanner() as (_, settings.CLAMAV_URL), police.scope(), pytest.raises(NotTaken) as refused:
        services.add_document(referral, by=police.principal, upload=sent, at=timezone.now())
    assert refused.value.code == "malware"
    assert kept() == []


def test_a_silent_scanner_keeps_the_file_from_everybody_until_it_answers(police, referral, settings):
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"  # the discard port: nobody listens
    with police.scope():
        document, _ = services.add_document(referral, by=police.principal, upload=upload(pdf()), at=timezone.now())
        assert document.state == "quarantined"
        with pytest.raises(DomainError, match="Try again"):
            check_again(document, by=police.principal, at=timezone.now())
    assert police.client.get(reverse("referral_document", args=[document.pk])).status_code == 404
    with scanner() as (_, settings.CLAMAV_URL):
        police.client.post(reverse("referral_document_check", args=[document.pk]))
    assert police.client.get(reverse("referral_document", args=[document.pk])).status_code == 200


def test_a_virus_that_is_found_later_is_thrown_away(police, referral, settings):
    document = made.document(referral, state="quarantined", body=b"%PDF-" + FOUND_IN, size=22)
    with scanner() as (_, settings.CLAMAV_URL), police.scope():
        found = check_again(document, by=police.principal, at=timezone.now())
    assert (found.state, bytes(found.body), found.size) == ("refused", b"", 0)

"""Somebody asks for their own record: prepared by one, released by another, and nobody else slips out."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.roles import Role
from audit.models import Event
from cases.models import Address, Involvement, Note, PersonName, SafeContact, VictimView
from cases.models import Person as Party
from common.errors import Conflict, DomainError
from subject_access import services
from subject_access.letter import letter_html
from subject_access.models import RequestItem, SubjectRequest
from subject_access.services import Slips
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_title_ok

pytestmark = pytest.mark.django_db
CANARIES = (
    "Cnryvictim", "Cnrychild", "Cnryroad", "Cnrywish", "Cnrynote", "01632 960123", "CN1 9RY", "marac", "meeting",
)  # fmt: skip


@pytest.fixture
def case(coordinator, police):
    """A case in which everything about the person at risk is a mark."""
    made = factories.case(coordinator.agency, police.agency, victim="Cnryvictim Sample", district=factories.authority())
    with as_owner():
        victim = Party.objects.get(involvements__case=made)
        Address.objects.create(person=victim, lines="1 Cnryroad", postcode="CN1 9RY", is_protected=True)
        SafeContact.objects.create(person=victim, channel="phone", value="01632 960123", safety="safe")
        VictimView.objects.create(case=made, wants="Cnrywish", from_agency=police.agency)
        Note.objects.create(case=made, author=police.user, agency=police.agency, body="Cnrynote of Ravi Other")
        for role, given, family in (("perpetrator", "Ravi", "Other"), ("child", "Cnrychild", "Sample")):
            person = Party.objects.create()
            PersonName.objects.create(person=person, given=given, family=family)
            Involvement.objects.create(case=made, person=person, role=role)
        ravi = Party.objects.get(involvements__role="perpetrator")
        Address.objects.create(person=ravi, lines="9 Bail Street", town="Southend-on-Sea", postcode="SS2 2ZZ")
    return made


@pytest.fixture
def second(coordinator):
    return Person(factories.member(coordinator.agency, Role.MARAC_COORDINATOR))


def who(case, role):
    return Involvement.objects.get(case=case, role=role).person


def ask(coordinator, case, role="perpetrator", **more):
    facts = {"received_on": timezone.localdate(), "asked_by": "themselves", "identity_checked": "Passport seen"} | more
    with coordinator.scope():
        return services.open_request(who(case, role), by=coordinator.principal, at=timezone.now(), **facts)


def decide(coordinator, item, decision="disclose", **more):
    with coordinator.scope():
        services.decide_item(item, by=coordinator.principal, at=timezone.now(), decision=decision, **more)


def items_of(coordinator, request):
    with coordinator.scope():
        return list(RequestItem.objects.filter(request=request))


def answered(coordinator, second, request):
    for item in items_of(coordinator, request):
        decide(coordinator, item)
    with coordinator.scope():
        services.prepare_answer(request, by=coordinator.principal, at=timezone.now())
    with second.scope():
        return services.release_answer(request, by=second.principal, at=timezone.now())


def words_in(released):
    """Everything that can be read out of an answer: the one page that it was made from, and what the PDF adds to it."""
    with pikepdf.open(io.BytesIO(bytes(released.body))) as opened:
        assert "/EmbeddedFiles" not in opened.Root.get("/Names", {})
        about = str(dict(opened.docinfo)) + str(opened.open_metadata())
    with as_owner():
        return about + letter_html(released, list(released.items.all()), at=released.released_at)


def test_line_20_what_the_person_causing_harm_is_given_holds_nothing_of_anybody_else(coordinator, second, case):
    request = ask(coordinator, case)
    kinds = {item.kind for item in items_of(coordinator, request)}
    assert kinds == {"name", "address"}
    with coordinator.scope():
        assert SubjectRequest.objects.visible_to(coordinator.principal).open().get() == request  # the queue
    released = answered(coordinator, second, request)
    words = words_in(released)
    assert "Ravi Other" in words
    assert "9 Bail Street" in words
    assert not [mark for mark in CANARIES if mark.lower() in words.lower()]


def test_the_person_at_risk_may_be_given_what_is_theirs_but_nothing_that_names_others(coordinator, second, case):
    request = ask(coordinator, case, "victim")
    items = {item.kind: item for item in items_of(coordinator, request)}
    assert {"name", "address", "contact", "view", "note"} <= set(items)
    with pytest.raises(Slips, match="Ravi"):
        decide(coordinator, items["note"])
    with pytest.raises(Slips):
        decide(coordinator, items["note"], "redact", exemption="third_party", shown="Cnrynote of Ravi")
    decide(coordinator, items["note"], "redact", exemption="third_party", shown="Cnrynote")
    for kind, item in items.items():
        if kind != "note":
            decide(coordinator, item)
    with coordinator.scope():
        services.prepare_answer(request, by=coordinator.principal, at=timezone.now())
    with second.scope():
        words = words_in(services.release_answer(request, by=second.principal, at=timezone.now()))
    assert "Cnrywish" in words
    assert "Ravi" not in words


def test_nothing_is_released_before_all_is_decided_and_who_asks_is_known(coordinator, second, case):
    request = ask(coordinator, case, identity_checked="")
    by, at = {"by": coordinator.principal}, {"at": timezone.now()}
    with coordinator.scope(), pytest.raises(DomainError, match="who asks"):
        services.prepare_answer(request, **by, **at)
    with coordinator.scope():
        services.check_identity(request, **by, how="Passport seen")
    with coordinator.scope(), pytest.raises(DomainError, match="still to be decided"):
        services.prepare_answer(request, **by, **at)
    with second.scope(), pytest.raises(DomainError):
        services.release_answer(request, by=second.principal, **at)


def test_whoever_prepared_it_cannot_release_it_and_what_was_released_never_changes(coordinator, second, case):
    request = ask(coordinator, case)
    item = items_of(coordinator, request)[0]
    for each in items_of(coordinator, request):
        decide(coordinator, each)
    with coordinator.scope():
        services.prepare_answer(request, by=coordinator.principal, at=timezone.now())
    with coordinator.scope(), pytest.raises(DomainError, match="Somebody else has to"):
        services.release_answer(request, by=coordinator.principal, at=timezone.now())
    with pytest.raises(Conflict):
        decide(coordinator, item, "withhold", exemption="crime")
    with second.scope():
        services.release_answer(request, by=second.principal, at=timezone.now())
    for table in ("subjectrequest", "requestitem"):
        statement = f"UPDATE subject_access_{table} SET id = id"
        with as_owner(), transaction.atomic(), connection.cursor() as cursor:
            with pytest.raises(DatabaseError, match="kept as it is"):
                cursor.execute(statement)
            transaction.set_rollback(True)


def test_what_is_kept_back_needs_a_reason_in_law(coordinator, case):
    item = items_of(coordinator, ask(coordinator, case))[0]
    with pytest.raises(DomainError, match="why the law"):
        decide(coordinator, item, "withhold")
    with pytest.raises(DomainError, match="Type what may be given"):
        decide(coordinator, item, "redact", exemption="third_party")
    decide(coordinator, item, "withhold", exemption="third_party")


def test_one_request_at_a_time_and_none_for_somebody_of_elsewhere(coordinator, outsider, case):
    ask(coordinator, case)
    with pytest.raises(DomainError, match="open already"):
        ask(coordinator, case)
    with pytest.raises(DomainError, match="still to come"):
        ask(coordinator, case, "victim", received_on=timezone.localdate() + timedelta(days=1))
    elsewhere = factories.case(outsider.agency, victim="Some Body")
    with as_owner():
        person = who(elsewhere, "victim")
    with coordinator.scope(), pytest.raises(DomainError, match="leads no case"):
        services.open_request(
            person, by=coordinator.principal, at=timezone.now(), received_on=timezone.localdate(),
            asked_by="themselves",
        )  # fmt: skip


def test_a_request_is_closed_with_a_reason(coordinator, case):
    request = ask(coordinator, case)
    with coordinator.scope(), pytest.raises(DomainError, match="Say why"):
        services.close_request(request, by=coordinator.principal, note=" ")
    with coordinator.scope():
        services.close_request(request, by=coordinator.principal, note="Withdrawn")
        assert not SubjectRequest.objects.open().exists()


def test_from_the_page_of_a_person_to_the_answer(coordinator, second, police, outsider, case):
    with coordinator.scope():
        ravi = who(case, "perpetrator").pk
    person = f"/cases/{case.reference}/people/{ravi}/"
    assert f"{person}records/" in coordinator.client.get(person).content.decode()
    assert f"{person}records/" not in police.client.get(person).content.decode()
    day = timezone.localdate()
    typed = {"received_on-day": day.day, "received_on-month": day.month, "received_on-year": day.year}
    assert "Select who asks" in coordinator.client.post(f"{person}records/", typed).content.decode()
    answer = coordinator.client.post(f"{person}records/", typed | {"asked_by": "themselves"})
    address = answer.headers["Location"]
    page = coordinator.client.get(address).content.decode()
    assert_title_ok(page.split("<title>")[1].split("</title>")[0])
    assert "Nobody has made sure yet" in page
    assert "Requests for records" in coordinator.client.get("/").content.decode()
    coordinator.client.post(f"{address}identity/", {"how": "Passport seen"})
    for item in items_of(coordinator, SubjectRequest(pk=address.split("/")[2])):
        shown = coordinator.client.get(f"{address}items/{item.pk}/").content.decode()
        assert item.text.split(",")[0] in shown
        coordinator.client.post(f"{address}items/{item.pk}/", {"decision": "disclose"})
    coordinator.client.post(f"{address}prepare/")
    assert "You prepared it" in coordinator.client.get(address).content.decode()
    assert second.client.get(f"{address}answer/").status_code == 404
    second.client.post(f"{address}release/")
    saved = second.client.get(f"{address}answer/")
    assert saved["Content-Type"] == "application/pdf"
    assert saved.content.startswith(b"%PDF-")
    for stranger in (police, outsider):
        assert stranger.client.get(address).status_code == 403
    with as_owner():
        assert Event.objects.filter(kind="record request released").count() == 1
        assert not Event.objects.filter(kind__startswith="record request", detail__icontains="ravi").exists()


def test_a_coordinator_who_is_kept_out_of_the_case_sees_no_request(coordinator, second, case):
    request = ask(coordinator, case)
    factories.exclusion(case, second.user)
    assert second.client.get(f"/records/{request.pk}/").status_code == 404
    with second.scope():
        assert not SubjectRequest.objects.exists()
        assert not RequestItem.objects.exists()


def test_whoever_is_kept_from_one_of_two_cases_reads_nothing_that_was_found_in_it(coordinator, second, case):
    """The person is in another case too, which the second coordinator leads and from which nobody is kept."""
    other = factories.case(coordinator.agency, victim="Second Case")
    with as_owner():
        Involvement.objects.create(case=other, person=who(case, "victim"), role="other")
    request = ask(coordinator, case, "victim")
    factories.exclusion(case, second.user)
    assert second.client.get(f"/records/{request.pk}/").status_code == 404
    with second.scope():
        assert not SubjectRequest.objects.visible_to(second.principal).exists()
        assert not SubjectRequest.objects.exists()
        assert not RequestItem.objects.exists()
    with coordinator.scope():
        assert SubjectRequest.objects.visible_to(coordinator.principal).get() == request


def test_the_queue_costs_the_same_for_one_and_for_twenty(coordinator, case):
    ask(coordinator, case)
    with CaptureQueriesContext(connection) as one:
        coordinator.client.get("/records/")
    for number in range(19):
        ask(coordinator, factories.case(coordinator.agency, victim=f"Another {number}"), "victim")
    with CaptureQueriesContext(connection) as twenty:
        coordinator.client.get("/records/")
    assert len(twenty) == len(one)

"""Sharing without the victim's agreement needs a reason in law, and every time it is done is written down."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.models import Case, CaseAgency, Disclosure, SharingDecision, VictimView
from cases.services import NoLawfulBasis, decide_to_share, share_case
from common.errors import DomainError
from tests import factories
from tests.database import as_owner

WHY = {"lawful_basis": "public_task", "reason": "He has a knife.", "decided_by": "Jo Reed, team manager"}


@pytest.fixture
def case(coordinator):
    """A case that nobody has decided to share."""
    made = factories.case(coordinator.agency)
    with as_owner():
        SharingDecision.objects.all().delete()
    return made


def share(case, coordinator, agency):
    with coordinator.scope():
        return share_case(case, by=coordinator.principal, agency=agency, level=10, source="meeting")


def view(case, agency, agrees):
    with as_owner():
        VictimView.objects.create(case=case, from_agency=agency, agrees=agrees, recorded_at=timezone.now())


def disclosed(case):
    with as_owner():
        found = Disclosure.objects.filter(case=case).order_by("made_at")
        return [(row.from_agency, row.to_agency, row.purpose) for row in found]


def test_nothing_is_shared_until_somebody_says_why_it_is_lawful(case, coordinator, police):
    with pytest.raises(NoLawfulBasis, match="Record why"):
        share(case, coordinator, police.agency)
    with police.scope():
        assert not Case.objects.visible_to(police.principal).exists()


@pytest.mark.parametrize("said", ["disagrees", "not_asked_unsafe", "unable", ""])
def test_whoever_has_not_agreed_is_shared_with_a_decision_and_it_is_recorded(said, case, coordinator, police):
    view(case, coordinator.agency, said)
    with coordinator.scope():
        decision = decide_to_share(case, by=coordinator.principal, at=timezone.now(), **WHY)
    share(case, coordinator, police.agency)
    assert decision.agreement == said
    assert disclosed(case) == [(coordinator.agency, police.agency, "meeting")]


def test_where_the_victim_agrees_nothing_else_is_needed(case, coordinator, police):
    view(case, coordinator.agency, "agrees")
    share(case, coordinator, police.agency)
    assert disclosed(case) == []


def test_agreement_that_was_withdrawn_is_no_agreement(case, coordinator, police):
    view(case, coordinator.agency, "agrees")
    view(case, coordinator.agency, "disagrees")
    with pytest.raises(NoLawfulBasis):
        share(case, coordinator, police.agency)


@pytest.mark.parametrize("missing", WHY)
def test_a_decision_says_basis_reason_and_who_took_it(missing, case, coordinator):
    with coordinator.scope(), pytest.raises(DomainError, match="who decided"):
        decide_to_share(case, by=coordinator.principal, at=timezone.now(), **(WHY | {missing: " "}))


def test_a_member_agency_reads_the_decision_and_takes_none(case, coordinator, police):
    with coordinator.scope():
        decide_to_share(case, by=coordinator.principal, at=timezone.now(), **WHY)
    share(case, coordinator, police.agency)
    with police.scope():
        assert SharingDecision.objects.visible_to(police.principal).get().reason == "He has a knife."
        with pytest.raises(DatabaseError), transaction.atomic():
            decide_to_share(case, by=police.principal, at=timezone.now(), **WHY)


def test_a_decision_and_a_disclosure_are_never_changed(case, coordinator, police):
    with coordinator.scope():
        decide_to_share(case, by=coordinator.principal, at=timezone.now(), **WHY)
    share(case, coordinator, police.agency)
    for model in (SharingDecision, Disclosure):
        with coordinator.scope(), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            model.objects.update(from_agency=police.agency)


# -- the other side ----------------------------------------------------------------------------------------------------


@pytest.fixture
def programme(db):
    return factories.agency("Behaviour-change programme", type="perpetrator_programme")


def test_a_case_is_never_shared_with_who_works_with_the_person_causing_harm(coordinator, programme):
    case = factories.case(coordinator.agency)
    with pytest.raises(DomainError, match="never shared"):
        share(case, coordinator, programme)


def test_the_database_refuses_it_too(coordinator, programme):
    case = factories.case(coordinator.agency)
    with coordinator.scope(), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        CaseAgency.objects.create(case=case, agency=programme, level=10, sources=["shared"])

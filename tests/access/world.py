"""One small world with something behind every address, for the table of addresses."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from agencies.models import ApiKey, Invitation, StatusHook, StatusNotice
from agencies.roles import Role
from cases.models import (
    Address,
    AssessmentDraft,
    CaseAgency,
    RiskAssessment,
    RiskDecision,
    RiskFlag,
    RiskTool,
    SafeContact,
)
from cases.tools import RIC24
from tests import factories
from tests.conftest import Person
from tests.database import as_owner

HIDDEN = "00000000-0000-4000-8000-000000000000"


@dataclass
class World:
    """The people of the table's columns, and what each kind of address leads to."""

    people: dict[str, Person | None]
    kwargs: dict[str, Any]  # by the name of the address's parameter


def build(cast: dict[str, Person]) -> World:
    """The constabulary is a member of the case; the meeting team leads it; one of its coordinators is excluded."""
    police, coordinator = cast["police"], cast["coordinator"]
    excluded = Person(factories.member(coordinator.agency, Role.MARAC_COORDINATOR))
    case = factories.case(coordinator.agency, victim="Wanted Person")
    with as_owner():
        CaseAgency.objects.create(
            case=case,
            agency=police.agency,
            level=CaseAgency.Level.MEMBER,
            sources=["meeting"],
            starts_at=case.received_at,
        )
    factories.exclusion(case, excluded.user)
    people = {
        "signed_out": None,
        "outsider": cast["outsider"],
        "member": police,
        "coordinator": coordinator,
        "excluded": excluded,
        "board_member": cast["board_member"],
        "administrator": cast["administrator"],
        "analyst": cast["analyst"],
    }
    return World(people, _house(case, cast) | {"case": case})


def _house(case: Any, cast: dict[str, Person]) -> dict[str, Any]:
    victim = case.involvements.model.objects
    with as_owner():
        person = victim.get(case=case, role="victim").person
        address = Address.objects.create(person=person, lines="1 Nowhere", is_protected=True)
        contact = SafeContact.objects.create(person=person, channel="phone", value="01632 960000", safety="safe")
        return {
            "reference": case.reference,
            "address_id": address.pk,
            "contact_id": contact.pk,
            "agency_id": cast["police"].agency.pk,
            "grant_id": factories.named(case, cast["police"].user).pk,
            **_risk(case, cast["police"]),
            **_organisation(cast["administrator"]),
        }


def _risk(case: Any, member: Person) -> dict[str, Any]:
    """An assessment, a draft of the member's own, a lower level that was proposed, and the flag of another."""
    factories.risk_tools()
    tool = RiskTool.objects.get(code="safelives_ric24")
    facts = {"case": case, "agency": member.agency}
    answers = dict.fromkeys(RIC24, "no")
    made = RiskAssessment.objects.create(
        case=case, tool=tool.code, asked_with=tool, assessed_on=timezone.localdate(), answers=answers, yes_count=0,
        threshold=14, from_agency=member.agency,
    )  # fmt: skip
    draft = AssessmentDraft.objects.create(user=member.user, tool=tool, **facts)
    lower = {"level": "medium", "basis": "secondary_review", "rationale": "In custody.", "by": member.user}
    proposed, agreed = (RiskDecision.objects.create(**facts, **lower) for _ in range(2))
    flag = RiskFlag.objects.create(case=case, decision=agreed)
    return {
        "assessment_id": made.pk,
        "risk_ask.draft_id": draft.pk,
        "risk_autosave.draft_id": draft.pk,
        "decision_id": proposed.pk,
        "flag_id": flag.pk,
        "death_id": uuid.uuid4(),  # nobody in this world may ask
        "answer": "review",
    }


def _organisation(administrator: Person) -> dict[str, Any]:
    now = timezone.now()
    colleague = factories.member(administrator.agency)
    invitation = Invitation.objects.create(
        agency=administrator.agency,
        email="invited@example.org",
        first_name="In",
        last_name="Vited",
        role=Role.PRACTITIONER,
        token_sha256=hashlib.sha256(b"secret").hexdigest(),
        invited_by=administrator.user,
        expires_at=now + timedelta(days=1),
    )
    key = ApiKey.objects.create(
        agency=administrator.agency, label="x", identifier="abcdefgh", secret_sha256="0" * 64,
        expires_at=now + timedelta(days=1),
    )  # fmt: skip
    hook = StatusHook.objects.create(agency=administrator.agency, url="https://x.example.org/", secret_encrypted="x")
    told = StatusNotice.objects.create(hook=hook, reference="0000000000", told_status="listed", told_at=now)
    notices = {"hook_id": hook.pk, "notice_again.notice_id": told.pk}
    return {
        "membership_id": colleague.pk, "invitation_id": invitation.pk, "key_id": key.pk, "secret": "secret", **notices,
    }  # fmt: skip

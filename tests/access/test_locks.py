"""The flagship: what one may not see does not exist, whichever way one looks."""

import contextlib
import re
import uuid

import pytest
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.principal import NOBODY, principal_scope
from agencies.roles import Role
from cases.models import (
    Address,
    AssessmentDraft,
    Case,
    CaseAgency,
    DeathRecord,
    Exclusion,
    Incident,
    Involvement,
    Note,
    Person,
    PersonName,
    RiskAssessment,
    RiskDecision,
    RiskFlag,
    RiskReview,
    RiskTool,
    SafeContact,
    SharingDecision,
)
from cases.querysets import worklist
from referrals.models import FurtherIncidents, Message, Referral, ReferralDocument, ReferralExclusion
from tests import factories
from tests.access.test_addresses import LOCKS
from tests.conftest import Person as Somebody
from tests.database import as_owner
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db

# Each case of a generated world: which agencies have it and how, and everything that may hide it.
PERSON = st.integers(0, 3)
WORLD = st.lists(
    st.fixed_dictionaries(
        {
            "agencies": st.dictionaries(st.integers(0, 2), st.sampled_from(CaseAgency.Level.values)),
            "sealed": st.booleans(),
            "closed": st.booleans(),
            "named": st.dictionaries(PERSON, st.sampled_from([(-1, 1), (-3, -1), (1, 3)]), max_size=2),
            "excluded": st.sets(PERSON, max_size=2),
            "ended": st.booleans(),
            # From and to which agency, whether it has the case, who sent it if it is sealed, who is barred.
            "referral": st.tuples(
                st.integers(0, 2), st.integers(0, 2), st.booleans(), st.none() | PERSON, st.none() | PERSON
            ),
        }
    ),
    max_size=4,
)
SEEN = (
    SharingDecision,
    Case,
    Note,
    Involvement,
    Incident,
    DeathRecord,
    RiskAssessment,
    AssessmentDraft,
    RiskDecision,
    RiskReview,
    RiskFlag,
    Person,
    PersonName,
    Address,
    SafeContact,
    Referral,
    Message,
    ReferralDocument,
    FurtherIncidents,
)


@pytest.fixture
def people(db):
    """Somebody of each kind of sight: works cases, leads them, reads figures, is only ever named, runs reviews."""
    agencies = [factories.agency() for _ in range(3)]
    roles = (Role.PRACTITIONER, Role.MARAC_COORDINATOR, Role.AGENCY_REPRESENTATIVE)
    members = [factories.member(agency, role) for agency, role in zip(agencies, roles, strict=True)]
    members += [factories.member(agencies[0], Role.INDEPENDENT_CHAIR), factories.member(agencies[1], Role.BOARD_MEMBER)]
    members += [factories.member(agencies[2], Role.REVIEW_COORDINATOR)]
    return [Somebody(member) for member in members]


def build(world, people):
    agencies = [person.agency for person in people[:3]]
    for facts in world:
        case = factories.case(sealed=facts["sealed"], closed=facts["closed"])
        with as_owner():
            for i, level in facts["agencies"].items():
                CaseAgency.objects.create(
                    case=case, agency=agencies[i], level=level, sources=["shared"], starts_at=case.received_at
                )
            if facts["ended"]:
                CaseAgency.objects.filter(case=case).update(ends_at="2020-01-01T00:00Z", starts_at="2019-01-01T00:00Z")
            furnish(case, agencies, people, facts["referral"])
        for i, days in facts["named"].items():
            factories.named(case, people[i].user, days=days)
        for i in facts["excluded"]:
            factories.exclusion(case, people[i].user)


def furnish(case, agencies, people, referral):
    """A row of everything that hangs on a case or on a person in it."""
    victim = Person.objects.get(involvements__case=case)
    Address.objects.create(person=victim, lines="1 Nowhere")
    SafeContact.objects.create(person=victim, channel="phone", value="01632 960000")
    Note.objects.create(case=case, author=people[0].user, agency=agencies[0], body="x")
    Incident.objects.create(case=case, occurred_at=case.received_at, kind="crime", from_agency=agencies[0])
    RiskAssessment.objects.create(
        case=case, tool="other", assessed_on="2026-01-01", threshold=14, from_agency=agencies[0]
    )
    furnish_risk(case, people)
    DeathRecord.objects.create(
        person=victim, case=case, case_reference=case.reference, role="victim", district=case.district,
        died_on="2026-01-01", source="police", part="not_known", agency=agencies[0],
    )  # fmt: skip
    sender, receiver, has_case, sealed_for, barred = referral
    sent = factories.referral(
        from_agency=agencies[sender],
        to_agency=agencies[receiver],
        case=case if has_case else None,
        is_sealed=sealed_for is not None,
        sent_by=people[sealed_for].user if sealed_for is not None else None,
    )
    if barred is not None:
        ReferralExclusion.objects.create(referral=sent, user=people[barred].user, reason="x")
    SharingDecision.objects.create(case=case, reason="x", decided_by="x", from_agency=agencies[0])
    Message.objects.create(referral=sent, agency=agencies[receiver], author=people[1].user, body="x")
    made.document(sent)
    FurtherIncidents.objects.create(referral=sent, incidents=[{}])
    made.document(draft=made.draft(agencies[sender], people[sender].user))


def furnish_risk(case, people):
    """A draft of somebody's own, a lower level that was proposed and agreed, and its flag."""
    factories.risk_tools()
    writer, second = people[0], people[1]
    AssessmentDraft.objects.create(
        case=case, user=writer.user, agency=writer.agency, tool=RiskTool.objects.get(code="other")
    )
    proposed = RiskDecision.objects.create(
        case=case, level="medium", basis="secondary_review", rationale="x", by=writer.user, agency=writer.agency
    )
    RiskReview.objects.create(case=case, decision=proposed, agrees=True, answered_by=second.user)
    RiskFlag.objects.create(case=case, decision=proposed)


class Undo(Exception):
    pass


def keys(model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {model._meta.pk.column} FROM {model._meta.db_table}")
        return {pk for (pk,) in cursor.fetchall()}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(world=WORLD)
def test_both_locks_show_the_same_rows(people, world):
    with contextlib.suppress(Undo), transaction.atomic():
        build(world, people)
        for principal in [NOBODY, *(person.principal for person in people)]:
            with principal_scope(principal):
                for model in SEEN:
                    second_lock = keys(model)
                    with as_owner():  # past the policies
                        first_lock = {row.pk for row in model.objects.visible_to(principal)}
                    both = {row.pk for row in model.objects.visible_to(principal)}
                    assert first_lock == second_lock == both, model
                listed = [case.pk for case in worklist(principal, size=100)[0]]
                open_cases = Case.objects.visible_to(principal).filter(is_open=True).order_by("worklist_on", "pk")
                assert listed == list(open_cases.values_list("pk", flat=True))
                assert {row.case_id for row in CaseAgency.objects.all()} <= keys(Case)
        raise Undo


# -- non-interference ------------------------------------------------------------------------------------------------

NOISE = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|\d+:\d\d([ap]m)?')


def crawl(person, *addresses):
    """Every page this person can ask for, less what differs between any two visits."""
    client = person.client
    for address in addresses:
        response = client.get(address)
        headers = sorted((k, v) for k, v in response.headers.items() if k not in ("X-Request-Id", "Content-Length"))
        yield address, response.status_code, headers, NOISE.sub(b"", response.content)


@pytest.mark.parametrize("hidden_by", ["seal", "exclusion"])
@LOCKS
def test_a_hidden_case_changes_no_byte(hidden_by, locks, police, idva, shared_case):
    hidden = uuid.UUID("11111111-1111-4111-8111-111111111111")
    lists = [reverse(name) for name in ("overview", "cases", "referrals", "meetings", "actions")]
    with locks():
        before = list(crawl(police, *lists, reverse("case", kwargs={"reference": shared_case.reference})))
    case = factories.case(police.agency, idva.agency, pk=hidden, victim="CANARY", days_ago=13)
    factories.note(case, idva.user, "CANARY")
    factories.named(case, idva.user)
    with as_owner():
        Referral.objects.filter(pk=factories.referral(from_agency=police.agency, to_agency=idva.agency).pk).update(
            case=case
        )
    if hidden_by == "seal":
        with as_owner():
            Case.objects.filter(pk=hidden).update(sealed_at=case.received_at, code_name="CANARY")
    else:
        factories.exclusion(case, police.user)
    with locks():
        after = list(crawl(police, *lists, reverse("case", kwargs={"reference": shared_case.reference})))
    assert after == before
    assert idva.client.get(reverse("case", kwargs={"reference": case.reference})).status_code == 200  # yet it is there


def test_nobody_reads_their_own_exclusion(police, shared_case):
    """The row that shuts somebody out must be readable by the query, and no page may show it."""
    factories.exclusion(shared_case, police.user)
    with police.scope():
        assert Exclusion.objects.filter(user_id=police.user.pk).exists()
    assert shared_case.reference.encode() not in police.client.get(reverse("cases")).content


def test_the_worklist_turns_its_pages(constabulary, police):
    for n in range(7):
        factories.case(constabulary, days_ago=n % 3)
    with police.scope():
        seen, key = [], None
        while True:
            rows, key = worklist(police.principal, after=key, size=3)
            seen += rows
            if key is None:
                break
        assert seen == list(Case.objects.order_by("due_on", "pk"))
    assert len(seen) == 7

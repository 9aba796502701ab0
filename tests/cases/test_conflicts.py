"""Conflicts of interest, names that are also on an account, and who may read who has seen a case."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Role
from cases import services
from cases.models import Case, CaseAgency, Exclusion, Person, StaffMatch
from cases.selectors import trail_of
from common.errors import Conflict
from tests import factories
from tests.conftest import Person as Somebody
from tests.database import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(coordinator, police):
    made = factories.case(coordinator.agency, victim="Ana Sample", district=factories.authority())
    with as_owner():
        CaseAgency.objects.create(
            case=made, agency=police.agency, level=10, sources=["meeting"], starts_at=made.received_at
        )
    return made


def get(person, name, **kwargs):
    return person.client.get(reverse(name, kwargs=kwargs))


def test_whoever_declares_a_conflict_sees_the_case_no_more_and_the_team_reads_why(police, coordinator, case):
    where = reverse("conflict_declare", kwargs={"reference": case.reference})
    assert b"Select what your conflict is" in police.client.post(where, {}).content
    assert police.client.post(where, {"kind": "related", "reason": "HER COUSIN"}).status_code == 302
    assert get(police, "case", reference=case.reference).status_code == 404
    assert case.reference.encode() not in get(police, "cases").content
    html = get(coordinator, "conflicts", reference=case.reference).content.decode()
    assert "HER COUSIN" in html
    assert "Is related to somebody in the case" in html


def test_nobody_outside_the_team_reads_why(police, coordinator, case):
    colleague = Somebody(factories.member(police.agency))
    with police.scope():
        services.declare_conflict(case, by=police.principal, kind="related", reason="HER COUSIN")
    with colleague.scope():
        assert Case.objects.filter(pk=case.pk).exists()
        assert not Exclusion.objects.exists()  # the second lock
        with as_owner():
            assert not Exclusion.objects.visible_to(colleague.principal).exists()  # the first
    assert get(colleague, "conflicts", reference=case.reference).status_code == 403


def test_the_name_of_somebody_with_an_account_is_a_warning_to_the_team_and_never_to_them(coordinator, police, case):
    namesake = Somebody(factories.member(coordinator.agency, Role.MARAC_COORDINATOR))
    with as_owner():
        namesake.user.first_name, namesake.user.last_name = "Dee", "Oyelaran"
        namesake.user.save()
    with coordinator.scope():
        facts = {"by": coordinator.principal, "at": timezone.now()}
        services.add_person(case, **facts, role="perpetrator", given="dee", family="OYELARAN")
        services.add_person(case, **facts, role="child", given="Dee", family="Oyelaran-Smith")
        services.add_person(case, **facts, role="child", given="Dee")
        match = StaffMatch.objects.get()
        assert match.user == namesake.user
    warning = "Somebody with this name has an account with a partner agency"
    assert warning in get(coordinator, "case", reference=case.reference).content.decode()
    for other in (namesake, police):
        assert warning not in get(other, "case", reference=case.reference).content.decode()
    assert "Oyelaran</th>" not in get(namesake, "conflicts", reference=case.reference).content.decode()
    with namesake.scope():
        assert not StaffMatch.objects.exists()
        with as_owner():
            assert not StaffMatch.objects.visible_to(namesake.principal).exists()
    settle = reverse("match_settle", kwargs={"reference": case.reference, "match_id": match.pk})
    assert namesake.client.post(settle, {"outcome": "different"}).status_code == 404


def test_the_same_person_is_kept_out_and_a_different_one_is_not(coordinator, police, case):
    with as_owner():
        ana = Person.objects.get(involvements__case=case)
        made = StaffMatch.objects.create(case=case, person=ana, user=police.user)
    settle = reverse("match_settle", kwargs={"reference": case.reference, "match_id": made.pk})
    assert coordinator.client.post(settle, {"outcome": "excluded"}).status_code == 302
    assert get(police, "case", reference=case.reference).status_code == 404
    with coordinator.scope(), pytest.raises(Conflict):
        services.settle_match(made, by=coordinator.principal, outcome="different", at=timezone.now())


def test_the_trail_says_who_when_and_why_to_those_who_lead(coordinator, police, case):
    get(police, "case", reference=case.reference)
    with as_owner():
        ana = Person.objects.get(involvements__case=case)
        address = ana.addresses.create(lines="1 Nowhere")
    coordinator.client.post(reverse("address_reveal", kwargs={"address_id": address.pk}), {"reason": "safety"})
    html = get(coordinator, "trail", reference=case.reference).content.decode()
    for words in ("Opened the case", str(police.user), "Constabulary", "Address shown", "Immediate safety"):
        assert words in html


def test_lists_are_left_out_until_asked_for(coordinator, police, case):
    get(police, "cases")
    assert "Saw it in a list" not in get(coordinator, "trail", reference=case.reference).content.decode()
    asked = coordinator.client.get(reverse("trail", kwargs={"reference": case.reference}) + "?lists=1")
    assert "Saw it in a list" in asked.content.decode()


def test_nobody_else_reads_the_trail_under_either_lock(coordinator, police, outsider, idva, case):
    """A member, an outsider, an adviser whose agency is only a member, and a coordinator who is excluded."""
    with as_owner():
        CaseAgency.objects.create(
            case=case, agency=idva.agency, level=10, sources=["meeting"], starts_at=case.received_at
        )
    excluded = Somebody(factories.member(coordinator.agency, Role.MARAC_COORDINATOR))
    factories.exclusion(case, excluded.user)
    get(police, "case", reference=case.reference)
    colleague = Somebody(factories.member(coordinator.agency))  # of the leading agency, without the right
    for person, lines in (
        (coordinator, True),
        *((each, False) for each in (police, outsider, idva, excluded, colleague)),
    ):
        with person.scope():
            assert bool(_raw(case)) is lines  # the second lock: the function itself
            with as_owner():
                assert bool(trail_of(case, principal=person.principal)[0]) is lines
    assert not _raw(case)  # nobody


def _raw(case):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access.trail_of_case(%s, NULL, NULL, true, 10)", [case.pk])
        return cursor.fetchall()


def test_the_trail_turns_its_pages_and_tells_of_no_other_case(coordinator, police, case):
    other = factories.case(coordinator.agency)
    get(coordinator, "case", reference=other.reference)
    for _ in range(5):
        get(police, "case", reference=case.reference)
    with coordinator.scope():
        seen, key = [], None
        while True:
            rows, key = trail_of(case, principal=coordinator.principal, after=key, size=2)
            seen += [row.id for row in rows]
            if key is None:
                break
    assert len(seen) == len(set(seen)) == 5

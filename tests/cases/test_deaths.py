"""A death in a case: told to those who run reviews without a name, answered once, and nothing is deleted any more."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.roles import Role
from cases import services
from cases.models import Case, DeathRecord, Involvement
from common.errors import Conflict, DomainError
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_title_ok

pytestmark = pytest.mark.django_db
TOLD = {"source": "police", "part": "suspected"}


@pytest.fixture
def case(coordinator, police):
    return factories.case(coordinator.agency, police.agency, victim="Ana Sample", district=factories.authority())


@pytest.fixture
def runner(db):
    return Person(factories.member(factories.agency("Central review team"), Role.REVIEW_COORDINATOR))


def victim_of(case):
    return Involvement.objects.get(case=case, role="victim")


def die(coordinator, case, *, days=3):
    now = timezone.now()
    with coordinator.scope():
        day = timezone.localdate() - timedelta(days=days)
        return services.record_death(victim_of(case), by=coordinator.principal, at=now, died_on=day, **TOLD)


def test_the_team_records_it_on_the_page_of_the_person(coordinator, police, case):
    with coordinator.scope():
        who = victim_of(case).person_id
    address = f"/cases/{case.reference}/people/{who}/"
    assert f"{address}death/" in coordinator.client.get(address).content.decode()
    day = timezone.localdate() - timedelta(days=3)
    typed = {"died_on-day": day.day, "died_on-month": day.month, "died_on-year": day.year}
    again = coordinator.client.post(f"{address}death/", typed)
    assert "Select who told you" in again.content.decode()
    answer = coordinator.client.post(f"{address}death/", typed | TOLD, follow=True)
    text = answer.content.decode()
    assert "nothing of this case can be deleted" in text
    assert f"{address}death/" not in text
    for person in (coordinator, police):
        assert "Person at risk: died on" in person.client.get(f"/cases/{case.reference}/").content.decode()


def test_those_who_run_reviews_are_told_without_a_name_and_see_nothing_of_the_case(coordinator, runner, case):
    die(coordinator, case)
    assert "Deaths told" in runner.client.get("/").content.decode()
    text = runner.client.get("/reviews/told/").content.decode()
    assert_title_ok(text.split("<title>")[1].split("</title>")[0])
    assert case.spoken_reference in text
    assert "Southend-on-Sea" in text
    assert "Sample" not in text
    assert runner.client.get(f"/cases/{case.reference}/").status_code == 404
    with runner.scope():
        assert not Case.objects.exists()
        assert DeathRecord.objects.count() == 1


def test_an_agency_without_the_case_learns_of_no_death(coordinator, outsider, case):
    die(coordinator, case)
    with outsider.scope():
        assert not DeathRecord.objects.exists()
        assert not DeathRecord.objects.visible_to(outsider.principal).exists()
    assert outsider.client.get("/reviews/told/").status_code == 403


def test_it_is_answered_once(coordinator, runner, case):
    death = die(coordinator, case)
    address = f"/reviews/told/{death.pk}/"
    assert runner.client.post(f"{address}nonsense/").status_code == 404
    assert "Answered." in runner.client.post(f"{address}review/", follow=True).content.decode()
    assert "answered this already" in runner.client.post(f"{address}none/", follow=True).content.decode()
    assert "No death waits for an answer" in runner.client.get("/reviews/told/").content.decode()
    with runner.scope():
        death.refresh_from_db()
        assert (death.answer, death.answered_by) == ("review", runner.user)
        with pytest.raises(Conflict):
            services.answer_death(death, by=runner.principal, at=timezone.now(), answer="none")
    with coordinator.scope(), pytest.raises(DomainError):
        services.answer_death(death, by=coordinator.principal, at=timezone.now(), answer="none")


def test_no_death_twice_and_none_to_come(coordinator, case):
    with pytest.raises(DomainError, match="still to come"):
        die(coordinator, case, days=-1)
    die(coordinator, case)
    with pytest.raises(DomainError, match="recorded already"):
        die(coordinator, case)


def test_only_the_team_that_leads_the_case_records_one(police, case):
    with police.scope():
        who = victim_of(case).person_id
    assert police.client.get(f"/cases/{case.reference}/people/{who}/death/").status_code == 403
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        die(police, case)


def test_from_then_on_not_even_the_owner_of_the_tables_can_delete_them(coordinator, case):
    death = die(coordinator, case)
    for table, key in (("cases_case", case.pk), ("cases_person", death.person_id)):
        statement = f"DELETE FROM {table} WHERE id = %s"
        with as_owner(), transaction.atomic(), connection.cursor() as cursor:
            with pytest.raises(IntegrityError, match="a death is recorded"):
                cursor.execute(statement, [key])
            transaction.set_rollback(True)


def test_the_list_costs_the_same_for_one_and_for_twenty(coordinator, runner, case):
    die(coordinator, case)
    with CaptureQueriesContext(connection) as one:
        runner.client.get("/reviews/told/")
    for number in range(19):
        die(coordinator, factories.case(coordinator.agency, victim=f"Another {number}", district=factories.authority()))
    with CaptureQueriesContext(connection) as twenty:
        runner.client.get("/reviews/told/")
    assert len(twenty) == len(one)

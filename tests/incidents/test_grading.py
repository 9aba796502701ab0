"""The second look: kept, changed, confirmed by another person, never written over."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from common.errors import Conflict, DomainError
from incidents import services
from incidents.models import CrimeRecord, Regrade
from tests.database import as_owner
from tests.factories import incidents as made

pytestmark = pytest.mark.django_db
WHY = "Spoken to her again: he has moved away, and the threats have ended."


def assess(crime, person, grade, *, rationale=WHY, seen=0):
    with person.scope():
        return services.assess_crime(
            CrimeRecord.objects.get(pk=crime.pk), by=person.principal, grade=grade, rationale=rationale,
            is_judgement=False, seen=seen, at=timezone.now(),
        )  # fmt: skip


def present(crime):
    with as_owner():
        crime.refresh_from_db()
    return crime.current_grade


def test_a_lower_grade_holds_at_once(force, sergeant):
    crime = made.crime(force)
    assess(crime, sergeant, "medium")
    assert present(crime) == "medium"
    assert crime.initial_grade == "high"
    assert crime.assessed_at is not None


def test_the_grade_may_be_kept_without_a_word(force, sergeant):
    crime = made.crime(force)
    assess(crime, sergeant, "high", rationale="")
    assert present(crime) == "high"
    assert crime.assessed_at is not None


@pytest.mark.parametrize("rationale", ["", "Too short.", " " * 40, "x" * 29])
def test_a_changed_grade_needs_reasons(force, sergeant, rationale):
    crime = made.crime(force)
    with pytest.raises(DomainError, match="30 characters"):
        assess(crime, sergeant, "medium", rationale=rationale)
    assert crime.assessed_at is None


def test_the_database_wants_the_reasons_too(force, sergeant):
    crime = made.crime(force)
    with sergeant.scope(), pytest.raises(IntegrityError, match="rationale"), transaction.atomic():
        Regrade.objects.create(
            crime=crime, agency=force, number=1, from_grade="high", grade="medium", by=sergeant.user, rationale="x" * 29
        )


def test_high_to_standard_waits_for_another_person(force, sergeant, supervisor):
    crime = made.crime(force)
    regrade = assess(crime, sergeant, "standard")
    assert present(crime) == "high"
    with supervisor.scope():
        services.decide_regrade(
            Regrade.objects.get(pk=regrade.pk), by=supervisor.principal, is_confirmed=True, reason="", at=timezone.now()
        )
    assert present(crime) == "standard"


def test_what_is_not_confirmed_stays_high(force, sergeant, supervisor):
    crime = made.crime(force)
    regrade = assess(crime, sergeant, "standard")
    decide = {"by": supervisor.principal, "is_confirmed": False, "at": timezone.now()}
    with supervisor.scope():
        with pytest.raises(DomainError, match="stays high"):
            services.decide_regrade(regrade, reason=" ", **decide)
        services.decide_regrade(regrade, reason="Two calls since.", **decide)
    assert present(crime) == "high"
    assess(crime, sergeant, "medium", seen=1)
    assert present(crime) == "medium"


def test_nobody_confirms_their_own_grade(force, supervisor):
    crime = made.crime(force)
    regrade = assess(crime, supervisor, "standard")
    with supervisor.scope():
        with pytest.raises(DomainError, match="another supervisor"):
            services.decide_regrade(regrade, by=supervisor.principal, is_confirmed=True, reason="", at=timezone.now())
        with pytest.raises(IntegrityError, match="another person"), transaction.atomic():
            made.RegradeDecision.objects.create(
                regrade=regrade, agency=force, is_confirmed=True, by=supervisor.user, at=timezone.now()
            )
    assert present(crime) == "high"


def test_nothing_else_while_a_supervisor_has_to_decide(force, sergeant):
    crime = made.crime(force)
    assess(crime, sergeant, "standard")
    with pytest.raises(DomainError, match="supervisor"):
        assess(crime, sergeant, "medium", seen=1)


def test_a_decision_is_made_once(force, sergeant, supervisor):
    crime = made.crime(force)
    regrade = assess(crime, sergeant, "standard")
    decide = {"by": supervisor.principal, "is_confirmed": True, "reason": "", "at": timezone.now()}
    with supervisor.scope():
        services.decide_regrade(regrade, **decide)
        with pytest.raises(Conflict):
            services.decide_regrade(regrade, **decide)


def test_the_second_of_two_sergeants_is_told(force, sergeant, supervisor):
    crime = made.crime(force)
    assess(crime, sergeant, "medium")
    with pytest.raises(Conflict, match="meanwhile"):
        assess(crime, supervisor, "high", seen=0)
    assert present(crime) == "medium"


def test_again_and_again_and_the_grade_at_each_moment(force, sergeant, supervisor):
    crime = made.crime(force, hours_ago=24 * 19)
    days = {day: datetime(2026, 11, day, 12, tzinfo=UTC) for day in range(1, 12)}
    made.regrade(crime, sergeant.user, "medium", at=days[3])
    made.regrade(crime, sergeant.user, "high", at=days[5])
    waiting = made.regrade(crime, sergeant.user, "standard", at=days[7])
    made.decision(waiting, supervisor.user, at=days[9])
    with sergeant.scope():
        found = CrimeRecord.objects.prefetch_related("regrades__decision").get(pk=crime.pk)
        held = [found.grade_at(days[day]) for day in (2, 3, 4, 6, 8, 10)]
    assert held == ["high", "medium", "medium", "high", "high", "standard"]
    assert found.current_grade == "standard"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE incidents_crimerecord SET initial_grade = 'standard'",
        "UPDATE incidents_crimerecord SET current_grade = 'standard'",
        "UPDATE incidents_crimerecord SET assessed_at = now()",
        "UPDATE incidents_regrade SET grade = 'standard'",
        "DELETE FROM incidents_regrade",
        "UPDATE incidents_regradedecision SET is_confirmed = true",
        "SELECT access.tell_of_lower_grade(gen_random_uuid(), 'medium', now())",
    ],
)
def test_the_serving_role_cannot_write_history_again(force, data_officer, supervisor, change):
    made.crime(force)
    for person in (data_officer, supervisor):
        with person.scope(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(change)


def test_a_new_crime_cannot_be_born_assessed(force, data_officer):
    with data_officer.scope():
        CrimeRecord.objects.create(
            agency=force, crime_ref="42/9/26", is_crime=True, incident_at=timezone.now(), recorded_at=timezone.now(),
            district=made.Area.objects.get(name="Southend-on-Sea"), offence_group="other", initial_grade="high",
            current_grade="standard", assessed_at=timezone.now(),
        )  # fmt: skip
        born = CrimeRecord.objects.get(crime_ref="42/9/26")
        assert (born.current_grade, born.assessed_at) == ("high", None)

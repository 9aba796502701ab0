"""A file comes in: looked through, brought in by a worker, once, and taken out again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from agencies.principal import Principal
from common.errors import Conflict, DomainError, InvalidTransition
from incidents import services, tasks
from incidents.models import CrimeImport, CrimeRecord, ImportFile
from tests import factories
from tests.database import as_owner
from tests.factories.incidents import batch, crime, regrade, row, sheet

pytestmark = pytest.mark.django_db


def look(person, *rows, body=None):
    with person.scope():
        return services.check_file(body or sheet(*rows), by=person.principal, route="file", at=timezone.now())


def start(person, found):
    with person.scope():
        services.start_import(found, by=person.principal, at=timezone.now())


def bring(person, *rows):
    """Look through, start, and be the worker."""
    found = look(person, *rows)
    start(person, found)
    tasks.bring_in(str(found.pk), by=person.membership.pk)
    with as_owner():
        found.refresh_from_db()
    return found


def undo(person, found):
    with person.scope():
        return services.undo_import(found, by=person.principal, at=timezone.now())


def crimes():
    with as_owner():
        return {each.crime_ref: each for each in CrimeRecord.objects.all()}


def test_looking_through_writes_no_crime(data_officer):
    found = look(data_officer, row("42/1/26"), row("42/2/26", initial_grade="lowish"))
    assert found.found == {"new": 1, "same": 0, "changed": 0, "wrong": 1}
    assert found.problems == [[3, "initial_grade", "grade"]]
    assert crimes() == {}


def test_a_file_is_brought_in(data_officer):
    found = bring(data_officer, row("42/1/26"), row("42/2/26", initial_grade="standard", outcome="charged"))
    high, standard = crimes().values()
    assert (found.status, found.settled["new"]) == ("done", 2)
    assert (high.initial_grade, high.current_grade, high.secondary_required) == ("high", "high", True)
    assert high.review_due_at == datetime(2026, 11, 20, 8, tzinfo=UTC)  # 24 hours after it was recorded
    assert (standard.secondary_required, standard.review_due_at, standard.outcome) == (False, None, "charged")


@pytest.mark.parametrize(("recorded_at", "required"), [("2017-02-28 23:59", False), ("2017-03-01 00:00", True)])
def test_the_programme_begins_on_its_day(data_officer, recorded_at, required):
    bring(data_officer, row(incident_at="2017-02-28 12:00", recorded_at=recorded_at))
    assert crimes()["42/1/26"].secondary_required is required


def test_medium_has_three_days(data_officer):
    bring(data_officer, row(initial_grade="medium"))
    assert crimes()["42/1/26"].review_due_at == datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_the_hours_are_hours_over_the_change_of_clocks(data_officer):
    bring(data_officer, row(incident_at="2026-10-24 01:00", recorded_at="2026-10-24 12:00"))
    assert crimes()["42/1/26"].review_due_at == datetime(2026, 10, 25, 11, tzinfo=UTC)


def test_the_same_file_twice_makes_nothing_new(data_officer):
    bring(data_officer, row("42/1/26"), row("42/2/26"))
    before = {ref: each.pk for ref, each in crimes().items()}
    again = look(data_officer, row("42/1/26"), row("42/2/26"))
    assert again.found == {"new": 0, "same": 2, "changed": 0, "wrong": 0}
    with pytest.raises(DomainError, match="nothing to bring in"):
        start(data_officer, again)
    assert {ref: each.pk for ref, each in crimes().items()} == before


def test_another_outcome_is_taken_and_no_outcome_changes_none(data_officer):
    bring(data_officer, row("42/1/26"), row("42/2/26", outcome="charged"))
    found = bring(data_officer, row("42/1/26", outcome="charged"), row("42/2/26", outcome=""))
    assert found.settled == {"new": 0, "same": 1, "changed": 1, "wrong": 0}
    assert {each.outcome for each in crimes().values()} == {"charged"}


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("initial_grade", "standard", ["initial_grade", "grade_changed"]),
        ("kind", "non_crime", ["kind", "fact_changed"]),
        ("recorded_at", "2026-11-19 09:00", ["recorded_at", "fact_changed"]),
    ],
)
def test_first_facts_sent_otherwise_are_refused(data_officer, column, value, problem):
    bring(data_officer, row())
    found = look(data_officer, row(**{column: value}))
    assert found.problems == [[2, *problem]]
    assert found.found["wrong"] == 1


def test_one_number_in_two_rows_is_refused_in_both(data_officer):
    found = look(data_officer, row("42/1/26"), row("42/1/26 "), row("42/2/26"))
    assert found.found == {"new": 1, "same": 0, "changed": 0, "wrong": 2}


def test_two_forces_may_use_one_number(data_officer, other_sergeant):
    crime(other_sergeant.agency, "42/1/26")
    found = bring(data_officer, row("42/1/26"))
    assert found.settled["new"] == 1
    with as_owner():
        assert CrimeRecord.objects.filter(crime_ref="42/1/26").count() == 2


def test_another_forces_district_is_refused(data_officer, other_sergeant):
    assert look(data_officer, row(district="Elsewhere")).problems == [[2, "district", "district"]]


def test_an_agency_without_a_forces_area_is_told(outsider):
    from agencies.roles import Role
    from tests.conftest import Person

    officer = Person(factories.member(outsider.agency, Role.CRIME_DATA_OFFICER))
    with pytest.raises(DomainError, match="not set up as a police force"):
        look(officer, row())


def test_a_file_that_cannot_be_used_keeps_nothing(data_officer):
    with pytest.raises(DomainError, match="cut off in row 3"):
        look(data_officer, body=sheet(row("42/1/26")) + b"42/2/26,crime,2026-")
    with as_owner():
        assert not ImportFile.objects.exists()
        assert not CrimeImport.objects.exists()


# -- the worker -------------------------------------------------------------------------------------------------------


def test_pressing_twice_starts_it_once(data_officer):
    found = bring(data_officer, row())
    start(data_officer, found)
    with as_owner():
        found.refresh_from_db()
    assert found.status == "done"


def test_the_message_again_changes_nothing(data_officer):
    found = bring(data_officer, row())
    tasks.bring_in(str(found.pk), by=data_officer.membership.pk)
    assert len(crimes()) == 1


def test_an_overtaken_worker_writes_nothing(data_officer):
    found = look(data_officer, row())
    start(data_officer, found)
    by = data_officer.principal
    with data_officer.scope():
        first = services.claim_import(found.pk, by=by, at=timezone.now())
        sheet_read = services.sheet_of(first, by=by)
        second = services.claim_import(found.pk, by=by, at=timezone.now(), is_redelivered=True)
        with pytest.raises(services.Overtaken):
            services.take_batch(first, sheet_read, by=by, at=timezone.now())
        assert not CrimeRecord.objects.exists()
        assert services.take_batch(second, sheet_read, by=by, at=timezone.now()) is False
        assert CrimeRecord.objects.count() == 1


def test_a_second_worker_keeps_off_while_the_first_is_at_it(data_officer):
    found = look(data_officer, row())
    start(data_officer, found)
    with data_officer.scope():
        assert services.claim_import(found.pk, by=data_officer.principal, at=timezone.now())
        assert services.claim_import(found.pk, by=data_officer.principal, at=timezone.now()) is None
        later = timezone.now() + timedelta(seconds=91)
        assert services.claim_import(found.pk, by=data_officer.principal, at=later)


def test_whoever_lost_the_right_brings_nothing_in(data_officer):
    found = look(data_officer, row())
    start(data_officer, found)
    with as_owner():
        data_officer.membership.ends_at = timezone.now()
        data_officer.membership.save()
    tasks.bring_in(str(found.pk), by=data_officer.membership.pk)
    assert crimes() == {}


def test_a_colleague_goes_on_with_what_was_left(data_officer, force):
    from agencies.roles import Role
    from tests.conftest import Person

    found = look(data_officer, row())
    start(data_officer, found)
    colleague = Person(factories.member(force, Role.CRIME_DATA_OFFICER))
    with colleague.scope(), pytest.raises(DomainError, match="has stopped"):
        services.resume_import(found, by=colleague.principal, at=timezone.now())
    with colleague.scope():
        services.resume_import(found, by=colleague.principal, at=timezone.now() + timedelta(minutes=6))
    tasks.bring_in(str(found.pk), by=colleague.membership.pk)
    assert len(crimes()) == 1


def test_the_sweep_sends_again_what_nobody_works_on(data_officer):
    found = look(data_officer, row())
    start(data_officer, found)
    with data_officer.scope():
        services.claim_import(found.pk, by=data_officer.principal, at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(seconds=91), tick=False):
        tasks.sweep()
    with as_owner():
        found.refresh_from_db()
    assert (found.status, found.claim) == ("waiting", None)


def test_what_was_tried_ten_times_stops(data_officer):
    found = look(data_officer, row())
    start(data_officer, found)
    with as_owner():
        CrimeImport.objects.update(attempts=10)
    with time_machine.travel(timezone.now() + timedelta(seconds=91), tick=False):
        tasks.sweep()
    with as_owner():
        found.refresh_from_db()
    assert found.status == "stopped"


def test_files_are_forgotten_after_a_day(data_officer):
    found = look(data_officer, row())
    for hours, is_there in ((23, True), (25, False)):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            tasks.sweep()
        with as_owner():
            assert ImportFile.objects.filter(batch=found).exists() is is_there


def test_no_earlier_date_makes_the_database_forget(data_officer):
    look(data_officer, row())
    with data_officer.scope(), connection.cursor() as cursor:
        cursor.execute("SELECT access.forget_import_files(now() + interval '1 year')")
        assert cursor.fetchone() == (0,)


def test_the_file_is_gone_once_every_row_is_in(data_officer):
    bring(data_officer, row())
    with as_owner():
        assert not ImportFile.objects.exists()


# -- taking it back ---------------------------------------------------------------------------------------------------


def test_undo_takes_out_what_came_in_and_leaves_what_was_assessed(data_officer, sergeant):
    kept_before = bring(data_officer, row("42/0/26"))
    found = bring(data_officer, row("42/1/26"), row("42/2/26"), row("42/0/26", outcome="charged"))
    regrade(crimes()["42/2/26"], sergeant.user, "medium")
    assert undo(data_officer, found) == 1
    assert set(crimes()) == {"42/0/26", "42/2/26"}
    assert kept_before.pk == crimes()["42/0/26"].came_with_id


def test_undo_ends_after_24_hours_in_both_locks(data_officer):
    found = bring(data_officer, row())
    with time_machine.travel(timezone.now() + timedelta(hours=24), tick=False):
        with pytest.raises(DomainError, match="24 hours"):
            undo(data_officer, found)
        with data_officer.scope(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM incidents_crimerecord")
            assert cursor.rowcount == 0
    assert undo(data_officer, found) == 1


def test_the_database_deletes_nothing_that_was_assessed(data_officer, sergeant):
    bring(data_officer, row())
    regrade(crimes()["42/1/26"], sergeant.user, "high")
    with data_officer.scope(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM incidents_crimerecord")
        assert cursor.rowcount == 0


def test_what_was_undone_is_over(data_officer):
    found = bring(data_officer, row())
    undo(data_officer, found)
    with pytest.raises(DomainError):
        undo(data_officer, found)
    with pytest.raises(InvalidTransition):
        start(data_officer, found)


def test_a_sergeant_brings_nothing_in_and_takes_nothing_out(data_officer, sergeant):
    found = bring(data_officer, row())
    with pytest.raises(Conflict):
        undo(sergeant, found)
    with sergeant.scope(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM incidents_crimerecord")
        assert cursor.rowcount == 0


def test_every_step_is_in_the_trail(data_officer):
    from audit.models import Event

    found = bring(data_officer, row("42/77/26"))
    undo(data_officer, found)
    with as_owner():
        events = list(Event.objects.filter(subjects__contains=[str(found.pk)]).order_by("at"))
    kinds = [each.kind.removeprefix("crimes ") for each in events]
    assert kinds == ["checked", "started", "brought in", "taken out"]
    assert not any("77" in each.detail for each in events)
    assert {each.user_id for each in events} == {data_officer.user.pk}


def test_bringing_in_asks_as_often_for_many_rows_as_for_one(data_officer, django_assert_max_num_queries):
    def queries(prefix, count):
        found = look(data_officer, *[row(f"{prefix}/{n}/26") for n in range(count)])
        start(data_officer, found)
        with django_assert_max_num_queries(1000) as captured:
            tasks.bring_in(str(found.pk), by=data_officer.membership.pk)
        return len(captured)

    assert queries("A", 1) == queries("B", 20)


def test_the_key_of_a_force_is_a_principal_of_its_own(force):
    from tests.factories.referrals import api_key

    key, _ = api_key(force, scope="crime:submit")
    principal = Principal.of_key(key)
    assert principal.role == "crime_client"
    assert batch(force).agency_id == principal.agency_id

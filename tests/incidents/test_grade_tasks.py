"""A lower grade asks the case's coordinating agency, closes nothing, and tells the police nothing."""

import re

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.models import Area
from cases.models import Case, CaseAgency, Incident
from common.errors import Conflict, DomainError
from incidents import services
from incidents.models import CrimeRecord, GradeTask
from referrals.models import Referral
from tests import factories
from tests.database import as_owner
from tests.face.rules import words_on
from tests.factories import incidents as made

pytestmark = pytest.mark.django_db
WHY = "Spoken to her again: he has moved away, and the threats have ended."


@pytest.fixture
def case(force, coordinator):
    """Waits to be heard, led by the meeting team; one of its incidents has the police's number."""
    return waiting_case(coordinator.agency, force, "42/1/26")


def waiting_case(team, force, police_reference, *, status="accepted", **more):
    with as_owner():
        district = Area.objects.get(name="Southend-on-Sea")
    found = factories.case(team, district=district, victim="Wanted Person", **more)
    factories.referral(from_agency=force, to_agency=team, district=district, case=found, status=status)
    with as_owner():
        Incident.objects.create(
            case=found, occurred_at=timezone.now(), kind="crime", police_reference=police_reference, from_agency=force
        )
    return found


def tasks():
    with as_owner():
        return list(GradeTask.objects.order_by("raised_at"))


def assess(crime, person, grade="medium", seen=0):
    with person.scope():
        return services.assess_crime(
            CrimeRecord.objects.get(pk=crime.pk), by=person.principal, grade=grade, rationale=WHY, is_judgement=True,
            seen=seen, at=timezone.now(),
        )  # fmt: skip


def test_a_lower_grade_asks_the_coordinating_agency(force, sergeant, case, coordinator):
    assess(made.crime(force, "42/1/26"), sergeant)
    (task,) = tasks()
    assert (task.case_id, task.agency, task.was, task.became) == (case.pk, coordinator.agency, "high", "medium")


def test_it_closes_nothing(force, sergeant, case):
    def world():
        with as_owner():
            return [list(model.objects.values()) for model in (Referral, Case, CaseAgency)]

    before = world()
    assess(made.crime(force, "42/1/26"), sergeant)
    assert world() == before


@pytest.mark.parametrize("typed", ["42/A1/26", " 42/A1/26 ", "42/a1/26"])
def test_a_number_is_known_however_it_was_typed(force, sergeant, coordinator, typed):
    waiting_case(coordinator.agency, force, typed)
    assess(made.crime(force, "42/A1/26"), sergeant)
    assert len(tasks()) == 1


def test_the_cases_own_reference_leads_there_too(force, sergeant, coordinator):
    found = waiting_case(coordinator.agency, force, "")
    assess(made.crime(force, case_reference=found.reference), sergeant)
    assert [task.case_id for task in tasks()] == [found.pk]


def test_both_ways_to_one_case_make_one_task(force, sergeant, case):
    assess(made.crime(force, "42/1/26", case_reference=case.reference), sergeant)
    assert len(tasks()) == 1


def test_from_high_to_standard_asks_once_it_is_confirmed(force, sergeant, supervisor, case):
    regrade = assess(made.crime(force, "42/1/26"), sergeant, "standard")
    assert tasks() == []
    with supervisor.scope():
        services.decide_regrade(regrade, by=supervisor.principal, is_confirmed=True, reason="", at=timezone.now())
    assert [task.became for task in tasks()] == ["standard"]


def test_what_is_not_confirmed_asks_nobody(force, sergeant, supervisor, case):
    regrade = assess(made.crime(force, "42/1/26"), sergeant, "standard")
    with supervisor.scope():
        services.decide_regrade(regrade, by=supervisor.principal, is_confirmed=False, reason="No.", at=timezone.now())
    assert tasks() == []


@pytest.mark.parametrize("grade", ["high", None])
def test_a_grade_that_was_kept_or_never_high_asks_nobody(force, sergeant, case, grade):
    crime = made.crime(force, "42/1/26", grade=grade or "medium")
    assess(crime, sergeant, grade or "standard")
    assert tasks() == []


@pytest.mark.parametrize("status", ["withdrawn", "heard"])
def test_where_no_referral_waits_nobody_is_asked(force, sergeant, coordinator, status):
    more = {"status": "accepted"}
    found = waiting_case(coordinator.agency, force, "42/1/26", **more)
    with as_owner():
        Referral.objects.filter(case=found).update(status=status, first_heard_on=timezone.localdate())
    assess(made.crime(force, "42/1/26"), sergeant)
    assert tasks() == []


def test_a_listed_case_is_asked_about(force, sergeant, coordinator):
    waiting_case(coordinator.agency, force, "42/1/26", status="listed")
    assess(made.crime(force, "42/1/26"), sergeant)
    assert len(tasks()) == 1


def test_another_forces_case_with_the_same_number_is_left_alone(force, sergeant, case, other_sergeant):
    assess(made.crime(other_sergeant.agency, "42/1/26"), other_sergeant)
    assert tasks() == []


# -- what the police can tell -----------------------------------------------------------------------------------------

NOISE = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|[0-9a-f]{8}-[0-9a-f-]{27}|Worker\d+')


def page_of(person, crime):
    """Everything that a sergeant is answered when they lower a grade, less what differs between two crimes."""
    here = reverse("incident", args=[crime.pk])
    client = person.client
    posted = client.post(here, {"seen": 0, "grade": "medium", "rationale": WHY})
    answers = [posted, client.get(posted.url), client.get(here), client.get(reverse("incidents"))]
    number = crime.crime_ref.encode()
    return [
        (
            each.status_code,
            sorted((k, v) for k, v in each.headers.items() if k not in ("X-Request-Id", "Set-Cookie")),
            NOISE.sub(b"", each.content).replace(number, b""),
        )
        for each in answers
    ]


@pytest.mark.parametrize("sealed", [False, True])
def test_the_police_get_the_same_bytes_whether_or_not_there_is_a_case(force, sergeant, coordinator, sealed):
    without = page_of(sergeant, made.crime(force, "42/1/26"))
    found = waiting_case(coordinator.agency, force, "42/2/26", sealed=sealed)
    with_one = page_of(sergeant, made.crime(force, "42/2/26"))
    assert with_one == without
    assert [task.case_id for task in tasks()] == [found.pk]  # yet it was raised


def test_the_police_read_no_task(force, sergeant, supervisor, data_officer, police, case):
    assess(made.crime(force, "42/1/26"), sergeant)
    for person in (sergeant, supervisor, data_officer, police):
        with person.scope():
            assert GradeTask.objects.count() == 0
        assert person.client.get(reverse("grade_tasks")).status_code == 403


def test_nobody_writes_a_task_by_hand(coordinator, case):
    with coordinator.scope(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("INSERT INTO incidents_gradetask DEFAULT VALUES")


# -- deciding ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def task(force, sergeant, case):
    assess(made.crime(force, "42/1/26"), sergeant)
    return tasks()[0]


def test_it_is_on_the_overview_on_the_case_and_in_a_list(task, coordinator, case):
    words = "The police lowered the grade of 42/1/26 from high to medium."
    assert "Lowered grades 1" in words_on(coordinator.client.get(reverse("overview")))
    assert words in words_on(coordinator.client.get(reverse("case", args=[case.reference])))
    assert words in words_on(coordinator.client.get(reverse("grade_tasks")))


def test_a_person_decides_with_a_word(task, coordinator, case):
    here = reverse("grade_task", args=[task.pk])
    assert "Say what you decided, and why" in words_on(coordinator.client.post(here, {"word": " "}))
    answer = coordinator.client.post(here, {"word": "Still heard on Thursday."}, follow=True)
    assert "Decision saved." in words_on(answer)
    (done,) = tasks()
    assert (done.done_by_id, done.word) == (coordinator.user.pk, "Still heard on Thursday.")
    assert "lowered the grade" not in words_on(answer)
    assert "Still heard on Thursday." in words_on(coordinator.client.get(here))


def test_it_is_decided_once(task, coordinator):
    with coordinator.scope():
        decide = {"by": coordinator.principal, "at": timezone.now()}
        with pytest.raises(DomainError, match="why"):
            services.finish_task(task, word="", **decide)
        services.finish_task(task, word="No change.", **decide)
        with pytest.raises(Conflict):
            services.finish_task(task, word="Change.", **decide)
    assert tasks()[0].word == "No change."


def test_whoever_is_excluded_from_the_case_sees_no_task(task, meeting_team, case):
    from agencies.roles import Role
    from tests.conftest import Person

    excluded = Person(factories.member(meeting_team, Role.MARAC_COORDINATOR))
    factories.exclusion(case, excluded.user)
    assert "42/1/26" not in words_on(excluded.client.get(reverse("grade_tasks")))
    assert excluded.client.get(reverse("grade_task", args=[task.pk])).status_code == 404


def test_another_agency_of_the_case_sees_no_task(task, idva, case):
    with as_owner():
        CaseAgency.objects.create(
            case=case, agency=idva.agency, level=20, sources=["support"], starts_at=case.received_at
        )
    with idva.scope():
        assert Case.objects.filter(pk=case.pk).exists()
        assert not GradeTask.objects.exists()


def test_both_locks_show_the_same_rows(
    force, sergeant, supervisor, data_officer, other_sergeant, police, coordinator, task
):
    """Every table of this room, for everybody, under each lock alone."""
    from incidents.models import CrimeImport, ImportFile, Regrade, RegradeDecision

    crime = made.crime(force)
    made.decision(made.regrade(crime, sergeant.user, "standard"), supervisor.user)
    made.crime(other_sergeant.agency)
    with as_owner():
        ImportFile.objects.create(batch=made.batch(force), agency=force, body=b"x")
        made.batch(other_sergeant.agency)
    for person in (sergeant, supervisor, data_officer, other_sergeant, police, coordinator):
        for model in (CrimeRecord, Regrade, RegradeDecision, CrimeImport, ImportFile, GradeTask):
            with person.scope():
                second = set(model.objects.values_list("pk", flat=True))
                with as_owner():
                    first = set(model.objects.visible_to(person.principal).values_list("pk", flat=True))
            assert first == second, (model, person.user)

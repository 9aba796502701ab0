"""The second lock on what is said at meetings: raw SQL, without any query of ours before it."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from cases.models import Case, CaseAgency
from marac.models import Action, Attendance, Hearing
from tests import factories
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(forum, constabulary):
    """A heard case, shared with the constabulary by its meeting, with an action of the advocates."""
    found = marac.heard(marac.meeting(forum, on=timezone.localdate(), status="held"))
    give(found.case, constabulary)
    return found


def give(case, agency):
    with as_owner():
        CaseAgency.objects.create(
            case=case, agency=agency, level=10, sources=["meeting"], starts_at=case.received_at - timedelta(days=1)
        )


def keys(model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {model._meta.db_table}")
        return {pk for (pk,) in cursor.fetchall()}


def seal(case):
    with as_owner():
        Case.objects.filter(pk=case.pk).update(sealed_at=timezone.now(), code_name="Rowan")


def end(case):
    with as_owner():
        CaseAgency.objects.filter(case=case).update(ends_at=timezone.now())


# What was done to the case, and who sees its hearing and its action afterwards.
WORLDS = {
    "shared": (lambda case, cast: None, {"coordinator", "excluded", "representative", "police", "idva"}),
    "sealed": (lambda case, cast: seal(case), set()),
    "sealed and named": (
        lambda case, cast: (seal(case), factories.named(case, cast["excluded"].user)),
        {"excluded"},
    ),
    "sealed and named once": (
        lambda case, cast: (seal(case), factories.named(case, cast["excluded"].user, days=(-3, -1))),
        set(),
    ),
    "excluded": (
        lambda case, cast: factories.exclusion(case, cast["excluded"].user),
        {"coordinator", "representative", "police", "idva"},
    ),
    "ended": (lambda case, cast: end(case), set()),
}


@pytest.mark.parametrize("world", WORLDS)
def test_both_locks_show_the_same_hearings_and_actions(world, heard, request, advocates):
    action = marac.action(heard, advocates)
    names = ("coordinator", "excluded", "representative", "police", "idva", "outsider", "board_member", "administrator")
    cast = {name: request.getfixturevalue(name) for name in names}
    change, sees = WORLDS[world]
    change(heard.case, cast)
    for name, person in cast.items():
        with person.scope():
            second = (keys(Hearing), keys(Action))
            with as_owner():  # past the policies
                first = tuple(
                    {row.pk for row in model.objects.visible_to(person.principal)} for model in (Hearing, Action)
                )
        assert first == second == (({heard.pk}, {action.pk}) if name in sees else (set(), set())), name
    assert keys(Hearing) == keys(Action) == keys(Attendance) == set()  # nobody asks


def test_a_member_writes_no_hearing_and_no_action(heard, representative, forum):
    meeting = marac.meeting(forum)
    case = {"case_id": heard.case_id}
    attempts = [
        Hearing(meeting=meeting, referral_id=heard.referral_id, position=1, listed_by=representative.user, **case),
        Action(hearing=heard, text="x", owner_agency=representative.agency, due_on=meeting.held_on, **case),
    ]
    for attempt in attempts:
        with representative.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            attempt.save(force_insert=True)
    with representative.scope():
        assert Hearing.objects.update(risks="x") == 0


def test_an_agency_writes_on_its_own_action_alone_and_takes_none_back(heard, representative, constabulary, advocates):
    own, other = marac.action(heard, constabulary), marac.action(heard, advocates)
    with representative.scope():
        assert Action.objects.filter(pk=own.pk).update(text="Change the lock") == 1
        assert Action.objects.filter(pk=other.pk).update(text="x") == 0
        assert Action.objects.filter(pk__in=[own.pk, other.pk]).delete()[0] == 0


def test_an_action_is_not_hung_on_a_case_that_its_writer_does_not_lead(heard, forum, coordinator):
    elsewhere = factories.case(factories.agency())
    with coordinator.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        Action.objects.create(
            hearing=heard, case=elsewhere, text="x", owner_agency=coordinator.agency, due_on=timezone.localdate()
        )

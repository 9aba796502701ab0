"""Who sees which notice: both locks, each alone. A school sees its own, and nothing else of Linnet."""

import contextlib
import uuid

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.principal import principal_scope
from agencies.roles import Role
from encompass.models import EncompassIncident, Notice
from tests import factories
from tests.access.test_addresses import ACCESS, address_of, status_for, world  # noqa: F401  (a fixture)
from tests.database import BATCH, acting_as, as_owner
from tests.factories import encompass as made

pytestmark = pytest.mark.django_db


def keys(model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {model._meta.db_table}")
        return {pk for (pk,) in cursor.fetchall()}


@pytest.fixture
def notices(constabulary, school, college, liaison):
    """Of one incident: one for each school, one that waits for a decision; and one that a holiday holds."""
    incident = made.incident(constabulary)
    return {
        "school": made.notice(constabulary, school, of=incident),
        "college": made.notice(constabulary, college, of=incident),
        "asked": made.notice(constabulary, school, of=incident, status="asked", asked_by=liaison.user),
        "held": made.notice(constabulary, school, sent_at=timezone.now() + factories.timedelta(days=2)),
    }


SEES = {
    "liaison": {"school", "college", "asked", "held"},
    "supervisor": {"school", "college", "asked", "held"},
    "key_adult": {"school"},
    "college_key_adult": {"college"},
    "office": set(),
    "police": set(),
    "administrator": set(),
    "idva": set(),
    "coordinator": set(),
    "board_member": set(),
    "analyst": set(),
    "outsider": set(),
}


@pytest.mark.parametrize("who", SEES)
def test_both_locks_show_the_same_notices(who, notices, request):
    person = request.getfixturevalue(who)
    wanted = {notices[name].pk for name in SEES[who]}
    incidents = {notices[name].incident_id for name in SEES[who]}
    with person.scope():
        second = keys(Notice), keys(EncompassIncident)
        with as_owner():  # past the policies
            first = tuple(
                {row.pk for row in model.objects.visible_to(person.principal)} for model in (Notice, EncompassIncident)
            )
    assert first == second == (wanted, incidents)


def test_nobody_asks_and_nothing_is_shown(notices):
    assert keys(Notice) == keys(EncompassIncident) == set()


def test_another_force_sees_nothing(notices):
    other = factories.principal(factories.member(factories.agency(type="police"), Role.LIAISON_SUPERVISOR))
    with principal_scope(other):
        assert keys(Notice) == keys(EncompassIncident) == set()


def test_what_was_said_stays_as_it_was_said(notices, liaison, key_adult):
    for person in (liaison, key_adult):
        for column, value in (("voice", "x"), ("child_given", "x"), ("due_at", timezone.now())):
            with person.scope(), pytest.raises(ProgrammingError), transaction.atomic():
                Notice.objects.update(**{column: value})
        with person.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            EncompassIncident.objects.update(circumstances="x")
        with person.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            Notice.objects.all().delete()


def test_a_school_cannot_hide_what_reached_it(notices, key_adult):
    with key_adult.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        Notice.objects.update(status="asked", sent_at=None, suppressed_reason="x")


def test_a_school_writes_no_notice_and_no_force_writes_into_anothers_incident(notices, key_adult, school, liaison):
    def copy(**facts):
        fields = {field.attname: getattr(notices["school"], field.attname) for field in Notice._meta.concrete_fields}
        return Notice(**(fields | {"id": uuid.uuid4(), "reference": uuid.uuid4().hex[:10], "child_given": "x"} | facts))

    with key_adult.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        copy().save(force_insert=True)
    elsewhere = made.incident(factories.agency(type="police"))
    with liaison.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        copy(incident_id=elsewhere.pk).save(force_insert=True)


def test_whoever_counts_reads_no_notice(notices):
    with acting_as(BATCH):
        for model in (Notice, EncompassIncident):
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.count()


# -- a school user in the whole house ---------------------------------------------------------------------------------

OWN = {"notices", "school_year", "school_settings", "school_term_add", "school_day_add"}
# What everybody who is signed in may see of themselves and of the house. Nothing of any case.
HOUSE = {
    "healthz", "readyz", "metrics", "help", "accessibility", "privacy", "api_schema", "join", "overview", "account",
    "keep_alive", "search", "acting", "enter_ask", "enter", "voice_page",
}  # fmt: skip


@pytest.mark.parametrize(
    ("who", "locks"),
    [("key_adult", contextlib.nullcontext), ("key_adult", as_owner), ("office", contextlib.nullcontext)],
)
def test_a_school_user_can_open_nothing_else_in_linnet(who, locks, world, request):  # noqa: F811
    person = request.getfixturevalue(who)
    may = OWN if who == "key_adult" else OWN - {"notices"}
    with locks():
        found = {name: status_for(name, person, address_of(name, world)) for name in set(ACCESS) - HOUSE}
    assert {name for name, status in found.items() if status not in (401, 403, 404)} == may


def test_a_school_users_search_and_overview_tell_nothing(key_adult, notices, shared_case):
    client = key_adult.client
    assert (
        client.post(reverse("search"), {"q": shared_case.reference}).status_code == 200
    )  # "no record": never a way in
    overview = client.get(reverse("overview")).content.decode()
    assert "search" not in overview
    for word in ("Cases", "Referrals", "Meetings", "Reports", notices["school"].child_family):
        assert word not in overview

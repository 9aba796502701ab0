"""The suite proves nothing unless it is as weak as production."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction

from audit.models import Event
from cases.models import Case, CaseAgency, Exclusion, Involvement, NamedAccess, Note, Person, PersonName
from common.rls import locks, policy_page
from referrals.models import Referral
from tests import factories
from tests.database import BATCH, acting_as, as_owner

pytestmark = pytest.mark.django_db
PERSON_LEVEL = [Case, CaseAgency, NamedAccess, Exclusion, Note, Person, PersonName, Involvement]


def ask(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def test_tests_run_as_the_role_that_serves():
    assert ask("SELECT session_user, current_user") == [("linnet_app", "linnet_app")]
    assert ask("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user") == [
        (False, False, False)
    ]
    assert ask("SELECT pg_has_role('linnet_owner', 'USAGE'), pg_has_role('linnet_batch', 'USAGE')") == [(False, False)]


@pytest.mark.parametrize("model", PERSON_LEVEL)
def test_a_forgotten_scope_shows_nothing(model, shared_case, police):
    factories.note(shared_case, police.user)
    factories.named(shared_case, police.user)
    factories.exclusion(shared_case, factories.member(police.agency).user)
    assert model.objects.count() == 0
    with as_owner():
        assert model.objects.count() > 0


def test_a_scope_ends_with_its_block_even_under_the_tests_transaction(shared_case, police):
    with police.scope():
        assert Case.objects.count() == 1
    assert Case.objects.count() == 0


def test_a_scope_inside_a_scope_is_refused(police, idva):
    with pytest.raises(RuntimeError), police.scope(), idva.scope():
        pass


def test_every_table_that_reaches_a_case_is_locked():
    """A new table about people fails here until a migration protects it."""

    def reaches_people(model, seen=()):
        return model in (Case, Person) or any(
            (f.many_to_one or f.one_to_one)
            and f.related_model not in seen
            and reaches_people(f.related_model, (*seen, model))
            for f in model._meta.get_fields()
            if f.is_relation and f.concrete and f.related_model
        )

    incidents = ("crimerecord", "regrade", "regradedecision", "crimeimport", "importfile")
    crimes = {f"incidents_{each}" for each in incidents}
    others = {"audit_event", "referrals_idempotencykey", "referrals_restrictedfacts", "marac_attendance"} | crimes
    others |= {"marac_minutesapproval", "marac_observer", "marac_packreading", "marac_signature", "marac_agendaversion"}
    others |= {"marac_quorumdecision", "marac_rotaplace"}
    others |= {"marac_dipsample", "marac_sampleaction", "marac_samplescore"}
    others |= {"encompass_encompassincident", "encompass_notice", "support_submission"}
    others |= {m._meta.db_table for m in apps.get_app_config("dhr").get_models()} - {"dhr_theme"}
    others |= {m._meta.db_table for m in apps.get_app_config("strategy").get_models()}
    wanted = {m._meta.db_table for m in apps.get_models() if m._meta.managed and reaches_people(m)} | others
    assert {lock.table for lock in locks() if lock.forced} == wanted


def test_the_policy_page_is_up_to_date(settings):
    """After a migration: `make manage CMD="write_pages"`."""
    assert (settings.BASE_DIR / "docs/security/policies.md").read_text() == policy_page()


def test_views_check_the_reader_not_their_owner():
    """But one: a service is told of referrals that wait for it, by initials, before it has any access to their cases.

    Which are its own is said inside that view; tests/support holds it to that.
    """
    found = ask(
        "SELECT relname, reloptions FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace"
        " AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)"
    )
    assert found == [("support_waiting", ["security_barrier=true"])]


def test_access_functions_pin_their_search_path():
    assert not ask(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'access'::regnamespace AND prosecdef"
        " AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET kind = 'x'",
        "DELETE FROM audit_event",
        "SELECT * FROM audit_event",
        "TRUNCATE cases_note",
        "DELETE FROM cases_case",
        "UPDATE cases_riskassessment SET yes_count = 0",
        "UPDATE agencies_policy SET value = 90",
        "INSERT INTO agencies_area (kind, name, gss_code, valid_from) VALUES ('marac', 'x', '', '2020-01-01')",
        "UPDATE agencies_membership SET role = 'marac_coordinator'",
        "DELETE FROM agencies_user",
        "UPDATE reports_quarterlyreport SET snapshot = '{}'",
        "SELECT * FROM figures.referral",
        "CREATE TABLE mine (id int)",
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "CREATE FUNCTION access.sees_case(text) RETURNS boolean RETURN true",
    ],
)
def test_the_app_role_may_not(statement):
    with pytest.raises(ProgrammingError), transaction.atomic():
        ask(statement)


@pytest.mark.parametrize("other", ["user", "agency"])
def test_nobody_writes_an_event_in_another_name(police, idva, other):
    facts = {"user_id": police.user.pk, "agency_id": police.agency.pk}
    with police.scope():
        Event.objects.create(kind="x", **facts)
    facts[f"{other}_id"] = getattr(idva, other).pk
    with police.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        Event.objects.create(kind="x", **facts)


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET kind = 'x'", "DELETE FROM audit_event"])
def test_even_the_owner_cannot_rewrite_the_audit_trail(police, statement):
    with police.scope():
        Event.objects.create(kind="x", user_id=police.user.pk, agency_id=police.agency.pk)
    with as_owner(), pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        ask(statement)


def test_a_member_agency_does_not_raise_its_own_level(constabulary, police):
    case = factories.case(constabulary, level=CaseAgency.Level.MEMBER)
    with police.scope():
        assert Case.objects.count() == 1
        assert CaseAgency.objects.filter(case=case).update(level=CaseAgency.Level.LEAD) == 0


def test_a_note_cannot_be_hung_on_an_invisible_case_nor_tell_it_from_none(outsider, shared_case):
    import uuid

    refusals = []
    for case_id in (shared_case.pk, uuid.uuid4()):
        with outsider.scope(), pytest.raises(ProgrammingError) as refused, transaction.atomic():
            Note.objects.create(case_id=case_id, author=outsider.user, agency=outsider.agency, body="x")
        refusals.append(str(refused.value))
    assert refusals[0] == refusals[1]


def test_nobody_names_or_invites_themselves(outsider, shared_case):
    from django.contrib.auth.models import Permission
    from django.utils import timezone

    view = Permission.objects.get(content_type__app_label="cases", codename="view_case")
    attempts = [
        CaseAgency(case=shared_case, agency=outsider.agency, sources=["self"]),
        NamedAccess(
            user=outsider.user,
            permission=view,
            content_object=shared_case,
            granted_by=outsider.user,
            reason="me",
            ends_at=timezone.now() + timedelta(days=1),
        ),
    ]
    for attempt in attempts:
        with outsider.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            attempt.save()


def test_owner_data_migrations_reach_every_row(shared_case):
    with as_owner():
        assert Case.objects.update(is_repeat=True) == 1


def test_batch_counts_referrals_and_reads_nobody(coordinator, police, shared_case):
    factories.referral(from_agency=police.agency, to_agency=coordinator.agency, district=factories.authority())
    with acting_as(BATCH):
        assert ask("SELECT count(*) FROM figures.referral") == [(1,)]
        for model in (Case, Person, Referral, Note):
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.count()


def test_protection_can_be_taken_off_and_put_back(transactional_db):
    locked = {lock.table for lock in locks() if lock.forced}
    with as_owner():
        for app in ("reports", "encompass", "marac", "referrals", "cases"):
            call_command("migrate", app, "0001", verbosity=0)
        assert not any(lock.forced for lock in locks() if lock.table.startswith(("cases_", "referrals_", "marac_")))
        call_command("migrate", verbosity=0)
        assert {lock.table for lock in locks() if lock.forced} == locked

"""A large invented county, written with COPY: agencies that share cases the way a real partnership does.

Thirty agencies: the police are in 94% of cases, the others in 30% falling to 2.6%. One case in twenty is open, far
above reality, so that lists are long. Each measured user is excluded from ten cases at the front of their list.
"""

import io
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from agencies.models import Agency, Area, Membership, User
from agencies.reference import load_reference
from agencies.roles import Role
from cases.models import Case, CaseAgency, Exclusion

SHARES = [0.94, 0.30, *(0.30 * 0.917**n for n in range(1, 29))]  # 0.30 … 0.026
START = datetime(2016, 7, 1, 9, tzinfo=UTC)
GUARDIAN = "guardian_groupobjectpermission"
CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype IN ('f', 'u')
"""
# Every index that is left once the constraints are gone, but for the primary key's.
INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
    WHERE i.indrelid = %s::regclass AND NOT i.indisprimary
"""
COLUMNS_CASE = "id, reference, district_id, received_at, target_days, is_repeat, opened_at, closed_at, code_name"
COLUMNS_ACCESS = "case_id, agency_id, level, sources, lawful_basis, starts_at, due_on, is_open, is_sealed"
COLUMNS_GUARDIAN = "object_pk, content_type_id, group_id, permission_id"


def partnership() -> list[Membership]:
    """The agencies with one user each: the police first, the smallest last."""
    with transaction.atomic():
        return _partnership()


def grow(members: list[Membership], start: int, stop: int) -> None:
    """Add the cases from ``start`` to ``stop``, spread over the same ten years."""
    with transaction.atomic():
        _cases(start, stop, [member.agency for member in members])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cases_caseagency, cases_case, guardian_groupobjectpermission")


def exclude(member: Membership) -> None:
    """Ten exclusions at the very front of this user's list, where they cost most."""
    Exclusion.objects.filter(user=member.user).delete()
    front = CaseAgency.objects.filter(agency=member.agency, is_open=True, is_sealed=False).order_by("due_on", "case_id")
    keys = list(front.values_list("case_id", flat=True)[:10])
    Exclusion.objects.bulk_create([Exclusion(case_id=key, user=member.user, reason="measured") for key in keys])


def _partnership() -> list[Membership]:
    load_reference()
    members = []
    for number in range(len(SHARES)):
        group = Group.objects.create(name=f"Agency {number}")
        agency = Agency.objects.create(name=group.name, type="other", group=group, active_from=START.date())
        user = User.objects.create_user(f"measured{number}@example.org")
        user.groups.add(group)
        members.append(Membership.objects.create(user=user, agency=agency, role=Role.PRACTITIONER, starts_at=START))
    return members


def _cases(start: int, stop: int, agencies: list[Agency]) -> None:
    view = Permission.objects.get(content_type__app_label="cases", codename="view_case")
    kind, districts = ContentType.objects.get_for_model(Case).pk, list(Area.objects.filter(kind="authority"))
    pick = random.Random(stop)
    cases, access, guardian = io.StringIO(), io.StringIO(), io.StringIO()
    for case_id, received, is_open in _facts(stop - start, pick):
        district = districts[pick.randrange(len(districts))].pk
        closed = r"\N" if is_open else (received + timedelta(days=40)).isoformat()
        moment, due = received.isoformat(), (received + timedelta(days=14)).date().isoformat()
        reference = case_id.hex[:10].upper()
        cases.write(f"{case_id}\t{reference}\t{district}\t{moment}\t14\tf\t{moment}\t{closed}\t\n")
        state = "t" if is_open else "f"
        for agency, share in zip(agencies, SHARES, strict=True):
            if pick.random() < share:
                access.write(f"{case_id}\t{agency.pk}\t10\t{{meeting}}\t\t{moment}\t{due}\t{state}\tf\n")
                guardian.write(f"{case_id}\t{kind}\t{agency.group_id}\t{view.pk}\n")
    with connection.cursor() as cursor, bare(cursor, "cases_caseagency", "cases_case", GUARDIAN):
        copy_rows(cursor, "cases_caseagency", COLUMNS_ACCESS, access)
        copy_rows(cursor, "cases_case", COLUMNS_CASE, cases)
        copy_rows(cursor, GUARDIAN, COLUMNS_GUARDIAN, guardian)


@contextmanager
def bare(cursor, *tables: str) -> Iterator[None]:
    """Tables as COPY likes them, and whole again afterwards.

    COPY does not speak to row policies, which bind the owner too; and triggers, foreign keys and indexes cost more row
    by row than once at the end. The triggers' work is done by what is written; the keys are right by how they are made.
    """
    taken = [_strip(cursor, table) for table in tables]
    yield
    for table, (constraints, indexes) in zip(tables, taken, strict=True):
        for _, definition in indexes:
            cursor.execute(definition)
        for name, definition in constraints:
            valid = " NOT VALID" if definition.startswith("FOREIGN") else ""
            cursor.execute(
                f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition.removesuffix(" NOT VALID")}{valid}'
            )
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        if table != GUARDIAN:  # it never was behind a row policy
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _strip(cursor, table: str) -> tuple[list[tuple], list[tuple]]:
    """Take off what slows COPY down; returns the constraints and the indexes to put back."""
    cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    constraints = _ask(cursor, CONSTRAINTS, table)
    for name, _ in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    indexes = _ask(cursor, INDEXES, table)
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    return constraints, indexes


def _ask(cursor, question: str, table: str) -> list[tuple]:
    cursor.execute(question, [table])
    return cursor.fetchall()


def _facts(size: int, pick: random.Random) -> Iterator[tuple[uuid.UUID, datetime, bool]]:
    for number in range(size):
        received = START + timedelta(minutes=number * 5_256_000 / size)  # spread over ten years
        yield uuid.UUID(int=pick.getrandbits(128), version=4), received, number % 20 == 0


def copy_rows(cursor, table: str, columns: str, rows: io.StringIO) -> None:
    rows.seek(0)
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", rows)

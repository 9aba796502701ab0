"""What the figures worker may count of notices to schools: days, grades, kinds and councils, and nothing of a child."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from tests import factories
from tests.database import BATCH, acting_as, as_owner
from tests.factories import encompass as made

pytestmark = pytest.mark.django_db


def rows(sql):
    with acting_as(BATCH), connection.cursor() as cursor:
        cursor.execute(sql)
        return [column.name for column in cursor.description], cursor.fetchall()


@pytest.fixture
def notices(constabulary):
    area = made.council()
    with as_owner():
        area.parent = factories.area("Southend, Essex and Thurrock", kind="partnership")
        area.save()
    school, now = made.school(area=area), timezone.now()
    made.notice(constabulary, school, due_at=now)
    made.notice(constabulary, school, due_at=now - timedelta(hours=2))
    made.notice(constabulary, made.officer(area), status="asked")
    return area


def test_in_time_late_and_waiting_can_be_counted_by_kind_and_partnership(notices):
    columns = "phase, risk_grade, is_in_time, is_kept_back, partnership_id"
    _, found = rows(f"SELECT {columns} FROM figures.notice ORDER BY phase, is_in_time")
    whole = notices.parent_id
    assert found == [
        ("council", "standard", False, False, whole),
        ("primary", "standard", False, False, whole),
        ("primary", "standard", True, False, whole),
    ]


def test_schools_with_a_trained_key_adult_can_be_counted_and_councils_are_no_schools(notices):
    made.school(area=notices, key_adult_trained_on="2026-01-01")
    assert rows("SELECT count(*), count(key_adult_trained_on) FROM figures.school")[1] == [(2, 1)]


def test_the_views_name_no_child_no_school_and_no_reference(notices):
    shown = set(rows("SELECT * FROM figures.notice")[0]) | set(rows("SELECT * FROM figures.school")[0])
    assert not shown & {
        "id",
        "reference",
        "police_reference",
        "child_given",
        "born_on",
        "school_id",
        "urn",
        "agency_id",
    }


def test_the_figures_worker_reads_no_notice_and_the_serving_role_no_view(notices):
    for table in ("notice", "encompassincident"):
        with acting_as(BATCH), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"SELECT 1 FROM encompass_{table}")
    for view in ("notice", "school"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"SELECT 1 FROM figures.{view}")

"""What the figures worker may count of the police's crimes: two series, and nothing that names a crime."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from agencies.models import Area
from reports.selectors import Graded, crime_grades
from tests import factories
from tests.database import BATCH, acting_as
from tests.factories import incidents as made

pytestmark = pytest.mark.django_db
THIS_YEAR = {"first": date(2020, 1, 1), "last": date(2099, 12, 31)}


@pytest.fixture
def force(constabulary):
    made.force(constabulary)
    return constabulary


def test_the_two_series_are_kept_apart(force):
    sergeant = factories.member(force).user
    lowered = made.crime(force)
    made.regrade(lowered, sergeant, "medium")
    made.crime(force)
    month = lowered.recorded_on.replace(day=1)
    with acting_as(BATCH):
        at_first, at_present = crime_grades(factories.area("Southend"), **THIS_YEAR)
    assert at_first == {Graded(month, "high"): 2}
    assert at_present == {Graded(month, "high"): 1, Graded(month, "medium"): 1}


def test_a_partnership_counts_its_areas_and_another_counts_none(force):
    made.crime(force)
    board = Area.objects.get(kind=Area.Kind.PARTNERSHIP)
    with acting_as(BATCH):
        assert sum(crime_grades(board, **THIS_YEAR)[0].values()) == 1
    elsewhere = factories.area("Elsewhere")
    with acting_as(BATCH):
        assert not crime_grades(elsewhere, **THIS_YEAR)[0]


def test_the_view_names_no_crime():
    with acting_as(BATCH), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM figures.crime")
        names = {column.name for column in cursor.description}
    assert not names & {"id", "crime_ref", "case_reference", "assessor", "rationale", "came_with_id"}


def test_the_figures_worker_reads_no_crime_itself():
    for table in ("crimerecord", "regrade", "gradetask", "crimeimport", "importfile"):
        with acting_as(BATCH), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"SELECT 1 FROM incidents_{table}")


def test_the_serving_role_reads_no_view():
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("SELECT 1 FROM figures.crime")

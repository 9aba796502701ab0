"""Training in figures, as the figures worker counts it."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from common.quarters import Quarter
from reports.training import trained
from strategy.selectors import Trained
from tests import factories
from tests.database import BATCH, acting_as, as_owner
from tests.factories import strategy as made

pytestmark = pytest.mark.django_db
QUARTER = Quarter(date(2026, 7, 1))


def test_the_worker_counts_training_by_kind_within_the_quarter():
    lead = factories.member(factories.agency(), "strategy_lead").user
    for on in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 1)):
        made.session(lead, on=on, people=10, places=2)
    made.session(lead, on=date(2026, 8, 1), kind="criteria", people=26, places=0)
    wrong = made.session(lead, on=date(2026, 8, 1), people=900)
    with as_owner():
        wrong.taken_back_at, wrong.taken_back_by = timezone.now(), lead
        wrong.save()
    with acting_as(BATCH):
        assert trained(QUARTER) == {"criteria": Trained(1, 0, 26), "pharmacy": Trained(2, 4, 20)}


def test_the_worker_reads_no_session():
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'strategy_trainingsession', 'SELECT')", [BATCH])
        assert cursor.fetchone() == (False,)

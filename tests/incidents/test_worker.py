"""A real worker, killed in the middle: a second run finishes the file, and every crime is there exactly once."""

import os
import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents import services
from incidents.models import CrimeImport, CrimeRecord
from tests import workers
from tests.database import as_owner
from tests.factories.incidents import row, sheet

ROWS = 5000


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("real_time")
def test_a_killed_worker_is_followed_by_one_that_finishes_exactly_once(data_officer):
    body = sheet(*(row(f"42/{n}/26") for n in range(ROWS)))
    with data_officer.scope():
        batch = services.check_file(body, by=data_officer.principal, route="file", at=timezone.now())
    with data_officer.scope():
        services.start_import(batch, by=data_officer.principal, at=timezone.now())

    def seen():
        with as_owner():
            return CrimeImport.objects.values("status", "done_rows", "attempts").get(pk=batch.pk)

    with workers.worker("celery", pool="prefork", role="DATABASE_URL") as first:
        workers.wait_for(lambda: seen()["done_rows"] >= 500)
        for child in workers.children_of(first):
            os.kill(child, signal.SIGKILL)
        first.kill()
        first.wait()
    left = seen()
    assert left["status"] == "running"
    assert 0 < left["done_rows"] < ROWS
    with as_owner():  # what it had settled is whole: the rows and how far it is move together
        assert CrimeRecord.objects.count() == left["done_rows"]
    with data_officer.scope():
        services.resume_import(batch, by=data_officer.principal, at=timezone.now() + timedelta(minutes=6))
    with workers.worker("celery", role="DATABASE_URL"):
        workers.wait_for(lambda: seen()["status"] == "done")
    with as_owner():
        assert CrimeRecord.objects.count() == ROWS
        assert CrimeRecord.objects.values("crime_ref").distinct().count() == ROWS
        assert CrimeImport.objects.get(pk=batch.pk).settled == {"new": ROWS, "same": 0, "changed": 0, "wrong": 0}

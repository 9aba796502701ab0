"""What the figures worker does with a message: once, whole, and again where somebody died."""

import os
import signal
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from agencies.models import Area, Policy
from documents import pressing
from reports import services, tasks
from reports.models import QuarterlyReport, ReportFile
from tests import factories, workers
from tests.database import BATCH, acting_as, as_owner
from tests.factories.reports import edition, noon, referrals
from tests.reports.conftest import QUARTER

Status = QuarterlyReport.Status


def status_of(report):
    report.refresh_from_db()
    return report.status


@pytest.mark.django_db
def test_a_message_makes_an_edition_ready(busy_county):
    report = edition(busy_county)
    with acting_as(BATCH):
        tasks.make_report(str(report.pk))
    assert status_of(report) == Status.READY
    assert report.file.pages > 1


@pytest.mark.django_db
def test_the_same_message_again_changes_nothing(busy_county):
    report = edition(busy_county)
    with acting_as(BATCH):
        tasks.make_report(str(report.pk))
        before = ReportFile.objects.get(report=report).made_at
        tasks.make_report(str(report.pk))
    assert status_of(report) == Status.READY
    assert (report.attempts, report.file.made_at) == (1, before)


@pytest.mark.django_db
def test_a_message_about_no_report_is_no_error(county):
    with acting_as(BATCH):
        tasks.make_report("00000000-0000-4000-8000-000000000000")


@pytest.mark.django_db
def test_what_cannot_be_counted_says_so_and_keeps_nothing(county):
    report = edition(county)
    with as_owner():
        Policy.objects.filter(key=Policy.Key.SMALL_NUMBER).delete()
    with acting_as(BATCH):
        tasks.make_report(str(report.pk))
    assert (status_of(report), report.failure, report.snapshot) == (Status.FAILED, tasks.COULD_NOT_COUNT, None)


@pytest.mark.django_db
def test_a_press_that_takes_too_long_leaves_no_file_and_the_figures_are_kept(busy_county, monkeypatch):
    monkeypatch.setattr(pressing, "SECONDS", 0.01)
    report = edition(busy_county)
    with acting_as(BATCH):
        tasks.make_report(str(report.pk))
    assert (status_of(report), report.failure) == (Status.FAILED, tasks.COULD_NOT_PRESS)
    assert report.snapshot
    assert not ReportFile.objects.exists()


@pytest.mark.django_db
def test_beat_drafts_the_last_quarter_of_every_area_once_though_it_runs_twice(county):
    with time_machine.travel(noon(QUARTER.ends_on + timedelta(days=3)), tick=False), acting_as(BATCH):
        tasks.draft_last_quarter()
        tasks.draft_last_quarter()
    drafts = QuarterlyReport.objects.values_list("area__name", "starts_on", "version", "status")
    names = ["Essex", "Southend", "Southend, Essex and Thurrock", "Thurrock"]
    assert sorted(drafts) == [(name, QUARTER.starts_on, 1, Status.REQUESTED) for name in names]


@pytest.mark.django_db
def test_beat_does_not_draft_what_an_analyst_has_made_already(county):
    edition(county, status=Status.READY)
    with time_machine.travel(noon(QUARTER.ends_on + timedelta(days=3)), tick=False), acting_as(BATCH):
        tasks.draft_last_quarter()
    assert QuarterlyReport.objects.filter(area=county).count() == 1


@pytest.mark.django_db
def test_the_quarter_turns_at_midnight_in_london():
    area = factories.area("Lonely")
    for moment, quarter in (("2026-03-31T22:59Z", "2025-10-01"), ("2026-03-31T23:01Z", "2026-01-01")):
        with time_machine.travel(moment, tick=False), acting_as(BATCH):
            tasks.draft_last_quarter()
        assert QuarterlyReport.objects.filter(area=area).order_by("-starts_on")[0].starts_on.isoformat() == quarter


# -- with a worker of its own -----------------------------------------------------------------------------------------


def county_with_cases():
    county = factories.partnership()
    sender, district = factories.agency(type="police"), Area.objects.get(kind="authority", name="Harlow")
    rows = [{"district": district, "from_agency": sender, "received_at": noon(QUARTER.starts_on)} for _ in range(30)]
    referrals(rows, to_agency=sender)
    return county


def test_a_real_worker_makes_a_pdf_of_what_an_analyst_asked_for(figures_worker, analyst):
    county = county_with_cases()
    with analyst.scope():
        report = services.request_report(county, by=analyst.principal, quarter=QUARTER, at=timezone.now())
    workers.wait_for(lambda: status_of(report) in (Status.READY, Status.FAILED))
    assert (report.status, report.failure) == (Status.READY, "")
    assert bytes(report.file.body).startswith(b"%PDF-")
    assert {tile["id"]: tile["value"] for tile in report.snapshot["tiles"]}["referrals"] == 30


def test_an_edition_whose_worker_is_killed_is_finished_once_by_the_next(transactional_db):
    report = edition(county_with_cases())
    with workers.worker() as first:
        tasks.make_report.delay(str(report.pk))
        workers.wait_for(lambda: status_of(report) == Status.RENDERING)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    assert status_of(report) == Status.RENDERING
    assert not ReportFile.objects.exists()
    figures = report.snapshot_sha256
    with as_owner():
        QuarterlyReport.objects.update(status_at=timezone.now() - services.STALE - timedelta(seconds=1))
    with workers.worker():
        tasks.requeue_stale.delay()
        workers.wait_for(lambda: status_of(report) in (Status.READY, Status.FAILED))
    assert (report.status, report.attempts, report.snapshot_sha256) == (Status.READY, 2, figures)
    assert ReportFile.objects.count() == 1


def test_a_child_that_is_killed_has_its_message_taken_over_at_once(transactional_db):
    report = edition(county_with_cases())
    with workers.worker(pool="prefork") as process:
        tasks.make_report.delay(str(report.pk))
        workers.wait_for(lambda: status_of(report) == Status.RENDERING)
        for child in workers.children_of(process):
            os.kill(child, signal.SIGKILL)
        workers.wait_for(lambda: status_of(report) in (Status.READY, Status.FAILED), seconds=30)
    assert (report.status, report.attempts, ReportFile.objects.count()) == (Status.READY, 2, 1)


def test_a_worker_holds_no_password_but_its_own(transactional_db):
    held = workers.environment()
    assert [name for name in held if name.endswith("DATABASE_URL")] == ["DATABASE_URL"]
    assert "linnet_batch" in held["DATABASE_URL"]
    assert connection.settings_dict["NAME"] in held["DATABASE_URL"]

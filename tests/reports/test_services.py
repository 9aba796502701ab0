"""The life of an edition: asked for, counted, made, commented on, published; and what never happens to it."""

import threading
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from agencies.models import Area, Policy
from agencies.principal import NOBODY
from audit.models import Event
from common.errors import Conflict, DomainError
from reports import services
from reports.models import QuarterlyReport, ReportFile
from reports.snapshot import sha256
from tests import factories
from tests.database import BATCH, acting_as, as_owner
from tests.factories.reports import edition, noon, report_file
from tests.reports.conftest import AS_AT, QUARTER, counted, made

pytestmark = pytest.mark.django_db
Status = QuarterlyReport.Status


def approved_by(person):
    return {"shared_at": AS_AT, "approved_at": AS_AT, "approved_by": person.user, "as_at": AS_AT}


def events(report):
    with as_owner():
        return list(
            Event.objects.filter(subjects__contains=[str(report.pk)]).order_by("at").values_list("kind", flat=True)
        )


def asked(analyst, area, quarter=QUARTER, at=AS_AT):
    with analyst.scope():
        return services.request_report(area, by=analyst.principal, quarter=quarter, at=at)


# -- asking -----------------------------------------------------------------------------------------------------------


def test_an_analyst_asks_for_an_edition_and_the_worker_is_told_once_it_is_kept(
    county, analyst, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as told:
        report = asked(analyst, county)
    assert (report.version, report.status, report.ends_on) == (1, Status.REQUESTED, date(2026, 9, 30))
    assert report.requested_by == analyst.membership
    assert len(told) == 1
    assert events(report) == ["report requested"]


def test_asking_again_makes_the_next_version_and_leaves_the_first_alone(county, analyst):
    first = edition(county, status=Status.READY)
    assert asked(analyst, county).version == 2
    first.refresh_from_db()
    assert first.status == Status.READY


@pytest.mark.parametrize("status", [Status.REQUESTED, Status.COUNTING, Status.RENDERING])
def test_a_report_that_is_being_made_is_not_asked_for_twice(county, analyst, status):
    edition(county, status=status)
    with pytest.raises(Conflict):
        asked(analyst, county)


def test_a_quarter_that_has_not_begun_has_no_report(county, analyst):
    with pytest.raises(DomainError, match="not begun"):
        asked(analyst, county, QUARTER, at=noon(date(2026, 6, 30)))
    assert not QuarterlyReport.objects.exists()


def test_a_request_that_cannot_be_audited_is_not_kept(county, analyst):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_event FROM linnet_app")
    with pytest.raises(ProgrammingError):
        asked(analyst, county)
    assert not QuarterlyReport.objects.exists()


# -- drafting by the calendar -----------------------------------------------------------------------------------------


def test_the_draft_of_a_quarter_is_made_once_however_often_it_is_asked_for(county):
    with acting_as(BATCH):
        made = [services.draft_quarter(county, by=NOBODY, quarter=QUARTER, at=AS_AT) for _ in range(3)]
    assert [report is not None for report in made] == [True, False, False]
    assert QuarterlyReport.objects.get().requested_by is None


def test_two_workers_that_race_make_one_draft(transactional_db):
    county = factories.partnership()
    start, found, failed = threading.Barrier(4), [], []

    def race():
        try:
            start.wait(10)
            found.append(services.draft_quarter(county, by=NOBODY, quarter=QUARTER, at=AS_AT))
        except Exception as error:  # whatever it is, the test shall see it
            failed.append(error)
        finally:
            connection.close()

    runners = [threading.Thread(target=race) for _ in range(4)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join(20)
    assert not failed
    assert sum(report is not None for report in found) == 1
    assert QuarterlyReport.objects.count() == 1


# -- making -----------------------------------------------------------------------------------------------------------


def test_the_worker_counts_once_and_freezes_what_it_counted(busy_county, analyst):
    report = counted(asked(analyst, busy_county))
    report.refresh_from_db()
    assert (report.status, report.as_at) == (Status.RENDERING, AS_AT)
    assert report.snapshot["area"] == "Southend, Essex and Thurrock"
    assert {tile["id"]: tile["value"] for tile in report.snapshot["tiles"]}["referrals"] == 80
    assert report.snapshot_sha256 == sha256(report.snapshot)


def test_what_was_counted_once_is_not_counted_again(busy_county, analyst):
    report = counted(asked(analyst, busy_county))
    before = report.snapshot_sha256
    with acting_as(BATCH):
        services.fail_report(report, by=NOBODY, at=AS_AT, reason="The PDF could not be made.")
    with analyst.scope():
        services.retry_report(report, by=analyst.principal, at=AS_AT)
    with as_owner():
        Policy.objects.update(value=1)
    counted(report)
    report.refresh_from_db()
    assert (report.snapshot_sha256, report.as_at) == (before, AS_AT)


def test_the_pdf_and_the_ready_edition_appear_together(busy_county, analyst):
    report = made(asked(analyst, busy_county))
    assert report.status == Status.READY
    assert bytes(report.file.body).startswith(b"%PDF-")
    assert report.file.pages >= 5
    assert events(report) == ["report requested", "report counted", "report made"]


def test_nobody_but_the_figures_worker_writes_figures(county, analyst):
    report = edition(county)
    for attempt in (
        lambda: QuarterlyReport.objects.filter(pk=report.pk).update(snapshot={}),
        lambda: QuarterlyReport.objects.filter(pk=report.pk).update(as_at=AS_AT),
        lambda: ReportFile.objects.create(report=report, body=b"", sha256="", pages=1),
        lambda: QuarterlyReport.objects.filter(pk=report.pk).delete(),
    ):
        with analyst.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            attempt()


def test_an_edition_begins_without_figures_and_as_a_draft(county, analyst):
    begun = {"area": county, "starts_on": QUARTER.starts_on, "ends_on": QUARTER.ends_on}
    for more in ({"snapshot": {}}, {"status": "ready", "published_at": AS_AT, "published_by": analyst.user}):
        with analyst.scope(), pytest.raises(DatabaseError, match="begins without figures"), transaction.atomic():
            QuarterlyReport.objects.create(**begun, **more)
        with acting_as(BATCH), pytest.raises(DatabaseError, match="begins without figures"), transaction.atomic():
            QuarterlyReport.objects.create(**begun, **more)


def test_the_figures_worker_publishes_nothing_and_comments_on_nothing(county, analyst):
    report = edition(county, status=Status.READY)
    signed = {"published_at": AS_AT, "published_by": analyst.user}
    for facts in (signed, {"commentary": "Mine"}, {"version": 2}):
        with acting_as(BATCH), pytest.raises(ProgrammingError), transaction.atomic():
            QuarterlyReport.objects.filter(pk=report.pk).update(**facts)


def test_not_even_the_owner_changes_the_figures_of_an_edition(busy_county, analyst):
    report = counted(asked(analyst, busy_county))
    with as_owner(), pytest.raises(DatabaseError, match="figures of an edition never change"), transaction.atomic():
        QuarterlyReport.objects.filter(pk=report.pk).update(snapshot={"tiles": []})
    with as_owner(), pytest.raises(DatabaseError, match="stays the edition"), transaction.atomic():
        QuarterlyReport.objects.filter(pk=report.pk).update(version=7)


def test_the_strictest_threshold_of_partnership_and_areas_holds_for_all(busy_county, analyst):
    essex = Area.objects.get(kind="marac", name="Essex")
    factories.policy(Policy.Key.SMALL_NUMBER, 30, area=essex)
    report = counted(asked(analyst, busy_county))
    assert report.snapshot["policy"]["small_number"] == 30
    assert {tile["id"]: tile["value"] for tile in report.snapshot["tiles"]}["partners"] == "[c]"


def test_an_edition_of_a_quarter_that_goes_on_is_provisional_and_compares_nothing(busy_county, analyst):
    report = asked(analyst, busy_county, at=noon(date(2026, 8, 20)))
    with acting_as(BATCH):
        claimed = services.claim_report(report.pk, at=AS_AT)
        services.count_report(claimed, by=NOBODY, at=noon(date(2026, 8, 20)))
    assert claimed.snapshot["quarter"]["is_over"] is False
    assert all("Not compared" in tile["change"] for tile in claimed.snapshot["tiles"] if tile["series"])


# -- taking over ------------------------------------------------------------------------------------------------------


def test_an_edition_is_taken_in_hand_by_one_worker(county):
    report = edition(county)
    with acting_as(BATCH):
        assert services.claim_report(report.pk, at=AS_AT).attempts == 1
        assert services.claim_report(report.pk, at=AS_AT) is None


def test_a_message_that_comes_back_takes_over_from_its_dead_worker(county):
    report = edition(county, status=Status.RENDERING)
    with acting_as(BATCH):
        assert services.claim_report(report.pk, at=AS_AT) is None
        assert services.claim_report(report.pk, at=AS_AT, is_redelivered=True).status == Status.COUNTING


def test_what_an_overtaken_worker_brings_is_thrown_away(busy_county):
    report = edition(busy_county)
    with acting_as(BATCH):
        slow = services.claim_report(report.pk, at=AS_AT)
        quick = services.claim_report(report.pk, at=AS_AT, is_redelivered=True)
        with pytest.raises(services.Overtaken), transaction.atomic():
            services.count_report(slow, by=NOBODY, at=AS_AT)
        services.count_report(quick, by=NOBODY, at=AS_AT)
        services.render_report(quick, by=NOBODY, at=AS_AT)
        with pytest.raises(services.Overtaken), transaction.atomic():
            services.render_report(slow_with(slow, quick), by=NOBODY, at=AS_AT)
        services.fail_report(slow, by=NOBODY, at=AS_AT, reason="Late.")
    report.refresh_from_db()
    assert report.status == Status.READY
    assert events(report) == ["report counted", "report made"]


def slow_with(slow, quick):
    slow.snapshot, slow.snapshot_sha256 = quick.snapshot, quick.snapshot_sha256
    return slow


@pytest.mark.parametrize("status", [Status.REQUESTED, Status.COUNTING, Status.RENDERING])
def test_what_has_gone_stale_is_sent_again_and_what_is_fresh_is_not(county, status, django_capture_on_commit_callbacks):
    report = edition(county, status=status, status_at=AS_AT)
    for later, sent in ((services.STALE, 0), (services.STALE + timedelta(seconds=1), 1)):
        with acting_as(BATCH), django_capture_on_commit_callbacks() as told:
            assert services.requeue_stale(by=NOBODY, at=AS_AT + later) == sent
        assert len(told) == sent
    report.refresh_from_db()
    assert report.status == Status.REQUESTED


def test_what_was_started_three_times_is_given_up_and_can_be_tried_by_hand(county, analyst):
    report = edition(county, status=Status.COUNTING, status_at=AS_AT, attempts=3)
    with acting_as(BATCH):
        assert services.requeue_stale(by=NOBODY, at=AS_AT + timedelta(hours=1)) == 0
    report.refresh_from_db()
    assert (report.status, report.failure) == (Status.FAILED, "It was started three times and did not finish.")
    with analyst.scope():
        services.retry_report(report, by=analyst.principal, at=AS_AT)
    report.refresh_from_db()
    assert (report.status, report.attempts, report.failure) == (Status.REQUESTED, 0, "")


def test_only_what_failed_is_tried_again(county, analyst):
    for version, status in enumerate((Status.REQUESTED, Status.COUNTING, Status.RENDERING, Status.READY), start=1):
        report = edition(county, version=version, status=status)
        with analyst.scope(), pytest.raises(DomainError, match="could not be made"):
            services.retry_report(report, by=analyst.principal, at=AS_AT)
        report.refresh_from_db()
        assert report.status == status


# -- commenting and publishing ----------------------------------------------------------------------------------------


def test_commentary_is_printed_in_a_new_pdf_of_the_same_figures(busy_county, analyst):
    report = made(asked(analyst, busy_county))
    figures, first = report.snapshot_sha256, report.file.sha256
    with analyst.scope():
        services.write_commentary(report, by=analyst.principal, text="Cover was thin in August.", at=AS_AT)
    report.refresh_from_db()
    assert report.status == Status.REQUESTED
    made(report)
    assert report.snapshot_sha256 == figures
    assert ReportFile.objects.get(report=report).sha256 != first


def test_the_same_commentary_again_makes_no_work(busy_county, analyst, django_capture_on_commit_callbacks):
    report = edition(busy_county, status=Status.READY, commentary="As before.")
    with analyst.scope(), django_capture_on_commit_callbacks() as told:
        services.write_commentary(report, by=analyst.principal, text="As before.", at=AS_AT)
    assert not told


def test_an_approved_draft_is_published_and_signed(county, analyst, board_member, board_chair):
    report = edition(county, status=Status.READY, **approved_by(board_chair))
    with analyst.scope():
        services.publish_report(report, by=analyst.principal, at=AS_AT)
    seen = QuarterlyReport.objects.visible_to(board_member.principal).get()
    assert (seen.published_at, seen.published_by) == (AS_AT, analyst.user)
    assert events(report) == ["report published"]


@pytest.mark.parametrize("status", [s for s in Status if s != Status.READY])
def test_nothing_but_a_ready_draft_is_published(county, analyst, status):
    report = edition(county, status=status)
    with analyst.scope(), pytest.raises(DomainError, match="not ready"):
        services.publish_report(report, by=analyst.principal, at=AS_AT)


def test_nothing_of_a_published_edition_changes(county, analyst):
    report = edition(county, status=Status.READY, published_at=AS_AT, published_by=analyst.user)
    report_file(report)
    changes = (
        lambda: services.write_commentary(report, by=analyst.principal, text="Afterthought", at=AS_AT),
        lambda: services.publish_report(report, by=analyst.principal, at=AS_AT),
    )
    for change in changes:
        with analyst.scope(), pytest.raises(DomainError, match="has been published"):
            change()
    with as_owner():
        for change in (
            lambda: QuarterlyReport.objects.filter(pk=report.pk).update(commentary="Afterthought"),
            lambda: ReportFile.objects.filter(report=report).update(body=b"other"),
            lambda: ReportFile.objects.filter(report=report).delete(),
        ):
            with pytest.raises(DatabaseError, match="published edition never changes"), transaction.atomic():
                change()


@pytest.mark.parametrize("who", ["police", "idva", "coordinator", "chair", "administrator", "outsider"])
def test_who_works_on_cases_sees_no_report_and_who_reads_reports_sees_no_case(county, request, who, analyst):
    edition(county, status=Status.READY, published_at=AS_AT, published_by=analyst.user)
    person = request.getfixturevalue(who)
    assert not QuarterlyReport.objects.visible_to(person.principal).exists()

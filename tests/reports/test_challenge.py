"""A draft is commented on, opened for challenge, questioned, answered and approved before it is published."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from common.errors import DomainError
from reports import pdf, services
from reports.changes import changes
from reports.models import Challenge, QuarterlyReport, SectionComment
from tests.database import as_owner
from tests.factories.reports import edition, report_file
from tests.reports import worlds
from tests.reports.conftest import AS_AT, QUARTER, made

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(county):
    found = worlds.snapshot_of(worlds.county())
    report = edition(county, status="ready", snapshot=found, snapshot_sha256="a" * 64, as_at=AS_AT)
    report_file(report)
    return report


def take(person, service, subject, **more):
    with person.scope():
        return service(subject, by=person.principal, at=AS_AT, **more)


def page(person, report):
    return person.client.get(reverse("report", args=[report.pk]))


def test_the_board_reads_a_draft_when_it_is_open_and_not_before(draft, analyst, board_member, board_chair):
    assert page(board_member, draft).status_code == 404
    take(analyst, services.share_report, draft)
    assert page(board_member, draft).status_code == page(board_chair, draft).status_code == 200
    assert "Open for challenge" in board_member.client.get(reverse("reports")).text


def test_nothing_is_asked_of_what_is_not_open(draft, board_member):
    with pytest.raises(DomainError, match="not open"):
        take(board_member, services.challenge_report, draft, text="Why?")


def test_what_was_asked_is_answered_before_it_is_approved_and_approved_before_it_is_published(
    draft, analyst, board_member, board_chair
):
    take(analyst, services.share_report, draft)
    asked = take(board_member, services.challenge_report, draft, text="Why?", section="timeliness")
    with pytest.raises(DomainError, match="not answered"):
        take(board_chair, services.approve_report, draft)
    with pytest.raises(DomainError, match="not approved"):
        take(analyst, services.publish_report, draft)
    take(analyst, services.answer_challenge, asked, answer="Three meetings without a chair.")
    with pytest.raises(DomainError, match="has been answered"):
        take(analyst, services.answer_challenge, asked, answer="Once more.")
    take(board_chair, services.approve_report, draft)
    with pytest.raises(DomainError, match="not open"):
        take(board_member, services.challenge_report, draft, text="And why that?")
    take(analyst, services.publish_report, draft)
    draft.refresh_from_db()
    assert (draft.approved_by, draft.published_by) == (board_chair.user, analyst.user)


def test_whoever_approved_it_does_not_publish_it(draft, analyst):
    with as_owner():
        signed = {"shared_at": AS_AT, "approved_at": AS_AT, "approved_by": analyst.user}
        QuarterlyReport.objects.filter(pk=draft.pk).update(**signed)
    with pytest.raises(DomainError, match="Somebody else publishes"):
        take(analyst, services.publish_report, draft)


def test_the_tables_too_publish_nothing_that_is_not_approved(draft, analyst):
    with analyst.scope(), pytest.raises(DatabaseError, match="after it was approved"), transaction.atomic():
        QuarterlyReport.objects.filter(pk=draft.pk).update(published_at=AS_AT, published_by=analyst.user)


def test_other_words_take_the_approval_back(draft, analyst, board_chair):
    take(analyst, services.share_report, draft)
    take(board_chair, services.approve_report, draft)
    take(analyst, services.write_commentary, draft, text="", sections={"timeliness": "One late meeting."})
    draft.refresh_from_db()
    assert (draft.approved_at, draft.status) == (None, "requested")


def test_each_section_says_its_own_words_in_the_pdf_and_on_the_page(draft, analyst):
    take(analyst, services.write_commentary, draft, text="In all.", sections={"timeliness": "Late.", "demand": ""})
    assert "Late." in page(analyst, draft).text
    html = pdf.write(draft.snapshot, fingerprint="a" * 64, said={"timeliness": "Late <b>cases</b>."})
    assert "Timeliness, in words" in html
    assert "Late &lt;b&gt;cases&lt;/b&gt;." in html
    assert "Demand and sources, in words" not in html
    with as_owner():
        QuarterlyReport.objects.filter(pk=draft.pk).update(status="ready")  # as the figures worker would
    take(analyst, services.write_commentary, draft, text="In all.", sections={"timeliness": ""})
    assert not draft.comments.exists()


def test_what_is_said_of_a_published_edition_stays(draft, analyst, board_member):
    with as_owner():
        asked = Challenge.objects.create(report=draft, text="Why?", raised_at=AS_AT, raised_by=board_member.user)
        SectionComment.objects.create(
            report=draft, section="demand", text="More.", written_at=AS_AT, written_by=analyst.user
        )
        signed = {"shared_at": AS_AT, "approved_at": AS_AT, "approved_by": board_member.user}
        QuarterlyReport.objects.filter(pk=draft.pk).update(**signed)
        QuarterlyReport.objects.filter(pk=draft.pk).update(published_at=AS_AT, published_by=analyst.user)
        for change in (
            lambda: SectionComment.objects.all().delete(),
            lambda: SectionComment.objects.update(text="Fewer."),
            lambda: Challenge.objects.filter(pk=asked.pk).update(answer="x", answered_at=AS_AT),
        ):
            with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
                change()


def test_an_empty_question_is_shown_again(draft, analyst, board_member):
    take(analyst, services.share_report, draft)
    answer = board_member.client.post(reverse("report_challenge", args=[draft.pk]), {"section": "", "text": ""})
    assert "Error: " in answer.text
    assert not Challenge.objects.exists()


def test_a_correction_needs_a_reason_and_prints_every_figure_that_changed(busy_county, analyst, board_chair):
    with analyst.scope():
        first = services.request_report(busy_county, by=analyst.principal, quarter=QUARTER, at=AS_AT)
    made(first)
    take(analyst, services.share_report, first)
    take(board_chair, services.approve_report, first)
    take(analyst, services.publish_report, first)
    ask = {"by": analyst.principal, "quarter": QUARTER, "at": AS_AT}
    with analyst.scope(), pytest.raises(DomainError, match="Say why"):
        services.request_report(busy_county, **ask)
    with analyst.scope():
        second = made(services.request_report(busy_county, **ask, reason="A meeting was recorded late."))
    said = second.snapshot["correction"]
    assert (said["of"], said["reason"]) == (1, "A meeting was recorded late.")
    assert said["changes"] == []


def test_the_cover_says_that_a_version_is_a_correction_and_only_then(draft):
    second = draft.snapshot | {"version": 2}
    assert "takes the place" not in pdf.write(second, fingerprint="a" * 64)
    change = {"table": "By district", "place": "Harlow, Now", "was": 7, "now": 9}
    corrected = second | {"correction": {"of": 1, "reason": "A meeting was recorded late.", "changes": [change]}}
    html = pdf.write(corrected, fingerprint="a" * 64)
    assert "Version 2 (revised: it takes the place of version 1)" in html
    assert "What changed since version 1: A meeting was recorded late." in html
    assert "By district: Harlow, Now" in html


def test_changes_name_the_table_the_row_the_column_and_both_figures():
    def tables(*figures):
        columns = [{"label": label, "kind": "count"} for label in ("District", "Now", "Before")]
        row = ["Harlow", *figures]
        return {"tables": {"districts": {"caption": "By district", "columns": columns, "rows": [row], "total": None}}}

    assert changes(tables(7, "[c]"), tables(9, "[c]")) == [
        {"table": "By district", "place": "Harlow, Now", "was": 7, "now": 9}
    ]
    assert changes(tables(7, 8), tables(7, 8)) == []

"""The pages of the reports: who sees what, what they say, and what their buttons do."""

import csv
import re
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.urls import reverse
from odfdo import Document

from audit.models import Event
from common.quarters import Quarter
from common.spreadsheets import plain
from reports.models import QuarterlyReport
from tests.database import as_owner
from tests.face.rules import assert_neutral, assert_title_ok, words_on
from tests.factories.reports import edition, report_file
from tests.reports import worlds
from tests.reports.conftest import AS_AT, QUARTER

pytestmark = pytest.mark.django_db
Status = QuarterlyReport.Status


@pytest.fixture(scope="module")
def snapshot():
    return worlds.snapshot_of(worlds.county())


@pytest.fixture
def draft(county, snapshot):
    report = edition(county, status=Status.READY, snapshot=snapshot, snapshot_sha256="a" * 64, as_at=AS_AT)
    report_file(report)
    return report


@pytest.fixture
def published(county, analyst, snapshot):
    more = {"published_at": AS_AT, "published_by": analyst.user, "commentary": "Cover was thin in August."}
    second = snapshot | {"version": 2}
    report = edition(county, version=2, status=Status.READY, snapshot=second, snapshot_sha256="a" * 64, **more)
    report_file(report)
    return report


def get(person, name, report=None, *more, **query):
    return person.client.get(reverse(name, args=[report.pk, *more] if report else []), query)


def post(person, name, report, **posted):
    return person.client.post(reverse(name, args=[report.pk]), posted)


def title_of(page):
    return re.search(r"<title>(.*?)</title>", page.content.decode()).group(1)


def kinds():
    with as_owner():
        return list(Event.objects.order_by("at").values_list("kind", flat=True))


def asked(area):
    return {"area": area.pk, "quarter": QUARTER.slug, "audience": "board"}


# -- the list ---------------------------------------------------------------------------------------------------------


def test_a_board_member_finds_what_was_published_and_no_draft(board_member, draft, published):
    page = words_on(get(board_member, "reports"))
    assert "July to September 2026 (quarter 2 of 2026/27)" in page
    assert "Drafts" not in page
    assert "Make a report" not in page
    assert page.count("Southend, Essex and Thurrock") == 2  # in the link to the page and in the one to the file


def test_an_analyst_finds_drafts_first(analyst, draft, published):
    page = words_on(get(analyst, "reports"))
    assert page.index("Drafts") < page.index("Ready to read") < page.index("Published")


def test_empty_lists_say_what_happens_next(analyst, board_member):
    assert "The next is made by itself when the quarter has ended." in words_on(get(analyst, "reports"))
    assert "No report has been published yet." in words_on(get(board_member, "reports"))


def test_an_older_version_says_that_it_was_replaced(board_member, county, analyst, published):
    edition(county, status=Status.READY, published_at=AS_AT, published_by=analyst.user)
    page = words_on(get(board_member, "reports"))
    assert page.count("Replaced by a later version") == 1


@pytest.mark.parametrize("count", [1, 20])
def test_a_list_costs_as_many_queries_at_one_row_as_at_twenty(count, analyst, county, django_assert_num_queries):
    for version in range(1, count + 1):
        edition(county, version=version, status=Status.READY, published_at=AS_AT, published_by=analyst.user)
        edition(county, version=100 + version, quarter=QUARTER.previous)
    client = analyst.client
    client.get(reverse("reports"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("reports"))


LIST_QUERIES = 12


def test_the_list_goes_back_eight_quarters_at_a_time(board_member, county, analyst):
    for ago in range(10):
        quarter = QUARTER.back(ago)
        edition(county, quarter=quarter, status=Status.READY, published_at=AS_AT, published_by=analyst.user)
    first = get(board_member, "reports")
    assert first.content.decode().count(">PDF<") == 8
    older = get(board_member, "reports", before=QUARTER.back(7).slug)
    assert f"?before={QUARTER.back(7).slug}" in first.content.decode()
    assert older.content.decode().count(">PDF<") == 2
    assert get(board_member, "reports", before="nonsense").status_code == 200


# -- asking for one ---------------------------------------------------------------------------------------------------


def test_an_analyst_asks_for_a_report_and_sees_it_under_way(mid_october, analyst, county):
    page = analyst.client.get(reverse("report_new"))
    assert "October to December 2026 (quarter 3 of 2026/27), not over yet" in words_on(page)
    answer = analyst.client.post(reverse("report_new"), asked(county), follow=True)
    report = QuarterlyReport.objects.get()
    assert (report.area, report.starts_on) == (county, QUARTER.starts_on)
    assert answer.redirect_chain == [(reverse("report_progress", args=[report.pk]), 302)]
    assert "Step 1 of 3: waiting to start" in words_on(answer)


@pytest.mark.parametrize("posted", [{}, {"area": "0", "quarter": "2026-27-q2"}, {"area": "", "quarter": "2001-02-q1"}])
def test_a_wrong_answer_is_shown_again_with_a_word_about_it(analyst, county, posted):
    page = analyst.client.post(reverse("report_new"), posted)
    assert page.status_code == 200
    assert title_of(page).startswith("Error: ")
    assert "There is a problem" in words_on(page)
    assert not QuarterlyReport.objects.exists()


def test_what_is_under_way_cannot_be_asked_for_again(mid_october, analyst, county):
    edition(county)
    page = analyst.client.post(reverse("report_new"), asked(county))
    assert "This report is being made already." in words_on(page)


@pytest.mark.parametrize("name", ["report_new"])
def test_a_board_member_makes_nothing(board_member, name):
    assert get(board_member, name).status_code == 403


# -- one edition ------------------------------------------------------------------------------------------------------


def test_a_board_member_reads_figures_findings_and_definitions(board_member, published):
    page = get(board_member, "report", published)
    words = words_on(page)
    for expected in (
        "Quarterly report, July to September 2026",
        "quarter 2 of 2026/27, version 2, published Wednesday 14 October 2026",
        "89.6% of cases were heard within 14 days, below target.",
        "Off target",
        "Cover was thin in August.",
        "View the data as a table",
        "How each figure is defined",
        "Download the PDF",
    ):
        assert expected in words
    assert "Your commentary" not in words
    assert kinds() == ["report viewed"]


def test_every_headline_leads_to_its_definition(board_member, published, snapshot):
    page = get(board_member, "report", published).content.decode()
    targets = re.findall(r'href="#(definition-[^"]+)"', page)
    assert len(targets) == len(snapshot["tiles"])
    assert all(f'id="{target}"' in page for target in targets)


def test_the_page_of_an_edition_keeps_the_policy_for_browsers(board_member, published):
    content = get(board_member, "report", published).content.decode()
    assert not re.search(r"<[^>]+\sstyle=|<style|<script(?![^>]*src=)", content)
    assert content.count('role="img"') >= 20  # seven charts in two widths, seven small ones


def test_a_draft_is_for_analysts(board_member, analyst, draft):
    for name in ("report", "report_progress", "report_pdf"):
        assert get(board_member, name, draft).status_code == 404
    assert get(board_member, "report_table", draft, "sources").status_code == 404
    page = words_on(get(analyst, "report", draft))
    assert "This is a draft." in page
    assert "Your commentary" in page


def test_an_edition_that_is_not_counted_yet_shows_its_progress(analyst, county):
    report = edition(county)
    answer = get(analyst, "report", report)
    assert (answer.status_code, answer.url) == (302, reverse("report_progress", args=[report.pk]))


@pytest.mark.parametrize("counts", [worlds.nothing, worlds.one_case])
def test_a_quarter_with_no_cases_or_one_is_readable(board_member, county, analyst, counts):
    content = worlds.snapshot_of(counts())
    report = edition(county, status=Status.READY, snapshot=content, published_at=AS_AT, published_by=analyst.user)
    report_file(report)
    page = get(board_member, "report", report)
    assert content["finding"] in words_on(page)
    assert {section["finding"] for section in content["sections"]} <= set(
        re.findall(r'<p class="app-body">([^<]*)</p>', page.content.decode())
    )


def test_titles_and_addresses_are_neutral(analyst, draft, published):
    names = {"reports": None, "report_new": None, "report": draft, "report_publish": draft}
    for name, report in names.items():
        assert_title_ok(title_of(get(analyst, name, report)))
        assert_neutral(reverse(name, args=[report.pk] if report else []))


def test_opening_an_edition_costs_the_same_however_much_is_in_it(
    board_member, county, analyst, django_assert_num_queries
):
    client = board_member.client
    for version, counts in enumerate((worlds.nothing(), worlds.county()), start=1):
        content = worlds.snapshot_of(counts)
        more = {"snapshot": content, "published_at": AS_AT, "published_by": analyst.user}
        report = edition(county, version=version, status=Status.READY, **more)
        report_file(report)
        client.get(reverse("report", args=[report.pk]))
        with django_assert_num_queries(EDITION_QUERIES):
            client.get(reverse("report", args=[report.pk]))


EDITION_QUERIES = 12


# -- its progress -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.REQUESTED, "Step 1 of 3: waiting to start"),
        (Status.COUNTING, "Step 2 of 3: counting the figures"),
        (Status.RENDERING, "Step 3 of 3: making the PDF"),
    ],
)
def test_progress_says_the_step_and_loads_itself_again(analyst, county, status, words):
    page = get(analyst, "report_progress", edition(county, status=status))
    assert words in words_on(page)
    assert 'http-equiv="refresh"' in page.content.decode()
    assert_title_ok(title_of(page))


def test_loading_again_can_be_stopped(analyst, county):
    page = get(analyst, "report_progress", edition(county), stop="1")
    assert 'http-equiv="refresh"' not in page.content.decode()


def test_a_finished_edition_leaves_its_progress_page(analyst, draft):
    assert get(analyst, "report_progress", draft).url == reverse("report", args=[draft.pk])


def test_what_failed_says_why_and_is_tried_again(analyst, county):
    report = edition(county, status=Status.FAILED, failure="The PDF could not be made. Try again.")
    page = get(analyst, "report_progress", report)
    assert "The PDF could not be made. Try again." in words_on(page)
    assert 'http-equiv="refresh"' not in page.content.decode()
    assert post(analyst, "report_retry", report).status_code == 302
    report.refresh_from_db()
    assert report.status == Status.REQUESTED


# -- its files --------------------------------------------------------------------------------------------------------


def test_a_board_member_downloads_the_pdf_under_a_neutral_name(board_member, published):
    answer = get(board_member, "report_pdf", published)
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    name = "linnet-quarterly-report-2026-27-q2-southend-essex-and-thurrock-v2.pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Cache-Control"] == "no-store"
    assert_neutral(answer["Content-Disposition"])
    assert kinds() == ["report downloaded"]


def test_a_board_member_opens_the_latest_pdf_in_two_clicks(board_member, published):
    """From the first page: the report, and its PDF (ux design, 1.11)."""
    report = reverse("report", args=[published.pk])
    assert f'href="{report}"' in board_member.client.get(reverse("overview")).text
    pdf = reverse("report_pdf", args=[published.pk])
    assert f'href="{pdf}"' in board_member.client.get(report).text
    assert board_member.client.get(pdf).content.startswith(b"%PDF-")


def test_there_is_no_file_while_it_is_being_made_again(analyst, draft):
    with as_owner():
        QuarterlyReport.objects.filter(pk=draft.pk).update(status=Status.RENDERING)
    assert get(analyst, "report_pdf", draft).status_code == 404


def test_a_file_is_not_given_where_the_download_cannot_be_recorded(board_member, published):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_event FROM linnet_app")
    client = board_member.client
    client.raise_request_exception = False
    answer = client.get(reverse("report_pdf", args=[published.pk]))
    assert answer.status_code == 500
    assert b"%PDF" not in answer.content


def test_a_table_is_downloaded_with_numbers_as_numbers_and_the_same_figures_hidden(board_member, published, snapshot):
    answer = get(board_member, "report_table", published, "districts")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    table = snapshot["tables"]["districts"]
    assert [row[0] for row in rows[1:-1]] == [row[0] for row in table["rows"]]
    assert [str(figure) for figure in table["rows"][0]] == rows[1]
    assert get(board_member, "report_table", published, "nothing").status_code == 404


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "+1", "-1", "@x", "\t=1", "＝1", "\u00a0=1"])
def test_no_text_in_a_file_for_spreadsheets_is_a_formula(text):
    assert plain(text).startswith("'")


def test_all_tables_are_downloaded_as_one_open_spreadsheet(board_member, published, snapshot):
    response = get(board_member, "report_data", published)
    assert response["Content-Disposition"].endswith('-v2.ods"')
    book = Document(BytesIO(response.content))
    names = [sheet.name for sheet in book.body.tables]
    assert (names[0], names[-1], names.index("timeliness") < names.index("demand")) == ("about", "definitions", True)
    assert set(names[1:-1]) == {name.replace("_", " ") for name in snapshot["tables"]}
    sources = book.body.get_table(name="sources").get_values()
    assert sources[0][0] == snapshot["tables"]["sources"]["caption"]
    assert [row[:2] for row in sources[2:4]] == [list(row[:2]) for row in snapshot["tables"]["sources"]["rows"][:2]]
    assert kinds().count("report downloaded") == 1


def test_other_texts_stay_as_they_are():
    assert [plain(text) for text in ("Southend-on-Sea", "[c]", "0–2", "")] == ["Southend-on-Sea", "[c]", "0–2", ""]


# -- commenting and publishing ----------------------------------------------------------------------------------------


def test_commentary_is_saved_and_the_pdf_made_again(analyst, draft):
    answer = analyst.client.post(reverse("report_commentary", args=[draft.pk]), {"text": "Why."}, follow=True)
    draft.refresh_from_db()
    assert (draft.commentary, draft.status) == ("Why.", Status.REQUESTED)
    assert "Commentary saved. The PDF is being made again." in words_on(answer)
    assert "Download the PDF" not in words_on(answer)


def test_too_long_a_commentary_is_kept_on_the_page_and_not_saved(analyst, draft):
    page = post(analyst, "report_commentary", draft, text="x" * 2001)
    assert page.status_code == 200
    assert "x" * 2001 in page.content.decode()
    assert title_of(page).startswith("Error: ")
    draft.refresh_from_db()
    assert draft.commentary == ""


@pytest.mark.parametrize("hostile", ['"><script>alert(1)</script>', "{{ 7|add:7 }}{% now 'Y' %}"])
def test_commentary_is_words_and_nothing_more(board_member, county, analyst, snapshot, hostile):
    more = {"snapshot": snapshot, "published_at": AS_AT, "published_by": analyst.user, "commentary": hostile}
    report = edition(county, status=Status.READY, **more)
    report_file(report)
    content = get(board_member, "report", report).content.decode()
    assert "<script>alert" not in content
    assert "14" in content
    assert hostile.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;") in content


def test_publishing_asks_first_and_then_shows_it_to_the_board(analyst, board_member, board_chair, draft):
    with as_owner():
        signed = {"shared_at": AS_AT, "approved_at": AS_AT, "approved_by": board_chair.user}
        QuarterlyReport.objects.filter(pk=draft.pk).update(**signed)
    page = words_on(get(analyst, "report_publish", draft))
    assert "Publish this report?" in page
    assert "It can never be changed" in page
    answer = analyst.client.post(reverse("report_publish", args=[draft.pk]), follow=True)
    assert "Report published." in words_on(answer)
    assert get(board_member, "report", draft).status_code == 200


def test_what_is_not_ready_is_not_published_and_says_why(analyst, county, snapshot):
    report = edition(county, status=Status.RENDERING, snapshot=snapshot)
    assert get(analyst, "report_publish", report).status_code == 302
    answer = analyst.client.post(reverse("report_publish", args=[report.pk]), follow=True)
    assert "This report is not ready." in words_on(answer)
    report.refresh_from_db()
    assert report.published_at is None


@pytest.mark.parametrize("name", ["report_commentary", "report_retry", "report_publish"])
def test_a_board_member_changes_nothing(board_member, published, name):
    assert post(board_member, name, published, text="Mine").status_code == 403


@pytest.mark.parametrize("name", ["report_commentary", "report_retry"])
def test_changes_are_posted(analyst, draft, name):
    assert get(analyst, name, draft).status_code == 405


def test_a_provisional_edition_says_so(analyst, county):
    content = worlds.snapshot_of(worlds.county(), as_at=date(2026, 8, 20))
    report = edition(county, status=Status.READY, snapshot=content)
    report_file(report)
    assert "The quarter had not ended on Thursday 20 August 2026" in words_on(get(analyst, "report", report))


def test_quarters_in_addresses_are_read_strictly():
    assert Quarter.parse("2026-27-q2") == QUARTER
    assert Quarter.parse("2026-27-q4").starts_on == date(2027, 1, 1)
    assert {Quarter.parse(text) for text in ("", "2026-27-q5", "9999-00-q1", "2026-27-q2x", "２026-27-q2")} == {None}

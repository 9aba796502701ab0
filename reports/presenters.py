"""What the pages of the reports show, ready to be printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from agencies.principal import Principal
from agencies.roles import Permission
from common import wording
from common.parts import Fact, Link, Pages, Progress
from common.quarters import Quarter
from reports import layout
from reports.models import Challenge, QuarterlyReport
from reports.snapshot import Snapshot

QUARTERS_ON_A_PAGE = 8
MOST_DRAFTS = 50
Status = QuarterlyReport.Status
DONE = {Status.REQUESTED: 0, Status.COUNTING: 1, Status.RENDERING: 2, Status.READY: 3}
STEPS = len(DONE) - 1
DOING = {
    Status.REQUESTED: "waiting to start",
    Status.COUNTING: "counting the figures",
    Status.RENDERING: "making the PDF",
}


@dataclass(frozen=True)
class Edition:
    """An edition in a list."""

    report: QuarterlyReport
    quarter: Quarter
    url: str
    is_replaced: bool = False


@dataclass(frozen=True)
class Draft:
    """A draft on its way: what was asked, each with its section; what this reader may do, and what it waits for."""

    challenges: list[tuple[Challenge, str]]
    is_open: bool
    may_share: bool
    may_challenge: bool
    may_answer: bool
    may_approve: bool
    may_publish: bool
    waits_for: str


@dataclass(frozen=True)
class Index:
    """The list of reports: drafts for those who make them, published editions quarter by quarter for everybody."""

    drafts: list[Edition]
    quarters: list[tuple[str, list[Edition]]]
    pages: Pages


def index(principal: Principal, *, before: Quarter | None) -> Index:
    """Eight quarters of published editions, the newest first. ``before``: only those that started earlier."""
    visible = QuarterlyReport.objects.visible_to(principal).for_lists()
    published = visible.published()
    if before:
        published = published.filter(starts_on__lt=before.starts_on)
    starts = published.order_by("-starts_on").values_list("starts_on", flat=True).distinct()
    found = list(starts[: QUARTERS_ON_A_PAGE + 1])
    rows = published.filter(starts_on__in=found[:QUARTERS_ON_A_PAGE])
    more = f"?before={Quarter(found[-2]).slug}" if len(found) > QUARTERS_ON_A_PAGE else ""
    return Index(
        drafts=[_edition(report) for report in visible.drafts()[:MOST_DRAFTS]],
        quarters=[
            (quarter.label, list(same)) for quarter, same in groupby(_newest_last_replaced(rows), lambda e: e.quarter)
        ],
        pages=Pages(
            next_url=reverse("reports") + more if more else "", previous_url=reverse("reports") if before else ""
        ),
    )


def _newest_last_replaced(reports: Iterable[QuarterlyReport]) -> Iterable[Edition]:
    """Editions as they are ordered: by quarter, area and version, newest first. Older versions say that they are."""
    seen: set[tuple[date, int, str]] = set()
    for report in reports:
        key = (report.starts_on, report.area_id, report.audience)
        yield _edition(report, is_replaced=key in seen)
        seen.add(key)


def _edition(report: QuarterlyReport, *, is_replaced: bool = False) -> Edition:
    name = "report" if report.status == Status.READY else "report_progress"
    return Edition(report, Quarter(report.starts_on), reverse(name, args=[report.pk]), is_replaced)


def trail() -> list[Link]:
    """Where the pages of one report are."""
    return [Link("Reports", reverse("reports"))]


def progress(report: QuarterlyReport) -> Progress:
    """How far the making of an edition is."""
    if report.status == Status.FAILED:
        return Progress(0, STEPS, report.failure, has_failed=True)
    done = DONE[Status(report.status)]
    return Progress(done, STEPS, DOING.get(Status(report.status), ""), is_finished=done == STEPS)


def facts(report: QuarterlyReport) -> list[Fact]:
    """What is about to be published."""
    return [
        Fact("Area", report.area.name),
        Fact("Quarter", Quarter(report.starts_on).label),
        Fact("For", report.get_audience_display()),
        Fact("Version", report.version),
        Fact("Finding", (report.snapshot or {}).get("finding", "")),
        Fact("Commentary", report.commentary or "None"),
        Fact("Approved by", str(report.approved_by or "Nobody yet")),
        Fact("File", f"PDF, {_pages(report)}"),
    ]


def dashboard(report: QuarterlyReport, principal: Principal) -> dict[str, Any]:
    """Everything on the page of an edition that has been counted."""
    snapshot: Snapshot = report.snapshot or {}
    tables = layout.page_tables(snapshot)
    return {
        "report": report,
        "snapshot": snapshot,
        "as_at": date.fromisoformat(snapshot["as_at"]),
        "statuses": _statuses(snapshot),
        "tiles": layout.page_tiles(snapshot),
        "charts": layout.page_charts(snapshot),
        "tables": tables,
        "sections": layout.sections(snapshot, {each.section: each.text for each in report.comments.all()}),
        "draft": draft(report, principal),
        "districts": next((s["finding"] for s in snapshot["sections"] if s["id"] == "districts"), ""),
        "definitions": [each | {"anchor": layout.anchor(each["name"])} for each in snapshot["definitions"]],
        "trail": trail(),
        "may_make": principal.may(Permission.REPORT_MAKE),
        "pdf_words": f"Download the PDF ({_pages(report)})" if report.status == Status.READY else "",
        "fingerprint": wording.in_groups(report.snapshot_sha256),
    }


def draft(report: QuarterlyReport, principal: Principal) -> Draft | None:
    """Where a draft is on its way to being published, and what this reader may do about it; None once it is."""
    if report.published_at:
        return None
    names = {section["id"]: section["name"] for section in (report.snapshot or {}).get("sections", ())}
    asked = [
        (each, names.get(each.section, "The report as a whole"))
        for each in report.challenges.select_related("raised_by", "answered_by")
    ]
    is_open, is_ready = report.shared_at is not None, report.status == Status.READY
    is_answered = all(each.answered_at for each, _ in asked)
    makes, approved = principal.may(Permission.REPORT_MAKE), report.approved_at is not None
    return Draft(
        challenges=asked,
        is_open=is_open,
        may_share=makes and is_ready and not is_open,
        may_challenge=principal.may(Permission.REPORT_CHALLENGE) and is_open and not approved,
        may_answer=makes,
        may_approve=principal.may(Permission.REPORT_APPROVE) and is_open and is_ready and is_answered and not approved,
        may_publish=makes and is_ready and approved,
        waits_for=_waits_for(report, is_answered=is_answered),
    )


def _waits_for(report: QuarterlyReport, *, is_answered: bool) -> str:
    if report.shared_at is None:
        return "Read it, say what the figures mean, then open it for challenge."
    if not is_answered:
        return "The board has asked something that is not answered yet."
    if report.approved_at is None:
        return "It is open for challenge, and waits for the chair of the board to approve it."
    return f"{report.approved_by} has approved it. It can be published."


def _pages(report: QuarterlyReport) -> str:
    return "1 page" if report.file.pages == 1 else f"{report.file.pages} pages"


def _statuses(snapshot: Snapshot) -> str:
    """ "Headlines: 2 on target, 1 to watch, 1 off target and 4 without a target."."""
    words = {"on": "on target", "watch": "to watch", "off": "off target", "none": "without a target"}
    counted = [(snapshot["statuses"][status], said) for status, said in words.items() if snapshot["statuses"][status]]
    said = wording.listed([f"{count} {words}" for count, words in counted])
    return f"Headlines: {said}." if said else ""


def file_name(report: QuarterlyReport, ending: str, part: str = "") -> str:
    """ "linnet-quarterly-report-2026-27-q2-essex.pdf": what it is, of when and where."""
    version = f"v{report.version}" if report.version > 1 else ""
    quarter, public = Quarter(report.starts_on).slug, "public" if report.is_public else ""
    words = (settings.PRODUCT_NAME, "quarterly-report", quarter, report.area.name, public, part, version)
    return "-".join(slugify(word) for word in words if word) + f".{ending}"


def rows_of(table: dict[str, Any]) -> list[list[Any]]:
    """A table of the snapshot for a spreadsheet: its headings, its rows and its total; marks as they are."""
    headings = [column["label"] for column in table["columns"]]
    return [headings, *table["rows"], *([table["total"]] if table["total"] else [])]


def sheets(snapshot: Snapshot) -> dict[str, list[list[Any]]]:
    """Every table of an edition, and what its figures are, each on a sheet of its own."""
    about = [["Area", snapshot["area"]], ["Quarter", snapshot["quarter"]["label"]], ["Version", snapshot["version"]]]
    about += [["Figures as at", snapshot["as_at"]], *([each["mark"], each["meaning"]] for each in snapshot["marks"])]
    told = ("name", "counted", "out_of", "measured", "source")
    meant = [[each.get(name, "") for name in told] for each in snapshot["definitions"]]
    order = [name for names in layout.EXHIBITS.values() for name in names]  # as they stand in the report
    named = sorted(snapshot["tables"], key=lambda name: (order.index(name) if name in order else len(order), name))
    tables = {name: [[snapshot["tables"][name]["caption"]], *rows_of(snapshot["tables"][name])] for name in named}
    headings = ["Measure", "Counted", "Out of", "Measured in", "Source"]
    return {"about": about} | tables | {"definitions": [headings, *meant]}

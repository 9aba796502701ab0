"""Addresses of the reports. In this world the partnership has one report, published, with everything in it."""

from tests import factories
from tests.access.table import Row
from tests.factories.reports import edition, noon, report_file
from tests.reports import worlds

NOT_FOR = dict(  # noqa: C408
    signed_out=302,
    outsider=403,
    member=403,
    coordinator=403,
    excluded=403,
    board_member=403,
    administrator=403,
    analyst=403,
)
READS = NOT_FOR | {"board_member": 200, "analyst": 200}
# What is published cannot be commented, tried again or published: the answer is its page, and a word that says so.
CHANGES = NOT_FOR | {"analyst": 302}

ROWS = {
    "reports": Row("GET", **READS),
    "report_new": Row("GET", **NOT_FOR | {"analyst": 200}),
    "report": Row("GET", **READS),
    "report_progress": Row("GET", **NOT_FOR | {"board_member": 302, "analyst": 302}),
    "report_pdf": Row("GET", **READS),
    "report_table": Row("GET", **READS),
    "report_data": Row("GET", **READS),
    "report_commentary": Row("POST", **CHANGES, posted={"text": "What the figures mean."}),
    "report_share": Row("POST", **CHANGES),
    "report_challenge": Row("POST", **NOT_FOR | {"board_member": 200}),  # nothing is asked: the form says so
    "report_answer": Row("POST", **NOT_FOR | {"analyst": 404}),  # nothing was asked of it
    "report_approve": Row("POST", **NOT_FOR),
    "report_retry": Row("POST", **CHANGES),
    "report_publish": Row("GET", **CHANGES),
    "api_reports": Row("GET", **READS | {"signed_out": 401}),
    "api_report": Row("GET", **READS | {"signed_out": 401}),
}


def extend(world, cast):
    """A published report of the partnership."""
    published = {"status": "ready", "published_at": noon(worlds.QUARTER.ends_on), "published_by": cast["analyst"].user}
    county = factories.area("Southend, Essex and Thurrock", kind="partnership")
    report = edition(county, **published, snapshot=worlds.snapshot_of(worlds.one_case()), snapshot_sha256="0" * 64)
    report_file(report)
    world.kwargs |= {"report_id": report.pk, "table": "sources", "challenge_id": 1}

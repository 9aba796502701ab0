"""The life of an edition: asked for, counted, made into a PDF, commented on, published. Figures are never changed."""

from reports.services.asking import draft_quarter, request_report, retry_report
from reports.services.counting import SERIES
from reports.services.making import (
    MOST_ATTEMPTS,
    STALE,
    claim_report,
    count_report,
    fail_report,
    render_report,
    requeue_stale,
)
from reports.services.moves import Overtaken
from reports.services.publishing import (
    LONGEST_COMMENTARY,
    LONGEST_OF_SECTION,
    answer_challenge,
    approve_report,
    challenge_report,
    publish_report,
    share_report,
    write_commentary,
)
from reports.services.summing import check_summary, differing_quarters, mend_summary, refresh_summary, settle_summary

__all__ = [
    "LONGEST_COMMENTARY",
    "LONGEST_OF_SECTION",
    "MOST_ATTEMPTS",
    "SERIES",
    "STALE",
    "Overtaken",
    "answer_challenge",
    "approve_report",
    "challenge_report",
    "check_summary",
    "claim_report",
    "count_report",
    "differing_quarters",
    "draft_quarter",
    "fail_report",
    "mend_summary",
    "publish_report",
    "refresh_summary",
    "render_report",
    "request_report",
    "requeue_stale",
    "retry_report",
    "settle_summary",
    "share_report",
    "write_commentary",
]

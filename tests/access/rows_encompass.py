"""Addresses of notices and schools: for nobody of this world's cast. Who sees which notice: tests/encompass."""

from tests.access.rows_house import NOT_FOR
from tests.access.table import Row
from tests.factories import encompass as made

READ, WRITE = Row("GET", **NOT_FOR), Row("POST", **NOT_FOR)
ROWS = {
    "notices": READ,
    "notices_sent": READ,
    "notice_new": READ,
    "notices_figures": READ,
    "notice": READ,
    "notice_acknowledge": WRITE,
    "notice_answer": READ,
    "notice_child": READ,
    "notice_keep_back": READ,
    "notice_decision": READ,
    "school_year": READ,
    "school_term_add": READ,
    "school_term_remove": WRITE,
    "school_day_add": READ,
    "school_day_remove": WRITE,
    "school_settings": READ,
    "api_notices": Row("POST", **NOT_FOR | {"signed_out": 401}),
}


def extend(world, cast):
    """The constabulary has told a school about a child; its practitioner may not read that either."""
    notice = made.notice(cast["police"].agency, made.school())
    world.kwargs |= {f"{name}.reference": notice.reference for name in ROWS if name.startswith("notice_")}
    world.kwargs |= {"notice.reference": notice.reference, "term_id": 1, "day_id": 1}

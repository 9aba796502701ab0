"""What the figures worker counts for the national return: hearings without a name, restricted ones too.

It reads one view (returns.hearing) that nobody else may read; what it writes is totals.
"""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from agencies.models import Policy
from agencies.services import NoPolicy, policy_on
from common.quarters import Quarter
from marac.models import Forum, ReturnCount
from marac.national_return import Return, Row, national_return

QUARTERS_IN_A_YEAR = 4
STATEMENT = """
SELECT case_key, victim_key, held_on, source, kind, is_repeat, children, ethnicity, orientation, gender_identity,
       disability, sex, age, harmer_ages
FROM returns.hearing WHERE forum_id = %s AND held_on BETWEEN %s AND %s AND NOT %s = ANY (kept_from)
"""


def read_return(forum: Forum, *, reader: int, starts_on: date, ends_on: date) -> Return:
    """The return of a forum as it stands now, every case counted but those that a user is kept from.

    Only the figures worker may read what it counts.
    """
    females = _adult_females(forum, on=ends_on)
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [forum.pk, starts_on, ends_on, reader])
        rows = [Row(*row) for row in cursor.fetchall()]
    return national_return(rows, starts_on=starts_on, ends_on=ends_on, adult_females=females)


def _adult_females(forum: Forum, *, on: date) -> int:
    """0 where nobody has said: then there is no rate, and all the rest is counted."""
    try:
        return policy_on(on, Policy.Key.ADULT_FEMALES, area=forum.area)
    except NoPolicy:
        return 0


@transaction.atomic
def count_return(asked: ReturnCount, *, at: datetime) -> None:
    """What the figures worker does: the quarter, and the twelve months to its end, without a name."""
    quarter = Quarter(asked.starts_on)
    forum, ends_on, reader = asked.forum, quarter.ends_on, asked.reader_id
    year_starts_on = quarter.back(QUARTERS_IN_A_YEAR - 1).starts_on
    asked.figures = as_figures(read_return(forum, reader=reader, starts_on=quarter.starts_on, ends_on=ends_on))
    asked.year_figures = as_figures(read_return(forum, reader=reader, starts_on=year_starts_on, ends_on=ends_on))
    asked.counted_at = at
    asked.save(update_fields=["figures", "year_figures", "counted_at"])


def as_figures(found: Return) -> dict[str, Any]:
    """A return as it is kept and written out: text and whole numbers alone."""
    return {
        "dates": [day.isoformat() for day in found.dates],
        "hearings": found.hearings,
        "cases": found.cases,
        "victims": found.victims,
        "items": [
            {
                "number": item.number,
                "label": item.label,
                "definition": item.definition,
                "count": item.count,
                "percent": None if item.percent is None else str(item.percent),
                "unknown": item.unknown,
            }
            for item in found.items
        ],
    }

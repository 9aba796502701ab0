"""What became of the cases that advisers took on: whether the person was engaged, and how soon anybody tried.

Source: domain notes, section 3.2: engagement rate = engaged / (referrals accepted - duplicates). One row for each
stretch of support, by the day on which it was accepted; what came back without a new referral is no row of its own.
"""

from collections import Counter

from django.db import connection

from common.quarters import Quarter
from reports.counts import Geography, Taken

STATEMENT = """
SELECT date_trunc('month', accepted_on)::date, area_id, is_engaged, days, count(*)
FROM figures.intake
WHERE %(whole)s IN (partnership_id, area_id) AND accepted_on BETWEEN %(first)s AND %(last)s AND NOT is_duplicate
GROUP BY 1, 2, 3, 4
"""


def count_taken(geography: Geography, *, quarters: tuple[Quarter, ...]) -> Counter[Taken]:
    """Cases that advisers took on over a run of quarters, without those that had been sent twice. One statement."""
    period = {"first": quarters[0].starts_on, "last": quarters[-1].ends_on}
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"whole": geography.whole.id, **period})
        return Counter({Taken(*key): number for *key, number in cursor.fetchall()})

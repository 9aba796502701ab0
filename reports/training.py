"""Training and awareness in figures, as the figures worker counts them: how often, how many places, how many people."""

from django.db import connection

from common.quarters import Quarter
from strategy.selectors import Trained

STATEMENT = """
SELECT kind, count(*), sum(places), sum(people) FROM figures.training
WHERE "on" BETWEEN %(first)s AND %(last)s GROUP BY kind ORDER BY kind
"""


def trained(quarter: Quarter) -> dict[str, Trained]:
    """By kind, what was held in a quarter. Kinds of which nothing was held are not in it."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"first": quarter.starts_on, "last": quarter.ends_on})
        return {kind: Trained(*numbers) for kind, *numbers in cursor.fetchall()}

"""The figures of one service: one statement each, whatever its size.

Counted in the database for the managers of the service, over every episode of it, and no key comes along. What the
board and commissioners get is frozen: `support.services.submissions`, and the quarterly report, which counts by itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from support import outcomes
from support.models import Episode, Service
from support.outcomes import Answer, Closed, Result

MEASURES = (outcomes.CESS, outcomes.RISK, outcomes.SAFE, outcomes.QOL)
SOURCES = dict(Episode.Source.choices)


@dataclass(frozen=True)
class Intake:
    """Those whose referral was accepted in a period, and what came of it.

    ``tried``: how many anybody tried to reach; ``middle_days``: calendar days from receipt to the first try, the
    middle one of these (the lower of two).
    """

    referrals: int
    duplicates: int
    engaged: int
    tried: int
    middle_days: int | None
    by_source: Mapping[str, int]
    by_district: Mapping[str, int]

    @property
    def engagement(self) -> Result:
        """Engaged, of referrals accepted without those that were sent twice."""
        base = self.referrals - self.duplicates
        return Result("engagement", self.engaged, base, base, self.referrals)


def results(service: Service, *, start: date, end: date) -> dict[str, Result]:
    """The four measures over the episodes that closed between two days, both included. For managers of the service."""
    rows = closed_episodes(service, start=start, end=end)
    return {measure: outcomes.measured(rows, measure, start=start, end=end) for measure in MEASURES}


def closed_episodes(service: Service, *, start: date, end: date) -> list[Closed]:
    """What ended between two days, as the rules read it: one row for each stretch of support."""
    found = _ask("SELECT * FROM access.support_ended(%s, %s, %s)", service, start, end)
    return [_closed(str(number), *row) for number, row in enumerate(found)]


def _closed(key: str, closed_on: date, is_engaged: bool, had_abuse: bool, has_exit: bool, *said: str | None) -> Closed:
    answers = {
        code: Answer(code, each, outcomes.RESPONDENT[code]) for code, each in zip(MEASURES, said, strict=True) if each
    }
    return Closed(
        key=key,
        closed_on=closed_on,
        opened_on=closed_on,
        is_engaged=is_engaged,
        has_exit=has_exit,
        abuse=frozenset({"known"} if had_abuse else ()),
        answers=answers,
    )


def intake(service: Service, *, start: date, end: date) -> Intake:
    """Referrals that a service took on between two days, both included. For its managers."""
    rows = _ask("SELECT * FROM access.support_taken(%s, %s, %s)", service, start, end)
    days = sorted((tried - received).days for *_, received, tried in rows if tried)
    return Intake(
        referrals=len(rows),
        duplicates=sum(row[2] for row in rows),
        engaged=sum(row[3] for row in rows),
        tried=len(days),
        middle_days=days[(len(days) - 1) // 2] if days else None,
        by_source=_counted(SOURCES[row[0]] for row in rows),
        by_district=_counted(row[1] or "Not known" for row in rows),
    )


def _ask(statement: str, service: Service, start: date, end: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [service.pk, start, end])
        return cursor.fetchall()


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))

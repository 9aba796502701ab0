"""Rows become crimes: new, the same as before, with another outcome, or refused. For files and the API alike."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import connection

from agencies.principal import Principal
from common.dates import london_date
from incidents.models import CrimeImport, CrimeRecord
from incidents.rows import FIRST_FACTS, Facts, Problem, check, differences
from incidents.selectors import Force

Kind = Literal["new", "same", "changed", "wrong"]
KINDS: tuple[str, ...] = ("new", "same", "changed", "wrong")
LOCK = 7104  # the first key of this room's advisory locks; the second is the force


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done with one row, and what is wrong with it if anything."""

    number: int
    kind: Kind
    facts: Facts | None = None
    known: Mapping[str, object] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


Rows = Sequence[tuple[int, Mapping[str, str], bool]]  # number, cells by column, whether it has a cell for each column


def judge(rows: Rows, *, by: Principal, force: Force, twice: Set[str], at: datetime) -> list[Verdict]:
    """What each row would do now. Reads, and changes nothing. ``twice``: references that come more than once."""
    setting = force.setting(at)
    checked = [(number, *_checked(cells, is_whole, setting, twice)) for number, cells, is_whole in rows]
    references = [facts.crime_ref for _, facts, _ in checked if facts]
    seen = CrimeRecord.objects.visible_to(by).filter(crime_ref__in=references)
    known = {row["crime_ref"]: row for row in seen.values("pk", "crime_ref", "outcome", *FIRST_FACTS)}
    return [_verdict(number, facts, problems, known) for number, facts, problems in checked]


def _checked(
    cells: Mapping[str, str], is_whole: bool, setting: object, twice: Set[str]
) -> tuple[Facts | None, Sequence[Problem]]:
    if not is_whole:
        return None, [Problem("", "cells")]
    facts, problems = check(cells, setting)  # type: ignore[arg-type]
    if facts and facts.crime_ref in twice:
        return None, [Problem("crime_ref", "twice")]
    return facts, problems


def _verdict(
    number: int, facts: Facts | None, problems: Sequence[Problem], known: Mapping[str, Mapping[str, object]]
) -> Verdict:
    if facts is None:
        return Verdict(number, "wrong", problems=problems)
    row = known.get(facts.crime_ref)
    if row is None:
        return Verdict(number, "new", facts)
    if changed := differences(row, facts):
        return Verdict(number, "wrong", problems=changed)
    is_other = bool(facts.outcome) and facts.outcome != row["outcome"]
    return Verdict(number, "changed" if is_other else "same", facts, row)


def take(batch: CrimeImport, verdicts: Sequence[Verdict], *, by: Principal, force: Force, at: datetime) -> None:
    """Write what is new and what has another outcome. Call it in a transaction that holds `lock_force`."""
    new = [_crime(batch, each.facts, by=by, force=force, at=at) for each in verdicts if each.kind == "new"]
    CrimeRecord.objects.bulk_create(new)  # type: ignore[arg-type]
    outcomes: dict[str, list[object]] = {}
    for each in verdicts:
        if each.kind == "changed" and each.facts:
            outcomes.setdefault(each.facts.outcome, []).append(each.known["pk"])
    for outcome, keys in outcomes.items():
        CrimeRecord.objects.visible_to(by).filter(pk__in=keys).update(outcome=outcome, outcome_at=at)


def lock_force(by: Principal) -> None:
    """One batch of a force at a time, until the end of the transaction: two files may hold the same crime."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, by.agency_id])


def _crime(batch: CrimeImport, facts: Facts | None, *, by: Principal, force: Force, at: datetime) -> CrimeRecord | None:
    if facts is None:
        return None
    named = {name: getattr(facts, name) for name in (*FIRST_FACTS, "crime_ref")}
    programme = force.programme_on(london_date(facts.recorded_at))
    due_at = programme.due_at(facts.initial_grade, facts.recorded_at)
    outcome = facts.outcome or CrimeRecord.Outcome.OPEN
    return CrimeRecord(
        agency_id=by.agency_id, came_with=batch, secondary_required=due_at is not None, review_due_at=due_at,
        outcome=outcome, outcome_at=at, current_grade=facts.initial_grade, **named,
    )  # fmt: skip

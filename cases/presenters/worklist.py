"""Cases in lists: one row each, under the words of their clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import prefetch_related_objects

from cases.models import Case, Involvement
from cases.timeliness import GROUPS, Clock, clock
from common.dates import london_date

COUNT_TO = 1001  # past a thousand a list says "1,000+": nobody works through it page by page


def counted(total: int) -> str:
    """How many, in a heading."""
    return "1,000+" if total >= COUNT_TO else f"{total:,}"


def clock_of(case: Case, *, today: date) -> Clock:
    """The case's 14-day clock."""
    return clock(london_date(case.received_at), case.due_on, today=today, heard_on=case.heard_on)


@dataclass(frozen=True)
class WorklistRow:
    """One case in a list."""

    reference: str
    spoken: str
    name: str
    district: str
    facts: str
    risk: str | None
    clock: Clock


def worklist_groups(cases: Sequence[Case], *, today: date) -> list[tuple[str, list[WorklistRow]]]:
    """The rows under the words of their clock, in the order of their due dates."""
    load_people(cases)
    rows = [_worklist_row(case, today=today) for case in cases]
    return [(GROUPS[state], list(same)) for state, same in groupby(rows, key=lambda row: row.clock.state)]


def load_people(cases: Sequence[Case]) -> None:
    """Read the people and the risk of these cases in a fixed number of queries."""
    risk = ("risk_assessments__asked_with", "risk_decisions__reviews")
    prefetch_related_objects(cases, "involvements__person__names", *risk)


def _worklist_row(case: Case, *, today: date) -> WorklistRow:
    children = sum(i.role == Involvement.Role.CHILD for i in case.involvements.all())
    facts = ["Repeat"] if case.is_repeat else []
    facts += [f"{children} child" if children == 1 else f"{children} children"] if children else []
    return WorklistRow(
        reference=case.reference,
        spoken=case.spoken_reference,
        name=victim_name(case),
        district=case.district.name,
        facts=", ".join(facts),
        risk=case.risk_level,
        clock=clock_of(case, today=today),
    )


def victim_name(case: Case) -> str:
    """The name of the person at risk, or the code name of a sealed case. Reads what `load_people` loaded."""
    if case.is_sealed:
        return case.code_name
    victims = [i.person for i in case.involvements.all() if i.role == Involvement.Role.VICTIM]
    return victims[0].current_name if victims else "Name not known"

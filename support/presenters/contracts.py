"""Contracts, and what was reached of what they ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from agencies.principal import Principal
from agencies.roles import Permission
from common.days import long_date
from common.parts import Fact
from common.quarters import Quarter
from support.clocks import ending_words
from support.models import Contract, Submission, Target
from support.outcomes import SMALLEST_BASE, Result
from support.services.submissions import counted, targets_on

LABELS = dict(Target.Measure.choices) | {"engagement": "Engaged, of referrals accepted"}
AMBER = 5  # points below the target
SHOWN = 12  # quarters


@dataclass(frozen=True)
class Line:
    """One measure against its target, in words."""

    label: str
    percent: str
    target: str
    points: str
    rag: str
    rag_words: str
    base: str
    is_thin: bool


@dataclass(frozen=True)
class Handed:
    """A quarter as it was handed in, or as it stands now."""

    quarter: Quarter
    submission: Submission | None
    lines: Sequence[Line]
    referrals: str
    first_try: str
    is_replaced: bool = False


@dataclass(frozen=True)
class ContractPage:
    """A contract with its targets, what was handed in, and for its service what is not yet."""

    facts: Sequence[Fact]
    targets: Sequence[Fact]
    ending: str
    handed: Sequence[Handed]
    to_hand_in: Quarter | None
    now: Handed | None


def contract_page(contract: Contract, *, principal: Principal, today: date) -> ContractPage:
    """For the managers of the service with the running quarter; for those who buy it, what was handed in."""
    found = Submission.objects.visible_to(principal).filter(contract=contract).select_related("submitted_by")
    rows = list(found.order_by("-starts_on", "-version")[: SHOWN * 2])
    runs = principal.agency_with(Permission.SUPPORT_MANAGE) == contract.service.agency_id
    quarter = Quarter.of(today)
    last = quarter.previous
    covers = contract.starts_on <= last.ends_on and last.starts_on <= contract.last_day
    is_missing = covers and last.starts_on not in {row.starts_on for row in rows}
    newest = {row.starts_on: row.version for row in reversed(rows)}
    return ContractPage(
        facts=_facts(contract),
        targets=[Fact(LABELS[code], f"{percent}%") for code, percent in targets_on(contract, today).items()],
        ending=ending_words(contract.last_day, today=today),
        handed=[
            handed(Quarter(row.starts_on), row.figures, row, is_replaced=row.version < newest[row.starts_on])
            for row in rows
        ],
        to_hand_in=last if runs and is_missing else None,
        now=handed(quarter, counted(contract, quarter), None) if runs else None,
    )


def _facts(contract: Contract) -> list[Fact]:
    facts = [
        Fact("Service", contract.service.name),
        Fact("Bought by", ", ".join(each.name for each in contract.commissioners.all()) or "Not recorded"),
        Fact("Lot", contract.lot or "None"),
        Fact("From", long_date(contract.starts_on)),
        Fact("To", long_date(contract.ends_on)),
    ]
    if contract.extended_to:
        facts.append(Fact("Extended to", long_date(contract.extended_to)))
    return facts


def handed(
    quarter: Quarter, figures: Mapping[str, Any], submission: Submission | None, *, is_replaced: bool = False
) -> Handed:
    """A quarter's figures in words."""
    lines = [_line(each) for each in (*figures["measures"], figures["engagement"])]
    days = figures["middle_days"]
    first_try = "Too few to show" if days is None else f"{days} {'day' if days == 1 else 'days'}"
    return Handed(quarter, submission, lines, f"{figures['referrals']:,}", first_try, is_replaced)


def _line(row: Mapping[str, Any]) -> Line:
    result = Result(row["measure"], row["good"] or 0, row["base"] or 0, row["eligible"], row["closed"])
    label, target = LABELS[row["measure"]], row["target"]
    asked = f"{target}%" if target is not None else "None"
    if result.percent is None:
        return Line(label, "Too few to show", asked, "", "none", "Too few", f"fewer than {SMALLEST_BASE}", False)
    points = result.points_over(target) if target is not None else None
    said = _points(points)
    rag, words = _rag(points)
    counted_in = f"{result.base} of {result.closed}"
    return Line(label, f"{result.percent}%", asked, said, rag, words, counted_in, result.is_thin)


def _points(points: Fraction | None) -> str:
    """ "15.8 points over", to one place, from the unrounded share."""
    if points is None:
        return ""
    if not points:
        return "Exactly on the target"
    return f"{float(abs(points)):.1f} points {'over' if points > 0 else 'under'}"


def _rag(points: Any) -> tuple[str, str]:
    """Met, within five points below, or worse. Compared unrounded."""
    if points is None:
        return "none", "No target"
    if points >= 0:
        return "on", "Reached"
    return ("watch", "Just under") if points >= -AMBER else ("off", "Not reached")

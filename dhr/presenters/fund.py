"""The central fund of a year on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agencies.models import Agency
from agencies.principal import Principal
from common.parts import Fact
from dhr.fund import Fund
from dhr.models import FundShare, FundYear, LearningEvent, ReviewCost
from dhr.services import fund_of


@dataclass(frozen=True)
class FundPage:
    """A year's money, and the learning events."""

    year: FundYear
    words: str
    fund: Fund
    facts: Sequence[Fact]
    rows: Sequence[tuple[FundShare, str, str, str]]
    costs: Sequence[tuple[ReviewCost, str]]
    events: Sequence[tuple[LearningEvent, str]]


def fund_page(year: FundYear, *, principal: Principal) -> FundPage:
    """Incomplete is shown as incomplete, never as nought."""
    fund = fund_of(year)
    shares = FundShare.objects.visible_to(principal).filter(year=year).select_related("csp").order_by("csp__name")
    costs = ReviewCost.objects.visible_to(principal).filter(year=year).select_related("review").order_by("-on", "-pk")
    events = list(LearningEvent.objects.visible_to(principal).order_by("-on", "-pk")[:20])
    keys = {int(key) for event in events for key in event.attendance if key.isdecimal()}
    names = {str(agency.pk): str(agency) for agency in Agency.objects.filter(pk__in=keys)}
    return FundPage(
        year=year,
        words=f"{year.starts_on.year} to {year.starts_on.year + 1}",
        fund=fund,
        facts=_facts(fund),
        rows=[_share(share, fund) for share in shares],
        costs=[(cost, money(cost.amount)) for cost in costs[:100]],
        events=[(event, attended(event, names)) for event in events],
    )


def attended(event: LearningEvent, names: Mapping[str, str]) -> str:
    """Who came, by agency in the order of their names, and last those from elsewhere."""
    known = sorted((names[key], count) for key, count in event.attendance.items() if key in names)
    rest = sum(count for key, count in event.attendance.items() if key not in names)
    return "; ".join(f"{name}: {count}" for name, count in [*known, *([("Elsewhere", rest)] if rest else [])])


def _share(share: FundShare, fund: Fund) -> tuple[FundShare, str, str, str]:
    received = money(share.received) if share.received is not None else "Not yet"
    return share, money(share.allocation), money(fund.shares[share.csp.name]), received


def _facts(fund: Fund) -> list[Fact]:
    unknown = "1 allocation is" if len(fund.missing) == 1 else f"{len(fund.missing)} allocations are"
    incomplete = f"Incomplete: {unknown} not known. {money(fund.known)} so far"
    facts = [
        Fact("Fund", money(fund.total) if fund.total is not None else incomplete),
        Fact("Of it fixed", money(fund.fixed)),
        Fact("Spent", money(fund.spent)),
        Fact("Expected", money(fund.forecast)),
    ]
    if fund.remaining is not None and fund.after_forecast is not None:
        facts.append(Fact("Remaining", f"{money(fund.remaining)}, {money(fund.after_forecast)} after what is expected"))
        facts.append(Fact("Used", f"{fund.percent_used}%"))
    return facts


def money(amount: Decimal | None) -> str:
    """Pounds and pence."""
    return f"£{amount:,.2f}" if amount is not None else "Not known"

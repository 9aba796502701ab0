"""What others published: crimes by district against the year before, an area among its peers, results of services."""

from __future__ import annotations

from common import wording
from common.days import plain_date
from common.disclosure import is_number
from reports.edition import Edition
from reports.exhibits.parts import Chart, Table, chart, table
from reports.outside import Changed, Compared, Outside


def has_outside(edition: Edition) -> bool:
    """Whether anything was published about the place of the edition."""
    return edition.outside is not None and not edition.outside.is_empty


def charts(edition: Edition) -> dict[str, Chart]:
    """The area among its peers."""
    found = edition.outside.compared if edition.outside else None
    return {"outside_peers": _bars(found)} if found else {}


def tables(edition: Edition) -> dict[str, Table]:
    """Districts with both years, peers with the day of each, results with their targets."""
    found = edition.outside
    if found is None:
        return {}
    shown: dict[str, Table] = {}
    if found.years:
        shown["outside_districts"] = _districts(found, found.years)
    if found.compared:
        shown["outside_peers"] = _peers(found.compared)
    if found.results:
        shown["outside_results"] = _results(found)
    return shown


def finding(edition: Edition) -> str:
    """The largest rise of a district that was published, and where the force stands; else what there is."""
    found = edition.outside
    if found is None:
        return ""
    rises = [line for line in found.districts if is_number(line.change) and line.change > 0]
    said = [found.compared.finding] if found.compared else []
    if rises and found.years:
        most = max(rises, key=lambda line: float(line.change))
        year = plain_date(found.years[1])
        said.insert(0, f"Largest rise in recorded crimes, year to {year}: {most.name}, {_change(most)}.")
    return " ".join(said) or "Figures that others published about this area."


def _change(line: Changed) -> str:
    change = wording.figure(line.change, "change")
    return f"{change} ({wording.figure(line.percent, 'change_percent')}%)" if is_number(line.percent) else change


def _districts(found: Outside, years: tuple) -> Table:
    before, now = (f"Year to {plain_date(day)}" for day in years)
    columns = [
        ("District", "text"), (before, "count"), (now, "count"), ("Change", "change"), ("Change (%)", "change_percent"),
    ]  # fmt: skip
    rows = [_cells(line) for line in found.districts]
    total = _cells(found.whole) if found.whole else None
    caption = f"Domestic abuse crimes recorded by the police, by district. Source: {'; '.join(found.sources)}"
    return table(caption, columns, rows, total=total, bars=(2,))


def _cells(line: Changed) -> list:
    return [line.name, line.previous, line.current, line.change, line.percent]


def _bars(found: Compared) -> Chart:
    own = [each.name for each in found.peers if each.is_own]
    labels, values = [each.name for each in found.peers], [each.value for each in found.peers]
    sub = f"Domestic abuse crimes, {found.unit.lower()}, year to {plain_date(found.ends_on)}"
    alt = wording.alt_of_parts(found.finding.rstrip("."), labels, values)
    return chart("bar", found.finding, sub, alt, labels=labels, values=values, focus=own)


def _peers(found: Compared) -> Table:
    rows = [[each.name, plain_date(each.as_at), each.value] for each in found.peers]
    caption = f"Data: {found.unit.lower()}, year to {plain_date(found.ends_on)}. Compared areas: {found.source}"
    return table(caption, [("Area", "text"), ("As at", "text"), (found.unit, "percent")], rows)


def _results(found: Outside) -> Table:
    rows = [
        [each.name, each.place, plain_date(each.as_at), each.percent, each.target, each.points]
        for each in found.results
    ]
    columns = [
        ("Result", "text"), ("Service", "text"), ("As at", "text"), ("%", "count"), ("Target (%)", "count"),
        ("Points over or under", "points"),
    ]  # fmt: skip
    return table("Results of services, as they were published", columns, rows)

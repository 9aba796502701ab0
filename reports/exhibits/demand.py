"""How many referrals came, and from whom."""

from __future__ import annotations

from common import wording
from common.arithmetic import percent
from common.disclosure import ABSENT, HIDDEN, SMALLEST_BASE, Figure, is_number
from common.quarters import Quarter
from reports.edition import Edition
from reports.exhibits.parts import Chart, Table, chart, table
from reports.figures import PARTNERS, REPEATS, Share, less, published
from reports.indicators import POLICE, ROUTES, Measure

MONTHS, QUARTERS, QUARTERS_IN_YEAR = 12, 5, 4
SHARED = "Shared: one that several made together, in equal parts"


def charts(edition: Edition) -> dict[str, Chart]:
    """Referrals over time, by source, and two shares over nine quarters."""
    return {
        "demand": _columns(edition),
        "sources": _sources(edition),
        "partners": _share(edition, PARTNERS, "Partner share", "Referrals not made by the police (%)"),
        "repeats": _share(edition, REPEATS, "Repeat share", "Repeats, of cases first heard (%)"),
    }


def tables(edition: Edition) -> dict[str, Table]:
    """The data of these charts."""
    return {"demand": _demand_table(edition), "sources": _sources_table(edition), "shares": _shares_table(edition)}


# -- over time --------------------------------------------------------------------------------------------------------


def _over_time(edition: Edition) -> tuple[list[str], list[Figure], list[Figure]]:
    """Names, referrals, and referrals a year earlier: twelve months of a whole, five quarters of a part."""
    if edition.is_whole:
        figures, place = edition.figures, edition.place
        values = edition.by_month(
            lambda quarter, month: figures.count(Measure.RECEIVED, quarter, place, month), only_whole=True
        )
        return wording.month_labels(edition.months[-MONTHS:]), values[-MONTHS:], values[-2 * MONTHS : -MONTHS]
    values = edition.by_quarter(lambda quarter: edition.count(Measure.RECEIVED, quarter), only_whole=True)
    return (
        wording.quarter_labels(edition.figures.quarters[-QUARTERS:]),
        values[-QUARTERS:],
        values[-QUARTERS - QUARTERS_IN_YEAR : -QUARTERS_IN_YEAR],
    )


def _columns(edition: Edition) -> Chart:
    labels, values, before = _over_time(edition)
    period = "month" if edition.is_whole else "quarter"
    pairs = [(a, b) for a, b in zip(values, before, strict=True) if is_number(a) and is_number(b)]
    more = sum(a > b for a, b in pairs)
    title = f"Referrals received, by {period}"
    if any(a for a, _ in pairs) and edition.is_over:
        title = f"{more} of {len(pairs)} {period}s had more referrals than a year earlier"
    names = wording.in_full(labels)
    return chart(
        "column",
        title,
        f"Referrals received, by {period}, {names[0]} to {names[-1]}",
        wording.alt_of_series(title, labels, values, kind="count", also="The same figures are in the table."),
        labels=labels,
        values=values,
        previous=before,
        previous_label=f"Same {period} a year earlier",
    )


def _demand_table(edition: Edition) -> Table:
    labels, values, before = _over_time(edition)
    changes = [less(a, b) if edition.is_over else ABSENT for a, b in zip(values, before, strict=True)]
    columns = [("Referrals", "text"), *((label.replace("|", " "), "count") for label in labels)]
    signed = [wording.figure(change, "change") if is_number(change) else change for change in changes]
    rows = [["A year earlier", *before], ["Received", *values], ["Change", *signed]]
    period = "month" if edition.is_whole else "quarter"
    return table(f"Data: referrals received, by {period}", columns, rows)


# -- by source --------------------------------------------------------------------------------------------------------


def _routes(edition: Edition) -> list[tuple[str, Figure, Figure]]:
    """Every route with its count, and its count in parts where several made one together.

    The police, then by size; hidden ones last and by name, because rank tells something.
    """
    figures, when, place = edition.figures, edition.quarter, edition.place
    rows = [(name, figures.route(r, when, place), figures.shared(r, when, place)) for r, (name, _) in ROUTES.items()]
    first, rest = rows[0], rows[1:]
    shown = sorted((row for row in rest if is_number(row[1])), key=lambda row: (-float(row[1]), row[0]))
    return [first, *shown, *sorted((row for row in rest if not is_number(row[1])), key=lambda row: row[0])]


def _sources(edition: Edition) -> Chart:
    rows = _routes(edition)
    share = edition.percent(PARTNERS)
    title = f"Police made {100 - share:.1f}% of referrals" if is_number(share) else "Referrals by source"
    labels, values = [name for name, _, _ in rows], [value for _, value, _ in rows]
    return chart(
        "bar",
        title,
        f"Referrals received, by source, {edition.quarter.period}",
        wording.alt_of_parts(title, labels, values),
        labels=labels,
        values=values,
        focus=[ROUTES[POLICE][0]],
    )


def _sources_table(edition: Edition) -> Table:
    total = edition.count(Measure.RECEIVED)
    columns = [("Source", "text"), ("Referrals", "count"), ("% of all", "percent"), ("Shared", "parts")]
    rows = [[name, value, _part(value, total), shared] for name, value, shared in _routes(edition)]
    last = ["All sources", total, _part(total, total), total]
    caption = "Data: referrals received, by source"
    if edition.figures.is_shared(edition.quarter):
        return table(f"{caption}. {SHARED}", columns, rows, total=last)
    return table(caption, columns[:-1], [row[:-1] for row in rows], total=last[:-1])


def _part(value: Figure, total: Figure) -> Figure:
    """A published count in per cent of a published total; a mark where either is hidden."""
    if not (is_number(value) and is_number(total)):
        return value if not is_number(value) else total
    if 0 < total < SMALLEST_BASE:
        return HIDDEN
    return published(percent(int(value), int(total)))


# -- shares -----------------------------------------------------------------------------------------------------------


def _share(edition: Edition, share: Share, name: str, measure: str) -> Chart:
    values = edition.by_quarter(lambda quarter: edition.percent(share, quarter))
    shown = [value for value in values if is_number(value)]
    labels = wording.quarter_labels(edition.figures.quarters)
    last, title, since = values[-1], f"{name}, by quarter", ""
    if is_number(last) and len(shown) > 1:
        title = f"{name} {last:.1f}%, {wording.moved(less(last, shown[0]), 'percent')}"
        since = f" Change since {wording.in_full(labels)[values.index(shown[0])]}."
    return chart(
        "line",
        title,
        f"{measure}, by quarter.{since} The vertical axis does not start at 0.",
        wording.alt_of_series(title, labels, values, kind="percent"),
        labels=labels,
        values=values,
    )


def _shares_table(edition: Edition) -> Table:
    def row(name: str, share: Share) -> list[Figure | None]:
        return [name, *edition.by_quarter(lambda quarter: edition.percent(share, quarter))]

    columns = [("Measure", "text"), *((_short(quarter), "percent") for quarter in edition.figures.quarters)]
    rows = [row("Not from police (%)", PARTNERS), row("Repeat cases (%)", REPEATS)]
    return table("Data: partner share and repeat cases, by quarter", columns, rows)


def _short(quarter: Quarter) -> str:
    return f"{quarter.financial_year} Q{quarter.number}"

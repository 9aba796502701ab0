"""How fast cases were heard: the run chart, the bands of days, and their tables."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import Any

from common import wording
from common.dates import months_after
from common.disclosure import HIDDEN, Figure, is_number
from common.quarters import Quarter
from reports.edition import Edition
from reports.exhibits.parts import Chart, Table, chart, table
from reports.figures import IN_TIME
from reports.indicators import Measure
from reports.network import BAND, BANDS, bands_in_time
from reports.variation import Reference, reference

LATEST = 12  # months of which the title says how many reached the target


def charts(edition: Edition) -> dict[str, Chart]:
    """The run chart and the histogram."""
    return {"timeliness": _run_chart(edition), "days": _histogram(edition)}


def tables(edition: Edition) -> dict[str, Table]:
    """The data of both."""
    by_period = _months_table(edition) if edition.is_whole else _quarters_table(edition)
    return {"timeliness": by_period, "days": _days_table(edition)}


# -- over time --------------------------------------------------------------------------------------------------------


def _series(edition: Edition) -> tuple[list[str], list[Figure]]:
    """The share heard in time: by month for a whole, by quarter for a part."""
    if not edition.is_whole:
        values = edition.by_quarter(lambda quarter: edition.percent(IN_TIME, quarter))
        return wording.quarter_labels(edition.figures.quarters), values
    figures, place = edition.figures, edition.place
    values = edition.by_month(lambda quarter, month: figures.percent(IN_TIME, quarter, place, month))
    return wording.month_labels(edition.months), values


def _run_chart(edition: Edition) -> Chart:
    labels, values = _series(edition)
    found = reference(values, ceiling=100)
    title = _run_title(edition, labels, values, found)
    period = "month" if edition.is_whole else "quarter"
    names = wording.in_full(labels)
    return chart(
        "run",
        title,
        f"Cases first heard within {edition.target_days} days of referral (%), by {period}, {names[0]} to {names[-1]}. "
        "The vertical axis does not start at 0.",
        wording.alt_of_series(title, labels, values, kind="percent", also=_run_alt(edition, found)),
        labels=labels,
        values=values,
        target=edition.target_percent,
        reference=vars(found) | {"signals": {str(k): v for k, v in found.signals.items()}} if found else None,
        key=_run_key(found),
    )


def _run_title(edition: Edition, labels: list[str], values: list[Figure], found: Reference | None) -> str:
    period = "month" if edition.is_whole else "quarter"
    if not found:
        return f"Cases heard within {edition.target_days} days, by {period}"
    latest = [(n, value) for n, value in enumerate(values) if is_number(value)][-LATEST:]
    reached = sum(value >= edition.target_percent for _, value in latest)
    shown = " that are shown" if HIDDEN in values[latest[0][0] :] else ""
    target = f"{reached or 'none'} of the last {len(latest)} {period}s{shown} reached {edition.target_percent}%"
    return wording.sentence(f"{_signal(labels, values, found, period)}; {target}").rstrip(".")


def _signal(labels: list[str], values: list[Any], found: Reference, period: str) -> str:
    """What the newest quarter shows: a point outside the limits, a shift, a trend, or nothing out of the ordinary."""
    if found.name == "Median":
        return f"half of these {period}s lie above {wording.figure(found.centre, 'percent')}%"
    last = len(labels) - 1
    newest = range(last - 2, last + 1)
    outside = [wording.in_full(labels)[n] for n in newest if found.signals.get(n) == "limit"]
    if outside:
        return f"{wording.listed(outside)} {'was' if len(outside) == 1 else 'were'} outside the expected range"
    kind = found.signals.get(last)
    if kind == "shift":
        return f"the latest months all lie {'above' if values[last] > found.centre else 'below'} the earlier average"
    if kind == "trend":
        return f"the latest months all {'rise' if values[last] > values[last - 1] else 'fall'}"
    return "no recent month stands out"


def _run_alt(edition: Edition, found: Reference | None) -> str:
    limits = ""
    if found and found.lower is not None:
        limits = f", expected range {found.lower:.1f}% to {found.upper:.1f}%"
    centre = f"{found.name} {found.centre:.1f}%{limits}, target" if found else "Target"
    return f"{centre} {edition.target_percent}%. The same figures are in the table."


def _run_key(found: Reference | None) -> str:
    if not found:
        return ""
    if found.lower is None:
        return f"Grey line: {found.name.lower()}. There are too few points for limits."
    return (
        "Grey line: average of the first 15 points. Dotted: range expected from ordinary movement. "
        "Diamond: outside it. Square: seven in a row on one side, or six in a row one way."
    )


def _months_table(edition: Edition) -> Table:
    """Financial years by month: percentage and count, because a percentage says nothing without its base."""
    figures, place = edition.figures, edition.place
    shares = dict(zip(edition.months, _series(edition)[1], strict=True))
    heard = edition.by_month(lambda quarter, month: figures.count(Measure.HEARD, quarter, place, month))
    counts = dict(zip(edition.months, heard, strict=True))
    years = sorted({Quarter.of(month).financial_year for month in edition.months})
    rows: list[list[Figure | None]] = []
    for year in years:
        months = [months_after(date(int(year[:4]), 4, 1), n) for n in range(12)]
        rows.append([f"{year}, % in time", *(_percent_text(shares.get(month)) for month in months)])
        rows.append([f"{year}, cases heard", *(counts.get(month) for month in months)])
    names = wording.month_labels(months_after(date(2000, 4, 1), n) for n in range(12))
    columns = [("Financial year", "text"), *((name.partition("|")[0], "count") for name in names)]
    return table(f"Data: cases heard within {edition.target_days} days, by month", columns, rows)


def _percent_text(share: Figure | None) -> Figure | None:
    """In a column that holds percentages and counts by turns, a percentage brings its own decimal place."""
    return wording.figure(share, "percent") if share is not None and is_number(share) else share


def _quarters_table(edition: Edition) -> Table:
    labels, values = _series(edition)
    heard = edition.by_quarter(lambda quarter: edition.count(Measure.HEARD, quarter))
    columns = [("Measure", "text"), *((label.replace("|", " "), "count") for label in labels)]
    rows: list[list[Figure | None]] = [["% in time", *map(_percent_text, values)], ["Cases heard", *heard]]
    return table(f"Data: cases heard within {edition.target_days} days, by quarter", columns, rows)


# -- by days ----------------------------------------------------------------------------------------------------------


def _bands(edition: Edition) -> tuple[list[str], list[Figure]]:
    starts = [BAND * n for n in range(BANDS)]
    labels = [f"{start}–{start + BAND - 1}" for start in starts[:-1]] + [f"{starts[-1]}+"]
    return labels, [edition.figures.count(Measure.DAYS, edition.quarter, edition.place, n) for n in range(BANDS)]


def _histogram(edition: Edition) -> Chart:
    labels, values = _bands(edition)
    late = edition.count(Measure.LATE)
    title = _days_title(edition, late)
    breaks = edition.figures.breaks_at_target(edition.quarter)
    return chart(
        "histogram",
        title,
        f"Cases first heard by days from referral (bands of {BAND} days), {edition.quarter.period}",
        wording.alt_of_parts(title, [f"{label} days" for label in labels], values),
        labels=labels,
        values=values,
        limit=bands_in_time(edition.target_days) if breaks else None,
        limit_label=f"{edition.target_days}-day limit",
        late_label=f"{late:,} late" if is_number(late) else "",
    )


def _days_title(edition: Edition, late: Figure) -> str:
    middle = edition.figures.median_days(edition.quarter, edition.place)
    if not is_number(middle):
        return "Days from referral to first hearing"
    waited = f"; {late:,} waited longer than {edition.target_days} days" if is_number(late) else ""
    return f"Half were heard by day {ceil(middle)}{waited}"


def _days_table(edition: Edition) -> Table:
    labels, values = _bands(edition)
    columns = [("Days", "text"), *((label, "count") for label in labels), ("All", "count")]
    rows = [["Cases", *values, edition.count(Measure.HEARD)]]
    return table("Data: days from referral to first hearing", columns, rows)

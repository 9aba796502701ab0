"""The headline figures: value, target, status, change and nine quarters behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from common import wording
from common.days import plain_date
from common.disclosure import ABSENT, HIDDEN, NOT_APPLICABLE, Figure, is_number
from common.quarters import Quarter
from reports.edition import Edition
from reports.figures import IN_TIME, PARTNERS, REPEATS
from reports.indicators import Measure

WATCH_POINTS = 3  # below the target by no more than this: watch
STATUS_WORDS = {"on": "On target", "watch": "Watch", "off": "Off target", "none": "No target"}
NO_VALUE = {HIDDEN: "too few to show", NOT_APPLICABLE: "no cases", ABSENT: "not available"}


class _Headline(NamedTuple):
    """A headline before it is filled in. ``section`` is the part of the report that says more."""

    id: str
    name: str
    kind: str
    words: str
    section: str
    figure_of: Callable[[Quarter], Figure]


def tiles(edition: Edition) -> list[dict[str, Any]]:
    """All headline figures, in the order in which they are shown."""
    days = edition.target_days
    headlines = [
        _counted(edition, "referrals", "Referrals received", Measure.RECEIVED, "demand"),
        _counted(edition, "heard", "Cases first heard", Measure.HEARD, "timeliness"),
        _Headline(
            "in_time", f"Heard within {days} days", "percent", f"target {edition.target_percent}%", "timeliness",
            lambda quarter: edition.percent(IN_TIME, quarter),
        ),
        _Headline(
            "median", "Days to first hearing", "days", "the middle case", "timeliness",
            lambda quarter: edition.figures.median_days(quarter, edition.place),
        ),
    ]  # fmt: skip
    others = [
        _Headline(
            "partners", "Not from police", "percent", "of referrals", "demand",
            lambda quarter: edition.percent(PARTNERS, quarter),
        ),
        _Headline(
            "repeats", "Repeat cases", "percent", "of cases first heard", "demand",
            lambda quarter: edition.percent(REPEATS, quarter),
        ),
        _counted(edition, "children", "Children", Measure.CHILDREN, "demand", "in the households referred"),
    ]  # fmt: skip
    return [
        *(_tile(edition, each) for each in headlines),
        _waiting(edition),
        *(_tile(edition, each) for each in others),
    ]


def _counted(
    edition: Edition, name: str, title: str, measure: Measure, section: str, words: str = "in the quarter"
) -> _Headline:
    return _Headline(name, title, "count", words, section, lambda quarter: edition.count(measure, quarter))


def _tile(edition: Edition, headline: _Headline) -> dict[str, Any]:
    value = headline.figure_of(edition.quarter)
    values = edition.by_quarter(headline.figure_of, only_whole=headline.kind == "count")
    target = edition.target_percent if headline.id == "in_time" else None
    return {
        "id": headline.id,
        "name": headline.name,
        "kind": headline.kind,
        "value": value,
        "words": headline.words if is_number(value) else NO_VALUE[str(value)],
        "status": _status(value, target),
        "change": _change(edition, headline),
        "range": _range(values, headline.kind),
        "section": headline.section,
        "series": {"values": values, "target": target, "alt": _alt(edition, headline, values)},
    }


def _waiting(edition: Edition) -> dict[str, Any]:
    """Those still waiting, on the date of the figures. There is no series: nobody can wait in the past."""
    value = edition.figures.waiting(edition.place)
    return {
        "id": "waiting",
        "name": f"Waiting beyond {edition.target_days} days",
        "kind": "count",
        "value": value,
        "words": NO_VALUE[ABSENT] if value == ABSENT else f"on {plain_date(edition.as_at)}, target 0",
        "status": "" if value == ABSENT else "off" if value else "on",
        "change": "",
        "range": "Counted on the date of the figures",
        "section": "timeliness",
        "series": None,
    }


def _status(value: Figure, target: int | None) -> str:
    """on, watch, off; none without a target, and "" where the figure cannot be shown."""
    if target is None:
        return "none"
    if not is_number(value):
        return ""
    return "on" if value >= target else "watch" if target - value <= WATCH_POINTS else "off"


def _change(edition: Edition, headline: _Headline) -> str:
    if not edition.is_over:
        return "Not compared: the quarter has not ended"
    said: list[str] = []
    for before, when in ((edition.quarter.previous, "last quarter"), (edition.quarter.same_last_year, "a year ago")):
        step = edition.since(headline.figure_of, before)
        if change := wording.moved(step, headline.kind, with_unit=not said):
            said.append(f"{change} on {when}")
    return wording.sentence(", ".join(said)).rstrip(".") if said else "No change can be given"


def _range(values: list[Figure], kind: str) -> str:
    shown = [value for value in values if is_number(value)]
    if len(shown) < 2:
        return ""
    lowest, highest = (wording.with_unit(value, kind) for value in (min(shown), max(shown)))
    if lowest == highest:
        return f"{len(values)} quarters: always {lowest}"
    return f"{len(values)} quarters: lowest {lowest}, highest {highest}"


def _alt(edition: Edition, headline: _Headline, values: list[Figure]) -> str:
    labels = wording.quarter_labels(edition.figures.quarters)
    return wording.alt_of_series(f"{headline.name}, {len(values)} quarters", labels, values, kind=headline.kind)

"""The sentences of a report. Each has a rule for when it is true, and plain words for when nothing can be said."""

from __future__ import annotations

from typing import Any

from common import wording
from common.arithmetic import SMALL_BASE, is_beyond_chance
from common.days import plain_date
from common.disclosure import Figure, is_number
from reports.counts import Place
from reports.edition import Edition
from reports.figures import IN_TIME, PARTNERS, REPEATS, change_percent
from reports.indicators import Measure

NO_HEARINGS = "No hearings in this quarter."
NO_REFERRALS = "No referrals in this quarter."
TOO_FEW = "There are too few cases for these figures to be published."


def summary(edition: Edition) -> str:
    """The finding of the whole report."""
    if edition.is_empty:
        return "No referrals were received and no cases were heard in this quarter."
    if edition.is_too_small:
        return "There are too few cases in this quarter for most figures to be published."
    return f"{_demand_in_short(edition)}; {_timeliness_in_short(edition)}."


def points(edition: Edition) -> list[dict[str, str]]:
    """Three sentences of what matters, each under a word of its own."""
    return [
        {"name": "Demand.", "text": demand(edition) + " " + _chance(edition)},
        {"name": "Timeliness.", "text": timeliness(edition) + " " + waiting(edition)},
        {"name": "Sources.", "text": f"{sources(edition)} {repeats(edition)}"},
    ]


def timeliness(edition: Edition) -> str:
    """How many were heard in time, against the target."""
    value, days = edition.percent(IN_TIME), edition.target_days
    if not is_number(value):
        return _nothing(edition, Measure.HEARD, NO_HEARINGS, "Too few cases were heard to give a percentage.")
    gap = round(value - edition.target_percent, 1)
    against = "on the target" if not gap else f"{abs(gap):.1f} points {'above' if gap > 0 else 'below'} the target"
    return f"{value:.1f}% of cases were first heard within {days} days, {against}."


def demand(edition: Edition) -> str:
    """How many referrals came, against the same quarter last year."""
    now, before = edition.count(Measure.RECEIVED), edition.count(Measure.RECEIVED, edition.quarter.same_last_year)
    if not is_number(now) or not now:
        return _nothing(edition, Measure.RECEIVED, NO_REFERRALS, "Too few referrals were received to give a number.")
    if not edition.is_over:
        return f"{_many(now, 'referral')} so far in this quarter."
    if not is_number(before):
        return f"{_many(now, 'referral')} were received."
    change = change_percent(now, before)
    if not is_number(change):
        return f"{_many(now, 'referral')} were received, and {before:,} in the same quarter last year."
    if not change:
        return f"{_many(now, 'referral')} were received, as many as in the same quarter last year."
    return f"Referrals {_went(change)} {abs(change):.1f}% on the same quarter last year, to {now:,}."


def sources(edition: Edition) -> str:
    """Which share came from others than the police."""
    value = edition.percent(PARTNERS)
    if not is_number(value):
        return _nothing(edition, Measure.RECEIVED, NO_REFERRALS, "The share of the police cannot be given.")
    change = wording.moved(
        edition.since(lambda q: edition.percent(PARTNERS, q), edition.quarter.same_last_year), "percent"
    )
    return f"{value:.1f}% of referrals came from agencies other than the police" + (
        f", {change} on a year ago." if change else "."
    )


def repeats(edition: Edition) -> str:
    """Which share of the cases were repeats."""
    value = edition.percent(REPEATS)
    if not is_number(value):
        return _nothing(edition, Measure.HEARD, NO_HEARINGS, "The share of repeat cases cannot be given.")
    return f"{value:.1f}% of the cases heard were repeats."


def waiting(edition: Edition) -> str:
    """Who still waits beyond the target."""
    value, day = edition.figures.waiting(edition.place), plain_date(edition.as_at)
    if not is_number(value):
        return f"How many were waiting beyond {edition.target_days} days on {day} cannot be given."
    if not value:
        return f"Nobody was waiting beyond {edition.target_days} days on {day}."
    verb = "was" if value == 1 else "were"
    return f"{_many(value, 'referral')} {verb} waiting beyond {edition.target_days} days on {day}."


def districts(edition: Edition, rows: list[tuple[Place, Figure, Figure]]) -> str:
    """Which district had most, and whose change is more than chance. ``rows``: district, this year, last year."""
    shown = [(now, place.name) for place, now, _ in rows if is_number(now) and now]
    if not shown:
        return _nothing(edition, Measure.RECEIVED, NO_REFERRALS, TOO_FEW)
    most, name = max(shown)
    finding = f"{name} had the most referrals ({most:,})."
    if not edition.is_over:
        return finding
    stand_out = [place.name for place, now, before in rows if beyond_chance(now, before) == "Yes"]
    if not stand_out:
        return finding + " No district changed by more than chance would give."
    return finding + f" The change in {wording.listed(stand_out)} is larger than chance would give."


def areas(rows: list[tuple[Place, Figure]], target_days: int) -> str:
    """The meeting areas by how many they heard in time. ``rows``: area, percentage."""
    shown = sorted(((share, place.name) for place, share in rows if is_number(share)), reverse=True)
    if not shown:
        return "No meeting area heard enough cases for a percentage."
    said = [f"{name} heard {share:.1f}%" if not n else f"{name} {share:.1f}%" for n, (share, name) in enumerate(shown)]
    return f"{wording.listed(said)} of cases within {target_days} days."


def beyond_chance(now: Figure, before: Figure) -> Figure:
    """ "Yes" or "No" for two published counts; a mark where one is hidden or the base is small."""
    change = change_percent(now, before)
    if not (is_number(change) and is_number(now) and is_number(before)):
        return change
    return "Yes" if is_beyond_chance(int(now), int(before)) else "No"


def _chance(edition: Edition) -> str:
    now, before = edition.count(Measure.RECEIVED), edition.count(Measure.RECEIVED, edition.quarter.same_last_year)
    if not edition.is_over or not (is_number(now) and is_number(before)) or before < SMALL_BASE or now == before:
        return ""
    if is_beyond_chance(int(now), int(before)):
        return "That is more than chance would give."
    return "Chance alone could give that."


def _demand_in_short(edition: Edition) -> str:
    now, before = edition.count(Measure.RECEIVED), edition.count(Measure.RECEIVED, edition.quarter.same_last_year)
    if not is_number(now):
        return "Too few referrals to give a number"
    change = change_percent(now, before) if edition.is_over else ""
    if not is_number(change):
        return f"{_many(now, 'referral')} were received"
    return f"Referrals {_went(change)} {abs(change):.1f}% in a year" if change else f"Referrals stayed at {now:,}"


def _timeliness_in_short(edition: Edition) -> str:
    value = edition.percent(IN_TIME)
    if not is_number(value):
        return (
            "too few cases were heard to give a percentage" if edition.count(Measure.HEARD) else "no cases were heard"
        )
    reached = "on target" if value >= edition.target_percent else "below target"
    return f"{value:.1f}% of cases were heard within {edition.target_days} days, {reached}"


def _went(change: float) -> str:
    return "rose" if change > 0 else "fell"


def _many(count: Figure, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _nothing(edition: Edition, measure: Measure, none: str, few: str) -> str:
    """Why there is no figure: there was nothing to count, or too little to publish."""
    count: Any = edition.count(measure)
    return none if count == 0 else few

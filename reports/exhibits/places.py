"""The same figures place by place: districts for everybody, meeting areas for a partnership."""

from __future__ import annotations

from common import wording
from common.disclosure import ABSENT, Figure
from common.quarters import Quarter
from reports import findings
from reports.counts import Place
from reports.edition import Edition
from reports.exhibits.parts import Chart, Table, chart, table
from reports.figures import IN_TIME, change_percent, less
from reports.indicators import Measure


def charts(edition: Edition) -> dict[str, Chart]:
    """Meeting areas against the target."""
    return {"areas": _areas_chart(edition)} if edition.has_areas else {}


def tables(edition: Edition) -> dict[str, Table]:
    """Districts, where there are several; meeting areas, where the edition compares them."""
    found = {}
    if has_districts(edition):
        found["districts"] = _districts_table(edition)
    if edition.has_areas:
        found["areas"] = _areas_table(edition)
        found["areas_by_quarter"] = _areas_by_quarter(edition)
    return found


# -- districts --------------------------------------------------------------------------------------------------------


def has_districts(edition: Edition) -> bool:
    """Whether there are districts to tell apart."""
    return len(edition.figures.geography.districts_in(edition.place)) > 1


def districts(edition: Edition) -> list[tuple[Place, Figure, Figure]]:
    """Each district with its referrals in the quarter and in the same quarter last year; area by area, by name."""
    geography, figures = edition.figures.geography, edition.figures
    last_year = edition.quarter.same_last_year
    areas = geography.areas if edition.has_areas else (edition.place,)
    return [
        (place, figures.district(place, edition.quarter, area), figures.district(place, last_year, area))
        for area in sorted(areas, key=lambda area: -len(geography.districts_in(area)))
        for place in geography.districts_in(area)
    ]


def _compared(edition: Edition, now: Figure, before: Figure) -> list[Figure]:
    """Change, change in per cent, and whether it is beyond chance."""
    if not edition.is_over:
        return [ABSENT, ABSENT, ABSENT]
    return [less(now, before), change_percent(now, before), findings.beyond_chance(now, before)]


def _districts_table(edition: Edition) -> Table:
    rows = [[place.name, before, now, *_compared(edition, now, before)] for place, now, before in districts(edition)]
    quarter = edition.quarter
    now, before = edition.count(Measure.RECEIVED), edition.count(Measure.RECEIVED, quarter.same_last_year)
    columns = [
        ("District", "text"),
        (quarter.same_last_year.period, "count"),
        (quarter.period, "count"),
        ("Change", "change"),
        ("Change (%)", "change_percent"),
        ("Beyond chance?", "text"),
    ]
    total = ["All districts", before, now, *_compared(edition, now, before)]
    return table("Referrals received, by district", columns, rows, total=total, bars=(2,))


# -- meeting areas ----------------------------------------------------------------------------------------------------


def area_shares(edition: Edition) -> list[tuple[Place, Figure]]:
    """Each meeting area with the share it heard in time."""
    figures = edition.figures
    return [(area, figures.percent(IN_TIME, edition.quarter, area)) for area in figures.geography.areas]


def _areas_chart(edition: Edition) -> Chart:
    rows = [*area_shares(edition), (Place(edition.place.id, "All areas"), edition.percent(IN_TIME))]
    title = f"Share heard within {edition.target_days} days, against the target of {edition.target_percent}%"
    labels, values = [place.name for place, _ in rows], [share for _, share in rows]
    return chart(
        "bullet",
        title,
        f"Cases first heard within {edition.target_days} days (%), by meeting area, {edition.quarter.period}",
        wording.alt_of_parts(title, labels, values, kind="percent"),
        labels=labels,
        values=values,
        target=edition.target_percent,
    )


def _areas_table(edition: Edition) -> Table:
    places = [*edition.figures.geography.areas, Place(edition.place.id, "All areas")]
    rows = [_area_row(edition, place) for place in places]
    columns = [
        ("Area", "text"),
        ("Referrals", "count"),
        ("Cases first heard", "count"),
        (f"After {edition.target_days} days", "count"),
        ("% in time", "percent"),
        ("Change on last quarter (points)", "points"),
        ("Middle case (days)", "days"),
        (f"Waiting beyond {edition.target_days} days", "count"),
    ]
    return table(f"Meeting areas, {edition.quarter.period}", columns, rows[:-1], total=rows[-1])


def _areas_by_quarter(edition: Edition) -> Table:
    """The share heard in time, area by area, over all quarters."""
    figures = edition.figures
    places = [*figures.geography.areas, Place(edition.place.id, "All areas")]
    rows = [
        [place.name, *(figures.percent(IN_TIME, quarter, place) for quarter in figures.quarters)] for place in places
    ]
    labels = wording.quarter_labels(figures.quarters)
    columns = [("Area", "text"), *((label.replace("|", " "), "percent") for label in labels)]
    caption = f"Cases first heard within {edition.target_days} days (%), by meeting area and quarter"
    return table(caption, columns, rows[:-1], total=rows[-1])


def _area_row(edition: Edition, place: Place) -> list[Figure | None]:
    figures, quarter = edition.figures, edition.quarter

    def share(when: Quarter) -> Figure:
        return figures.percent(IN_TIME, when, place)

    return [
        place.name,
        *(figures.count(measure, quarter, place) for measure in (Measure.RECEIVED, Measure.HEARD, Measure.LATE)),
        share(quarter),
        less(share(quarter), share(quarter.previous)) if edition.is_over else ABSENT,
        figures.median_days(quarter, place),
        figures.waiting(place),
    ]

"""Figures from outside: what a report to a police and crime panel printed in 2017, and invented figures of late.

The sample is real and published; whatever is invented says so in its source. Brought in as the analyst would.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from agencies.principal import Principal, principal_scope
from common.dates import MONTHS_IN_YEAR, london_date, months_after
from common.quarters import Quarter
from common.spreadsheets import csv_bytes
from config.practice.county import POLICE, County
from observations import services
from observations.models import Geography
from observations.reference import OF, PEERS, load_figures
from observations.rows import COLUMNS

SAMPLE = Path(__file__).parent / "published-figures-essex-2017.csv"
SOURCE = "Practice data, invented"
# Crimes in a year, about: places and sizes as in the sample, numbers invented.
VOLUMES = {
    "Basildon": 3050, "Braintree": 1420, "Brentwood": 640, "Castle Point": 830, "Chelmsford": 1760, "Colchester": 2240,
    "Epping Forest": 1330, "Harlow": 1480, "Maldon": 490, "Rochford": 610, "Tendring": 2380, "Uttlesford": 520,
    "Southend-on-Sea": 2710, "Thurrock": 2320,
}  # fmt: skip
YEARS = 3
QUARTERS = 9
RESULTS = {
    "idva_cessation_of_abuse": 68, "idva_reduction_in_risk": 71, "idva_feelings_of_safety": 74,
    "idva_quality_of_life": 63,
}  # fmt: skip
Cells = list[object]


def build_figures(county: County, *, now: datetime, seed: int = 7) -> int:
    """Bring the figures in; returns how many."""
    load_figures()
    analyst = Principal.of(county.people["analyst"])
    pick = random.Random(seed)  # noqa: S311  (practice data, not a secret)
    invented = csv_bytes([list(COLUMNS), *_rows(london_date(now), pick)])
    brought = 0
    with principal_scope(analyst):
        for body in (SAMPLE.read_bytes(), invented):
            batch = services.check_figures(body, by=analyst, at=now, new_places=True)
            brought += services.bring_in_figures(batch, by=analyst, at=now).counts["new"]
    return brought


def _rows(today: date, pick: random.Random) -> Iterator[Cells]:
    """Years of districts and the force, quarters of the force, rates of the peers, results of the adviser service."""
    last = Quarter.of(today).year_starts_on
    ends = [months_after(last, -MONTHS_IN_YEAR * ago) - timedelta(days=1) for ago in reversed(range(YEARS))]
    codes = dict(Geography.objects.filter(kind="district").values_list("name", "code"))
    for year, end in enumerate(ends):
        counts = {name: round(most * (0.95 + 0.04 * year) * pick.uniform(0.93, 1.07)) for name, most in VOLUMES.items()}
        for name, number in counts.items():
            yield _row("police_da_crimes", "district", codes[name], name, end, number)
        yield _row("police_da_crimes", "police_force", OF, POLICE, end, sum(counts.values()))
        for name, code in {POLICE: OF, **PEERS}.items():
            rate, late = round(pick.uniform(10.2, 15.4), 1), pick.choice([30, 61, 61, 92])
            yield _row("police_da_crimes", "police_force", code, name, end, rate, kind="rate_1000", late=late)
    for code, percent in RESULTS.items():
        yield _row(code, "service", "", "Essex IDVA service", ends[-1], percent, kind="percent")
    for quarter in Quarter.of(today).previous.series(QUARTERS):
        number = round(sum(VOLUMES.values()) / 4 * pick.uniform(0.95, 1.06))
        first, last = quarter.starts_on, quarter.ends_on
        yield _row("police_da_crimes", "police_force", OF, POLICE, last, number, first=first, late=14)


def _row(
    indicator: str, place: str, code: str, name: str, end: date, value: float, *,
    kind: str = "count", late: int = 61, first: date | None = None,
) -> Cells:  # fmt: skip
    """One row in the order of the columns. ``late``: days after the period on which the figure was taken."""
    first = first or months_after(end + timedelta(days=1), -MONTHS_IN_YEAR)
    return [SOURCE, indicator, place, code, name, first, end, "", str(value), kind, end + timedelta(days=late), ""]

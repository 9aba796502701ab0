from observations.selectors.series import Benchmark, Member, Point, Series, benchmark, series_of
from observations.selectors.years import (
    NUMBERS,
    Line,
    Year,
    as_printed,
    figures_of_year,
    lines,
    small_number,
    threshold_for,
    years_on_record,
)

__all__ = [
    "NUMBERS",
    "Benchmark",
    "Line",
    "Member",
    "Point",
    "Series",
    "Year",
    "as_printed",
    "benchmark",
    "figures_of_year",
    "lines",
    "series_of",
    "small_number",
    "threshold_for",
    "years_on_record",
]

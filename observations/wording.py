"""How figures and periods are said. Plain Python: every function takes a number, a mark or a date and gives words."""

from datetime import date

from common.arithmetic import Count
from common.dates import MONTHS_IN_YEAR, months_after
from common.days import plain_date
from common.quarters import MONTH_NAMES, Quarter

MINUS = "\u2212"
SIGNED = {"change", "change_percent", "points"}
UNITS = {"change_percent": "%", "percent": "%", "percent_change": "%", "percent_share": "%"}
MARKS = {
    "[c]": "hidden, because the number is small or would reveal one that is",
    "[z]": "not applicable: there was nothing to compare with",
    "[low]": "too few to give a percentage change",
    "[r]": "revised: an earlier extract said otherwise",
}


def figure(value: Count | str | None, kind: str = "count") -> str:
    """A figure as a table prints it, with the decimals that it has: "1,642", "+57.0%", "−54"; a mark stays a mark."""
    if value is None or isinstance(value, str):
        return value or ""
    sign = MINUS if value < 0 else "+" if value > 0 and kind in SIGNED else ""
    return f"{sign}{abs(value):,}{UNITS.get(kind, '')}"


def plain(value: Count | str | None) -> str:
    """A figure as a file has it: no sign for more, no separators."""
    return "" if value is None else str(value)


def period(first: date, last: date) -> str:
    """A period by what it is: a year, a quarter, a month, or its two days."""
    if first.day == 1 and months_after(first, MONTHS_IN_YEAR) == date.fromordinal(last.toordinal() + 1):
        return f"Year to {plain_date(last)}"
    if first.day == 1 and months_after(first, 1) == date.fromordinal(last.toordinal() + 1):
        return f"{MONTH_NAMES[first.month - 1]} {first.year}"
    if Quarter.of(first).starts_on == first and Quarter.of(first).ends_on == last:
        return Quarter.of(first).period
    return plain_date(first) if first == last else f"{plain_date(first)} to {plain_date(last)}"


def part(text: str) -> str:
    """A part in words: "risk=not_graded" is "Not graded"; of two dimensions both."""
    return ", ".join(each.partition("=")[2].replace("_", " ").capitalize() for each in text.split(";") if each)


def dimension(text: str) -> str:
    """What a part divides by: "risk"."""
    return " and ".join(each.partition("=")[0].replace("_", " ") for each in text.split(";") if each)


def length(first: date, last: date) -> str:
    """How long a period is: "by year", "by quarter", "by month", or "by period"."""
    following = date.fromordinal(last.toordinal() + 1)
    lengths = {MONTHS_IN_YEAR: "by year", 3: "by quarter", 1: "by month"}
    return next((words for months, words in lengths.items() if months_after(first, months) == following), "by period")

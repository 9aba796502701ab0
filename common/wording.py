"""How published figures are said. Plain Python: every function takes a number or a mark and gives words."""

from collections.abc import Iterable, Sequence
from datetime import date

from common.disclosure import ABSENT, HIDDEN, LOW, NOT_APPLICABLE, Figure, is_number
from common.quarters import MONTH_NAMES, Quarter

MINUS = "\u2212"
HEARD_AS = {HIDDEN: "hidden", ABSENT: "not available", NOT_APPLICABLE: "not applicable", LOW: "too few"}
PLACES = {"percent": 1, "points": 1, "change_percent": 1, "parts": 2}
SIGNED = {"change", "points", "change_percent"}
UNITS = {"percent": "%", "days": " days", "count": ""}


def figure(value: Figure | None, kind: str = "count") -> str:
    """A figure as a table prints it. kind: count, parts, percent, days, change, points, change_percent or text."""
    if value is None:
        return ""
    if kind == "text" or not is_number(value):
        return str(value)
    words = f"{abs(value):,.{PLACES[kind]}f}" if kind in PLACES else f"{abs(value):,}"
    if kind in SIGNED:
        return ("+" if value > 0 else MINUS if value < 0 else "") + words
    return words if value >= 0 else MINUS + words


def with_unit(value: Figure, kind: str) -> str:
    """A figure as a sentence says it: "91.2%", "8 days", "648"; a mark stays a mark."""
    return figure(value, kind) + UNITS[kind] if is_number(value) else str(value)


def heard(value: Figure, kind: str) -> str:
    """A figure as it is read aloud in the text that stands for a chart."""
    return with_unit(value, kind) if is_number(value) else HEARD_AS[str(value)]


def moved(change: Figure, kind: str, *, with_unit: bool = True) -> str:
    """A change of a headline: "up 2.1 points", "down 12", "no change"; "" for a mark."""
    if not is_number(change):
        return ""
    if not change:
        return "no change"
    points = f"{abs(change):.1f}" + (" points" if with_unit else "")
    size = {"percent": points, "days": _days(abs(change))}.get(kind, f"{abs(change):,}")
    return f"{'up' if change > 0 else 'down'} {size}"


def _days(count: float) -> str:
    return "1 day" if count == 1 else f"{count:,} days"


def listed(names: Sequence[str]) -> str:
    """ "Essex", "Essex and Thurrock", "Essex, Southend and Thurrock"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def in_groups(fingerprint: str, size: int = 8) -> str:
    """A fingerprint in groups, so that it can be read out, and broken at the end of a line."""
    return " ".join(fingerprint[n : n + size] for n in range(0, len(fingerprint), size))


def sentence(words: str) -> str:
    """With a capital at the start and a full stop at the end."""
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")


def month_labels(months: Iterable[date]) -> list[str]:
    """Names for an axis, "Jul|2024": what stands after the bar goes on a second line, where the year is new."""
    labels, year = [], 0
    for month in months:
        labels.append(MONTH_NAMES[month.month - 1][:3] + (f"|{month.year}" if month.year != year else ""))
        year = month.year
    return labels


def quarter_labels(quarters: Iterable[Quarter]) -> list[str]:
    """Names for an axis, "Q2|2026/27": the financial year where it is new."""
    labels, year = [], ""
    for quarter in quarters:
        labels.append(f"Q{quarter.number}" + (f"|{quarter.financial_year}" if quarter.financial_year != year else ""))
        year = quarter.financial_year
    return labels


def in_full(labels: Iterable[str]) -> list[str]:
    """Axis names with their year, which stands only where it is new: "Jul 2024", "Aug 2024"."""
    names, year = [], ""
    for label in labels:
        name, _, new = label.partition("|")
        year = new or year
        names.append(f"{name} {year}".strip())
    return names


def alt_of_series(title: str, labels: Sequence[str], values: Sequence[Figure], *, kind: str, also: str = "") -> str:
    """What a line or columns say to somebody who cannot see them: first, last, lowest and highest."""
    shown = [(name, value) for name, value in zip(in_full(labels), values, strict=True) if is_number(value)]
    if not shown:
        return f"{title}. Not drawn: no figure can be shown."
    lowest, highest = min(shown, key=lambda pair: pair[1]), max(shown, key=lambda pair: pair[1])
    named = (("First", shown[0]), ("last", shown[-1]), ("lowest", lowest), ("highest", highest))
    said = ", ".join(f"{word} {with_unit(value, kind)} ({name})" for word, (name, value) in named)
    return f"{title}. {said}. {also}".strip()


def alt_of_parts(title: str, labels: Sequence[str], values: Sequence[Figure], *, kind: str = "count") -> str:
    """What bars say to somebody who cannot see them: every value."""
    if not any(map(is_number, values)):
        return f"{title}. Not drawn: no figure can be shown."
    said = "; ".join(f"{name} {heard(value, kind)}" for name, value in zip(labels, values, strict=True))
    return f"{title}. {said}."

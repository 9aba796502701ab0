"""The quarterly national return of a meeting, item by item. Plain Python over rows that somebody else read.

Source: domain notes, section 4 (SafeLives' data collection): hearings, cases and victims are three numbers, not mixed;
a quarter goes by the date of the meeting; every share is of all cases discussed (C), those included of whom nothing is
known, and how many those are is printed beside it. Adjourned, withdrawn and transferred cases were not discussed; nor
were cases that stood on an agenda for their alert alone, and a case heard again for review counts once (section 4.3).
Unborn children are not counted. A forum that does not count in the return sends none.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.arithmetic import percent
from marac.agendas import NOT_COUNTED

UNSAID = frozenset({"", "not_known", "not_asked", "declined"})
# "Black, Asian and racially minoritised": self-defined and not White British, Irish or other White.
NOT_MINORITISED = frozenset({"white_british", "white_irish", "white_other"})
POLICE = "police"
YOUNG = (16, 17)


@dataclass(frozen=True)
class Row:
    """One case discussed at one meeting. Keys say only which rows are of one case and of one victim."""

    case: object
    victim: object
    held_on: date
    source: str  # the kind of agency that sent the first referral
    kind: str = "new"  # of item on the agenda
    is_repeat: bool = False
    children: int = 0
    ethnicity: str = ""
    orientation: str = ""
    gender_identity: str = ""
    disability: str = ""
    sex: str = ""
    age: int | None = None
    harmer_ages: Sequence[int | None] = ()


@dataclass(frozen=True)
class Item:
    """One line of the return. ``unknown``: of how many of C nothing is known; None where that cannot be."""

    number: str
    label: str
    definition: str
    count: int
    percent: Decimal | None = None
    unknown: int | None = None


@dataclass(frozen=True)
class Return:
    """The return of one forum for one period."""

    dates: tuple[date, ...]
    hearings: int
    cases: int
    victims: int
    items: tuple[Item, ...]


def national_return(rows: Iterable[Row], *, starts_on: date, ends_on: date, adult_females: int = 0) -> Return:
    """Count the rows whose meeting was in the period, both days included.

    ``adult_females``: the women of the area, for cases per 10,000; 0 where nobody has said, and then there is no rate.
    """
    found = [row for row in rows if starts_on <= row.held_on <= ends_on and row.kind not in NOT_COUNTED]
    dates = tuple(sorted({row.held_on for row in found}))
    cases, victims = len({row.case for row in found}), len({row.victim for row in found})
    items = (*_volume(found, adult_females), *_sources(found), *_people(found))
    return Return(dates, len(found), cases, victims, items)


def _volume(rows: Sequence[Row], adult_females: int) -> list[Item]:
    total = len(rows)
    repeats, children = sum(row.is_repeat for row in rows), sum(row.children for row in rows)
    found = [
        Item(
            "2",
            "Cases discussed (C)",
            "Each hearing that was discussed, at each meeting; neither alerts nor reviews",
            total,
        )
    ]
    if adult_females:
        rate = percent(total * 100, adult_females)  # C / women x 10,000, to one decimal place
        found.append(Item("3", "Cases per 10,000 adult females", "C in the period, by population", total, rate))
    found.append(Item("4", "Repeat cases", "Repeat at that hearing", repeats, percent(repeats, total)))
    found.append(Item("5", "Children in the household", "Children, not cases; once at each hearing", children))
    return found


def _sources(rows: Sequence[Row]) -> list[Item]:
    """Who referred, by the kind of the agency whose referral came first; then all that are not the police."""
    total = len(rows)
    by_source = Counter(row.source for row in rows)
    found = [
        Item("6", f"Referred by: {source.replace('_', ' ')}", "Sender of the first referral", n, percent(n, total))
        for source, n in sorted(by_source.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    partners = total - by_source[POLICE]
    words = "Every sender that is not the police, of C"
    return [*found, Item("7", "Partner agency referrals", words, partners, percent(partners, total))]


def _people(rows: Sequence[Row]) -> list[Item]:
    return [
        _item(rows, "8", "Black, Asian and racially minoritised victims",
              "Self-defined, not White British, Irish, other",
              has=lambda row: row.ethnicity not in UNSAID | NOT_MINORITISED,
              known=lambda row: row.ethnicity not in UNSAID),
        _item(rows, "9", "LGBT+ victims", "By orientation, or gender identity other than registered at birth",
              has=_is_lgbt, known=lambda row: row.orientation not in UNSAID or _is_lgbt(row)),
        _item(rows, "10", "Disabled victims", "Equality Act 2010",
              has=lambda row: row.disability not in UNSAID | {"no"}, known=lambda row: row.disability not in UNSAID),
        _item(rows, "11", "Male victims", "Sex recorded as male",
              has=lambda row: row.sex == "male", known=lambda row: row.sex not in UNSAID),
        _item(rows, "12", "Victims aged 16 or 17", "Age on the day of the meeting",
              has=lambda row: row.age in YOUNG, known=lambda row: row.age is not None),
        _item(rows, "13", "Person causing harm aged 17 or under", "Cases with one, on the day of the meeting",
              has=lambda row: any(age is not None and age <= YOUNG[1] for age in row.harmer_ages),
              known=lambda row: any(age is not None for age in row.harmer_ages)),
    ]  # fmt: skip


def _is_lgbt(row: Row) -> bool:
    return row.orientation in ("gay_lesbian", "bisexual", "other") or row.gender_identity in (
        "different_from_birth",
        "non_binary",
    )


def _item(
    rows: Sequence[Row],
    number: str,
    label: str,
    definition: str,
    *,
    has: Callable[[Row], bool],
    known: Callable[[Row], bool],
) -> Item:
    count = sum(map(has, rows))
    return Item(number, label, definition, count, percent(count, len(rows)), sum(not known(row) for row in rows))


@dataclass(frozen=True)
class Restated:
    """One line that changed after it had been sent: both figures stay."""

    label: str
    was: int
    now: int


def restated(before: Sequence[tuple[str, int]], after: Sequence[tuple[str, int]]) -> list[Restated]:
    """The lines whose count differs between two versions of a return; a line that is new was nought."""
    was, now = dict(before), dict(after)
    labels = [*now, *(label for label in was if label not in now)]
    return [
        Restated(label, was.get(label, 0), now.get(label, 0))
        for label in labels
        if was.get(label, 0) != now.get(label, 0)
    ]

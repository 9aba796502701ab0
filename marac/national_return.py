"""The quarterly national return of a meeting, item by item. Plain Python over rows that somebody else read.

Source: domain notes, section 4 (SafeLives' data collection): hearings, cases and victims are three numbers, not mixed;
a quarter goes by the date of the meeting; every share is of all cases discussed (C), those included of whom nothing is
known, and how many those are is printed beside it. Adjourned, withdrawn and transferred cases were not discussed; nor
were cases that stood on an agenda for their alert alone, and a case heard again for review counts once (section 4.3).
Unborn children are not counted. A forum that does not count in the return sends none.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from common.arithmetic import percent
from marac.agendas import NOT_COUNTED

UNSAID = frozenset({"", "not_known", "not_asked", "declined"})
# "Black, Asian and racially minoritised": self-defined and not White British, Irish or other White.
NOT_MINORITISED = frozenset({"white_british", "white_irish", "white_other"})
POLICE = "police"
YOUNG = (16, 17)
REFERRED_BY = "Referred by: "


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
    hearing: object = None  # for the list behind a figure alone; the figures worker is not told


@dataclass(frozen=True)
class Item:
    """One line of the return. ``unknown``: of how many of C nothing is known; None where that cannot be.

    ``rows``: what was counted, one row for each; of children, the rows that have some. ``unknown_rows``: of whom it is
    not known.
    """

    number: str
    label: str
    definition: str
    count: int
    percent: Decimal | None = None
    unknown: int | None = None
    rows: Sequence[Row] = ()
    unknown_rows: Sequence[Row] = ()

    @property
    def key(self) -> str:
        return key_of(self.number, self.label)


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
    repeats, with_children = [row for row in rows if row.is_repeat], [row for row in rows if row.children]
    children = sum(row.children for row in with_children)
    found = [
        Item(
            "2",
            "Cases discussed (C)",
            "Each hearing that was discussed, at each meeting; neither alerts nor reviews",
            total,
            rows=rows,
        )
    ]
    if adult_females:
        rate = percent(total * 100, adult_females)  # C / women x 10,000, to one decimal place
        words = "C in the period, by population"
        found.append(Item("3", "Cases per 10,000 adult females", words, total, rate, rows=rows))
    found.append(_share(rows, "4", "Repeat cases", "Repeat at that hearing", repeats))
    words = "Children, not cases; once at each hearing"
    found.append(Item("5", "Children in the household", words, children, rows=with_children))
    return found


def _share(rows: Sequence[Row], number: str, label: str, definition: str, of: Sequence[Row]) -> Item:
    """So many of all that were discussed."""
    return Item(number, label, definition, len(of), percent(len(of), len(rows)), rows=of)


def _sources(rows: Sequence[Row]) -> list[Item]:
    """Who referred, by the kind of the agency whose referral came first; then all that are not the police."""
    by_source: dict[str, list[Row]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row)
    found = [
        _share(rows, "6", f"{REFERRED_BY}{source.replace('_', ' ')}", "Sender of the first referral", sent)
        for source, sent in sorted(by_source.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    partners = [row for row in rows if row.source != POLICE]
    words = "Every sender that is not the police, of C"
    return [*found, _share(rows, "7", "Partner agency referrals", words, partners)]


def key_of(number: str, label: str) -> str:
    """What an item is called in an address: its number, and where several have it who sent them."""
    return f"{number}-{label.removeprefix(REFERRED_BY).replace(' ', '_')}" if label.startswith(REFERRED_BY) else number


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
    unknown = [row for row in rows if not known(row)]
    found = _share(rows, number, label, definition, list(filter(has, rows)))
    return replace(found, unknown=len(unknown), unknown_rows=unknown)


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

"""How likely two records speak of one person, with the reasons in words. Plain Python.

Matching proposes and a person decides. Names are folded (no case, accents, punctuation or particles; Cyrillic and Greek
spelt in Latin letters) and given a sound: the consonants that are left when a name has been spelt in other languages.
The database folds with the same rules, `matching.fold` and `matching.sound`; a test compares them.

Sources: domain notes, sections 1.2 and 11; performance notes, section 3 (which of these find a person, as measured).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import product
from typing import Final

SHOWN: Final = 0.45  # below this a record is not worth a look
FOUND: Final = 0.89  # from this on a search looks no further
SURE: Final = 0.95  # from this on two records are taken for one person until somebody looks
UNDATED: Final = 0.8  # what the same name says without a date of birth
MOST_WORDS: Final = 4  # of one part of a name

# -- names as the index keeps them -------------------------------------------------------------------------------------

_QUOTES = dict.fromkeys(map(ord, "'’‘ʼʿʾʹ`´′"))
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_LATIN: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZŁØĐÐĦŦĸŁıłøđðħŧ"
_LATIN_TO: Final = "abcdefghijklmnopqrstuvwxyzloddhtkliloddht"
_CYRILLIC: Final = "АБВГДЕЗИІКЛМНОПРСТУФЫЭЎҐЄЈабвгдезиіклмнопрстуфыэўґєј"
_CYRILLIC_TO: Final = "abvgdeziiklmnoprstufyeugejabvgdeziiklmnoprstufyeugej"
_GREEK: Final = "ΑΒΓΔΕΖΗΙΚΛΜΝΟΠΡΣΤΥΦΩαβγδεζηικλμνοπρστυφως"
_GREEK_TO: Final = "avgdeziiklmnoprstyfoavgdeziiklmnoprstyfos"
_LETTERS = {
    **{ord(a): b for a, b in zip(_LATIN, _LATIN_TO, strict=True)},
    **{ord(a): b for a, b in zip(_CYRILLIC, _CYRILLIC_TO, strict=True)},
    **{ord(a): b for a, b in zip(_GREEK, _GREEK_TO, strict=True)},
    **{ord(letter): None for letter in "ЪЬъь"},
}
# One letter that is spelt with several.
_PAIRS: Final = (
    ("ß", "ss"), ("ẞ", "ss"), ("æ", "ae"), ("Æ", "ae"), ("œ", "oe"), ("Œ", "oe"), ("þ", "th"), ("Þ", "th"),
    ("ŋ", "ng"), ("Ŋ", "ng"), ("ə", "e"), ("Ə", "e"), ("Ж", "zh"), ("ж", "zh"), ("Х", "kh"), ("х", "kh"),
    ("Ц", "ts"), ("ц", "ts"), ("Ч", "ch"), ("ч", "ch"), ("Ш", "sh"), ("ш", "sh"), ("Щ", "shch"), ("щ", "shch"),
    ("Ю", "yu"), ("ю", "yu"), ("Я", "ya"), ("я", "ya"), ("Θ", "th"), ("θ", "th"), ("Ξ", "x"), ("ξ", "x"),
    ("Χ", "ch"), ("χ", "ch"), ("Ψ", "ps"), ("ψ", "ps"),
)  # fmt: skip
_APART = re.compile("[^a-z0-9\u0100-\u1fff\u2070-\U0010ffff]+")
PARTICLES: Final = frozenset(
    {
        "van", "von", "der", "den", "ter", "de", "del", "della", "da", "das", "do", "dos", "di", "du", "la", "le",
        "al", "el", "ul", "ur", "bin", "bint", "ibn", "abu", "abd", "mac", "mc",
    }
)  # fmt: skip
# What is left of a word when it is spelt by ear. In this order; `matching.sound` in the database has the same.
SOUNDS: Final = (
    (r"[0-9]", ""),
    (r"^(dzh|dj|zh)", "j"),
    (r"^(kn|gn|pn)", "n"),
    (r"^wr", "r"),
    (r"^ps", "s"),
    (r"^x", "s"),
    (r"^mc", "mak"),
    (r"ph", "f"),
    (r"szcz|shch|tsch|sch|tch|cz|sz|ch|sh|zh|ts|tz|cs|zs", "s"),
    (r"kh", "h"),
    (r"gh|ck|cq|qu|q", "k"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"x", "ks"),
    (r"th|dh|d", "t"),
    (r"^g(?=[eiy])", "j"),
    (r"g", "k"),
    (r"z", "s"),
    (r"^(y|i(?=[aeou]))", "j"),
    (r"[aeo]w(?=[^aeiouy]|$)", "a"),
    (r"[vw]", "f"),
    (r"(.)j+", r"\1"),
    (r"h", ""),
    (r"(.)\1+", r"\1"),
    (r"^[aeiouy]+", "A"),
    (r"[aeiouy]+", ""),
)
_SOUNDS = tuple((re.compile(pattern), spelt) for pattern, spelt in SOUNDS)


def fold(name: str) -> str:
    """The words of a name as they are compared: "Ana Núñez-O’Brien" is "ana nunez obrien"."""
    text = unicodedata.normalize("NFKD", name.translate(_QUOTES))
    text = _MARKS.sub("", text).translate(_LETTERS)
    for letter, spelt in _PAIRS:
        text = text.replace(letter, spelt)
    words = _APART.sub(" ", text).split()
    return " ".join([word for word in words if word not in PARTICLES] or words)


def sound(word: str) -> str:
    """How one folded word sounds: "mohammed" and "muhamad" are alike, and so are "yusuf" and "jusuf"."""
    heard = word
    for pattern, spelt in _SOUNDS:
        heard = pattern.sub(spelt, heard)
    return heard[:8] or word[:8]


@dataclass(frozen=True)
class Name:
    """A name, folded. Somebody with one name has it as the family name, whichever box it was typed in."""

    given: str
    family: str

    @classmethod
    def of(cls, given: str, family: str) -> "Name":
        first, last = fold(given), fold(family)
        return cls(first, last) if last else cls("", first)


PLACEHOLDERS = frozenset(("", "unknown", "not known", "notknown", "nk", "na", "n k", "n a", "unborn", "baby"))


def names_of(pairs: Iterable[tuple[str, str]]) -> tuple[Name, ...]:
    """Folded names from pairs of given and family name, without those that only say that there is none."""
    folded = (Name.of(*pair) for pair in pairs)
    return tuple(dict.fromkeys(n for n in folded if f"{n.given} {n.family}".strip() not in PLACEHOLDERS))


def words_of(part: str) -> list[str]:
    """What one part of a name is found by: each of its words, and two words written as one."""
    words = part.split()[:MOST_WORDS]
    return [*words, "".join(words)] if len(words) > 1 else words


# -- dates of birth ----------------------------------------------------------------------------------------------------


class Reason(StrEnum):
    """Why two records may speak of one person, as a coordinator reads it."""

    BORN_SAME = "same date of birth"
    BORN_TURNED = "day and month of birth the other way round"
    BORN_CLOSE = "date of birth one day, month, year or digit away"
    BORN_ABOUT = "date of birth only known in part, and it fits"
    BORN_OTHER = "another date of birth"
    NAME_SAME = "same name"
    NAME_TURNED = "same names the other way round"
    FAMILY_SAME = "same family name"
    FAMILY_SOUNDS = "family name sounds alike"
    FAMILY_ALIKE = "family name is spelt much alike"
    GIVEN_SAME = "same first name"
    GIVEN_SOUNDS = "first name sounds alike"
    GIVEN_ALIKE = "first name is spelt much alike"
    NAME_PART = "one name of several is the same"


def variants(day: date) -> list[date]:
    """The date, and those that are typed for it by mistake: itself first, then turned round, then close by."""
    found = [day]
    found += _dates([(day.year, day.day, day.month)])
    found += [day + timedelta(days=n) for n in (-1, 1) if date.min < day < date.max]
    found += _dates((day.year + n, day.month, day.day) for n in (-1, 1, -10, 10))
    found += _dates((day.year, day.month + n, day.day) for n in (-1, 1))
    found += _dates((day.year, day.month, day.day + n) for n in (-10, 10))
    found += _dates([_turned_digits(day)])
    found += _dates([(day.year, 1, 1), (day.year, day.month, 1)])  # what stands where only a part is known
    return list(dict.fromkeys(found))


def _turned_digits(day: date) -> tuple[int, int, int]:
    tens, ones = divmod(day.year % 100, 10)
    return day.year - day.year % 100 + 10 * ones + tens, day.month, day.day


def _dates(parts: Iterable[tuple[int, int, int]]) -> Iterator[date]:
    for year, month, day in parts:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def compare_days(one: date, other: date) -> tuple[float, Reason]:
    """How well two dates of birth agree, from 0 to 1."""
    if one == other:
        return 1.0, Reason.BORN_SAME
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return 0.9, Reason.BORN_TURNED
    if one.year == other.year and _is_rounded(one, other):
        return 0.8, Reason.BORN_ABOUT
    if one in variants(other) or _is_one_digit_away(one, other):
        return 0.8, Reason.BORN_CLOSE
    return 0.0, Reason.BORN_OTHER


def _is_rounded(one: date, other: date) -> bool:
    """One of two dates of a year is the first of the year, or of the month that they share."""
    return any((day.month, day.day) == (1, 1) or (day.day == 1 and one.month == other.month) for day in (one, other))


def _is_one_digit_away(one: date, other: date) -> bool:
    return sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True)) == 1


# -- two records -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Identity:
    """What tells one person from another: folded names and dates of birth, as many as somebody gave."""

    names: tuple[Name, ...]
    born: tuple[date, ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], born: Iterable[date]) -> "Identity":
        return cls(names_of(pairs), tuple(dict.fromkeys(born)))


@dataclass(frozen=True, order=True)
class Likeness:
    """From 0 to 1, and why."""

    score: float
    reasons: tuple[Reason, ...] = ()

    @property
    def words(self) -> str:
        """One sentence for a page: "Same date of birth, family name sounds alike"."""
        text = ", ".join(self.reasons)
        return text[:1].upper() + text[1:]


def likeness(one: Identity, other: Identity) -> Likeness:
    """Compare every name and every date of both.

    A date of birth that differs altogether takes two fifths off what the names say; one that is missing, one fifth.
    """
    if not one.names or not other.names:
        return Likeness(0.0)
    named = max((compare_names(a, b) for a, b in product(one.names, other.names)), key=lambda found: found.score)
    if not one.born or not other.born:
        return Likeness(round(UNDATED * named.score, 3), named.reasons)
    agreed, reason = max(compare_days(a, b) for a, b in product(one.born, other.born))
    return Likeness(round(named.score * (0.6 + 0.4 * agreed), 3), (reason, *named.reasons))


def most_likely(sought: Identity) -> float:
    """The most that anybody can be like somebody: less where no date of birth is known."""
    return 1.0 if sought.born else UNDATED


def compare_names(one: Name, other: Name) -> Likeness:
    """How well two names agree, whichever way round they were written."""
    if one == other:
        return Likeness(1.0, (Reason.NAME_SAME,))
    if not one.given or not other.given:
        return _with_one_name(one, other)
    straight = _both(one, other)
    turned = _both(one, Name(other.family, other.given))
    if turned.score * 0.97 > straight.score:
        return Likeness(turned.score * 0.97, (Reason.NAME_TURNED,) if turned.score == 1 else turned.reasons)
    return straight


def _both(one: Name, other: Name) -> Likeness:
    family, given = compare_parts(one.family, other.family), compare_parts(one.given, other.given)
    said = (_FAMILY[family[1]], _GIVEN[given[1]])
    return Likeness(0.55 * family[0] + 0.45 * given[0], tuple(reason for reason in said if reason))


def _with_one_name(one: Name, other: Name) -> Likeness:
    """One of them is known by a single name: it may be either part of the other's."""
    pairs = product(filter(None, (one.given, one.family)), filter(None, (other.given, other.family)))
    score, how = max(compare_parts(a, b) for a, b in pairs)
    only = not one.given and not other.given
    reason = Reason.NAME_PART if how == "same" else _FAMILY[how]
    return Likeness(score if only else 0.85 * score, (reason,) if reason else ())


_FAMILY = {"same": Reason.FAMILY_SAME, "sounds": Reason.FAMILY_SOUNDS, "alike": Reason.FAMILY_ALIKE,
           "part": Reason.NAME_PART, "": None}  # fmt: skip
_GIVEN = {"same": Reason.GIVEN_SAME, "sounds": Reason.GIVEN_SOUNDS, "alike": Reason.GIVEN_ALIKE,
          "part": Reason.NAME_PART, "": None}  # fmt: skip


def compare_parts(one: str, other: str) -> tuple[float, str]:
    """How well one part of a name agrees with another, and in what way: same, part, sounds, alike or none."""
    if not one or not other:
        return 0.0, ""
    if one.replace(" ", "") == other.replace(" ", ""):
        return 1.0, "same"
    best = max(_compare_words(a, b) for a, b in product(words_of(one), words_of(other)))
    if " " in one or " " in other:  # one word of several
        return (0.94, "part") if best[1] == "same" else (best[0] * 0.95, best[1])
    return best


def _compare_words(one: str, other: str) -> tuple[float, str]:
    if one == other:
        return 1.0, "same"
    close = jaro_winkler(one, other)
    if close > 0.5 and (heard := sound(one)) == sound(other):  # words that sound alike share letters
        return max(0.9 if len(heard) > 2 or close > 0.78 else 0.75, close), "sounds"  # "jane" and "john" are both jn
    if min(len(one), len(other)) == 1 and one[0] == other[0]:
        return 0.8, "alike"  # an initial
    return (close, "alike") if close >= 0.82 else (close * 0.6, "")


def jaro_winkler(one: str, other: str) -> float:
    """The likeness of two words by the letters that they share in order, from 0 to 1 (Winkler 1990)."""
    reach = max(len(one), len(other)) // 2 - 1
    taken: set[int] = set()
    mine: list[str] = []
    for place, letter in enumerate(one):
        for there in range(max(0, place - reach), min(len(other), place + reach + 1)):
            if there not in taken and other[there] == letter:
                taken.add(there)
                mine.append(letter)
                break
    if not mine:
        return 0.0
    theirs = [other[there] for there in sorted(taken)]
    moved = sum(a != b for a, b in zip(mine, theirs, strict=True)) / 2
    shared = len(mine)
    jaro = (shared / len(one) + shared / len(other) + (shared - moved) / shared) / 3
    return jaro + _prefix(one, other) * 0.1 * (1 - jaro)


def _prefix(one: str, other: str) -> int:
    same = 0
    for a, b in zip(one[:4], other[:4], strict=False):
        if a != b:
            break
        same += 1
    return same


def search_words(names: Sequence[Name]) -> tuple[list[str], list[str]]:
    """The words that an index is asked for: of the family names, and of the given names."""
    families = dict.fromkeys(word for name in names for word in words_of(name.family))
    givens = dict.fromkeys(word for name in names for word in words_of(name.given))
    return list(families), list(givens)

"""When two records of one case and one role speak of one person. Plain Python: names are compared without case, accents
or punctuation. Everywhere else likeness is judged by `cases.matching`.

Matching proposes and a person decides: nothing here joins records by itself, except within one case and one role.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

PLACEHOLDERS = {"unknown", "notknown", "nk", "na"}
# Letters that have no accent to take off, as people without them on their keyboard type them.
_TYPED_AS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
     "Ł": "L", "Ø": "O", "Đ": "D", "Ð": "D", "Þ": "Th", "Æ": "Ae", "Œ": "Oe"}
)  # fmt: skip


def key_of(given: str, family: str) -> str:
    """What is left of a name when case, accents, spaces and punctuation are not counted."""
    return "".join(letter for letter in _without_accents(f"{given} {family}".casefold()) if letter.isalnum())


def is_placeholder(given: str, family: str) -> bool:
    """Whether a name says only that there is none, such as "Unknown"."""
    return key_of(given, family) in {"", *PLACEHOLDERS}


@dataclass(frozen=True)
class Identity:
    """What tells one person from another: their names, their first names, and the dates of birth they gave."""

    names: frozenset[str]
    firsts: frozenset[str]
    born: frozenset[date]

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]], born: Iterable[date]) -> "Identity":
        """From pairs of given and family name; placeholders count for nothing."""
        real = [pair for pair in names if not is_placeholder(*pair)]
        firsts = frozenset(key_of(given, "") for given, _ in real) - {""}
        return cls(frozenset(key_of(*pair) for pair in real), firsts, frozenset(born))

    def is_same_as(self, other: "Identity") -> bool:
        """A name in common, or a birthday and a first name: twins share a birthday, so that alone is not enough."""
        return bool(self.names & other.names) or bool(self.born & other.born and self.firsts & other.firsts)


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_TYPED_AS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))

"""One line, as it is typed while people speak, becomes an action: "housing: change the locks by fri 4 dec".

Plain Python. What cannot be read stays empty, so that a person fills it in; nothing is guessed between two agencies.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

# The last "by …" or "on …" of a line, if what follows can be read as a day.
WHEN = re.compile(r"^(?P<text>.*\S)\s+(?:by|on|before)\s+(?P<day>\S.*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Owner:
    """An agency that may be given something to do: its key, its name, its kind in words."""

    key: int
    name: str
    kind: str


@dataclass(frozen=True)
class Line:
    """What was read. ``owner`` and ``due_on`` are None where the line does not say, or could mean several."""

    text: str
    owner: int | None = None
    due_on: date | None = None


def read_line(typed: str, *, owners: Iterable[Owner], read_day: Callable[[str], date | None]) -> Line:
    """Read "agency: what, by when". Without a colon, or with a word nobody is called by, all of it is what is done."""
    owners = list(owners)
    before, _, after = typed.strip().partition(":")
    owner = owner_of(before, owners) if after.strip() else None
    is_named = owner is not None or (bool(after.strip()) and _could_name(before, owners))
    rest = after.strip() if is_named else typed.strip()
    text, due_on = _when(rest, read_day)
    return Line(text[:1].upper() + text[1:], owner, due_on)


def owner_of(typed: str, owners: Iterable[Owner]) -> int | None:
    """The one agency that is called so: by its whole name, else by words its name or kind has. None for two."""
    found = list(owners)
    wanted = typed.strip().casefold()
    if not wanted:
        return None
    same = [each.key for each in found if each.name.casefold() == wanted]
    if len(same) == 1:
        return same[0]
    for words in (lambda each: each.name, lambda each: each.kind):
        some = [each.key for each in found if _begins(wanted, words(each))]
        if len(some) == 1:
            return some[0]
        if some:
            return None
    return None


def _could_name(typed: str, owners: Iterable[Owner]) -> bool:
    """Whether the words before the colon are a name that several share: then they are no part of what is done."""
    wanted = typed.strip().casefold()
    return bool(wanted) and any(_begins(wanted, each.name) or _begins(wanted, each.kind) for each in owners)


def _begins(wanted: str, name: str) -> bool:
    """Every word typed begins a word of the name: "child" is "Essex Children's Social Care"."""
    words = re.findall(r"\w+", name.casefold())
    return all(any(word.startswith(typed) for word in words) for typed in re.findall(r"\w+", wanted))


def _when(text: str, read_day: Callable[[str], date | None]) -> tuple[str, date | None]:
    found = WHEN.match(text)
    if found is None:
        return text, None
    day = read_day(found["day"].rstrip(". "))
    return (found["text"], day) if day else (text, None)

"""Whether enough of those are there who have to be. Plain Python; who has to be there is the forum's own setting.

No national rule was found (domain notes, sections 6.1 and 13), so a forum names its core agencies and how many of them
are enough. An emergency meeting needs the police, an adviser, whoever asked for it and, where there are children,
children's social care (domain notes, section 1.4).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

POLICE, ADVISERS, CHILDREN = "police", "idva", "childrens_sc"
NEEDED = ((POLICE, "the police"), (ADVISERS, "an independent adviser"))
PROCEED, URGENT = "proceed", "urgent"


@dataclass(frozen=True)
class Seat:
    """One agency at the table: its key, its name, what kind of agency it is."""

    agency: object
    name: str
    kind: str = ""


def below(core: Sequence[Seat], there: Collection[Seat], *, least: int) -> list[str]:
    """The core agencies that are missing, where fewer than ``least`` of them are there; nothing where enough are."""
    present = {seat.agency for seat in there}
    missing = [seat.name for seat in core if seat.agency not in present]
    return missing if len(core) - len(missing) < least else []


def below_for_emergency(there: Collection[Seat], *, asked_by: Seat, has_children: bool) -> list[str]:
    """Who is missing from an emergency meeting, in words."""
    kinds, present = {seat.kind for seat in there}, {seat.agency for seat in there}
    missing = [words for kind, words in NEEDED if kind not in kinds]
    if asked_by.agency not in present and not (asked_by.kind in (POLICE, ADVISERS) and asked_by.kind not in kinds):
        missing.append(asked_by.name)
    if has_children and CHILDREN not in kinds and asked_by.kind != CHILDREN:
        missing.append("children’s social care")
    return missing


def may_hear(choice: str, *, is_urgent: bool) -> bool:
    """Whether a case may be heard below quorum, as the chair decided; no decision yet is "no"."""
    return choice == PROCEED or (choice == URGENT and is_urgent)

"""A merge, line by line, as somebody reads it who may undo it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agencies.principal import Principal
from cases.merging import Identifier
from cases.models import (
    Address,
    BirthDate,
    Involvement,
    Merge,
    MergeLine,
    Person,
    PersonName,
    SafeContact,
)
from cases.services.merging import PIECES, added_since

TABLES = {f"public.{model._meta.db_table}": model for model in PIECES}


@dataclass(frozen=True)
class Piece:
    """A row that moved, or that came since: its key in the form, and what it says."""

    key: str
    words: str


@dataclass(frozen=True)
class MergePage:
    """A merge and what may still be given back."""

    merge: Merge
    name: str
    shared: str
    moved: Sequence[Piece]
    others: int
    added: Sequence[Piece]
    given_back: int


def merge_page(merge: Merge, *, principal: Principal) -> MergePage:
    """Everything that moved, in words; what lies in tables without words of their own goes with the whole."""
    lines = list(
        MergeLine.objects.visible_to(principal).filter(merge=merge, is_moved=True).order_by("place", "row_key")
    )
    waiting = [line for line in lines if line.given_back_at is None]
    rows = {place: _rows(place, waiting, principal) for place in TABLES}
    known = [(line, rows[line.place].get(line.row_key)) for line in waiting if line.place in rows]
    moved = [Piece(str(line.pk), words_of(row)) for line, row in known if row is not None]
    kept = Person.objects.visible_to(principal).prefetch_related("names").get(pk=merge.kept_id)
    since = [] if merge.undone_at else added_since(merge, by=principal)
    return MergePage(
        merge=merge,
        name=kept.current_name,
        shared=", ".join(Identifier(code).words for code in merge.identifiers),
        moved=moved,
        others=len(waiting) - len(moved),
        added=[Piece(f"{row._meta.db_table}:{row.pk}", words_of(row)) for row in since],
        given_back=len(lines) - len(waiting),
    )


def _rows(place: str, lines: Sequence[MergeLine], principal: Principal) -> dict[str, Any]:
    keys = [line.row_key for line in lines if line.place == place]
    rows = TABLES[place].objects.visible_to(principal).filter(pk__in=keys)
    if TABLES[place] is Involvement:
        rows = rows.select_related("case")
    return {str(row.pk): row for row in rows}


def words_of(row: Any) -> str:
    """A row about a person, without what is kept covered."""
    if isinstance(row, Involvement):
        return f"Case {row.case.spoken_reference}, as {row.get_role_display().lower()}"
    if isinstance(row, PersonName):
        return f"Name: {row}"
    if isinstance(row, BirthDate):
        return f"Date of birth: {row.words}"
    if isinstance(row, Address):
        return "Address, protected" if row.is_protected else "Address, kept covered"
    assert isinstance(row, SafeContact)
    return f"{row.get_channel_display()}: {row.get_safety_display().lower()}, {row.masked}"

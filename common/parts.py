"""What pages hand to the shared components: small frozen records without behaviour, made beside a view.

Every text is escaped by its template unless it is already safe HTML. docs/how-to/pages.md shows each one in use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

ClockState = Literal["later", "week", "soon", "today", "late", "listed", "heard"]


class Clock(Protocol):
    """Anything with a due date in words: the 14-day clock, an action's due date."""

    @property
    def state(self) -> ClockState: ...

    @property
    def date(self) -> date: ...

    @property
    def words(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a navigation, a trail, a rail or a list. ``words`` is a second, quieter line."""

    label: str
    url: str = ""
    current: bool = False
    count: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button that goes to a page. kind: primary, secondary, warning, row or link."""

    label: str
    url: str
    kind: str = "secondary"
    about: str = ""  # for screen readers: "Log contact" + " with Zosia W."


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value, with a way to change it. ``copy`` adds a copy button; ``clock`` shows a clock cell."""

    label: str
    value: object = ""
    change_url: str = ""
    clock: Clock | None = None
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Masked:
    """A value kept covered until somebody presses the button; the press is a POST, so it is recorded."""

    label: str
    covered: str
    reveal_url: str
    noun: str = "number"


@dataclass(frozen=True, slots=True)
class SafeContact:
    """How it is safe to reach one person. Empty lists are said in words, never left out."""

    do_not: Sequence[str] = ()
    allowed: Sequence[str] = ()
    best_times: str = ""
    safe_now: str = ""  # "Now, until 2pm"
    if_answered: str = ""
    code_word_url: str = ""
    numbers: Sequence[Masked] = ()
    confirmed: str = ""  # "Confirmed 12 days ago"
    is_stale: bool = False
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """The top of every page of one case. ``also`` is the line under the name."""

    name: str
    also: str = ""
    risk: str | None = None
    shows_risk: bool = True
    is_restricted: bool = False
    facts: Sequence[Fact] = ()
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A row of a task list. state: done, doing, todo, problem, late or blocked (blocked has no link)."""

    label: str
    state: Literal["done", "doing", "todo", "problem", "late", "blocked"]
    url: str = ""
    hint: str = ""
    words: str = ""  # instead of the usual words of the state


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. sorted: ascending, descending or "" ; hidden: the heading is for screen readers only."""

    label: str
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    is_number: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a list goes on. Lists page by key, so there is a next and a previous page but no page number."""

    next_url: str = ""
    previous_url: str = ""
    words: str = ""  # "First 25 of 3,412"


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline figure. rag: on, watch, off, done, none, or "" to leave it out. ``spark`` is a finished SVG."""

    heading: str
    value: str
    words: str = ""
    rag: str = ""
    rag_words: str = ""
    change: str = ""
    spark: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated thing that happened. Entries are shown newest first under a heading for each day."""

    title: str
    at: datetime
    byline: str = ""
    text: str = ""
    url: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. ``done`` of ``total`` steps; ``words`` say the step ("drawing charts")."""

    done: int
    total: int
    words: str = ""
    is_finished: bool = False
    has_failed: bool = False

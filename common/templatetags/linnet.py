"""``{% load linnet %}``: every shared component of the pages. docs/how-to/pages.md shows each with its parameters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django import template

from common.dates import london_date
from common.parts import CaseHeader, Clock, Entry, Fact, Link, Masked, Pages, Progress, SafeContact, Task, Tile
from common.templatetags import linnet_blocks, linnet_forms, linnet_words

register = template.Library()
for library in (linnet_words, linnet_blocks, linnet_forms):
    register.tags.update(library.register.tags)
    register.filters.update(library.register.filters)

# Level: (colour of the tag, its shape, the word).
RISKS = {
    "high": ("red", "triangle", "High"),
    "medium": ("orange", "diamond", "Medium"),
    "standard": ("blue", "dot", "Standard"),
}
NOT_ASSESSED = ("grey", "ring", "Not assessed")
# Rating: (shape, colour, the usual words). The shape says it without the colour, the words without either.
RATINGS = {
    "on": ("circle", "#0f7a52", "On target"),
    "watch": ("diamond", "#a8530a", "Watch"),
    "off": ("triangle", "#ca3535", "Off target"),
    "done": ("ticked", "#12436d", "Done"),
    "waiting": ("ring", "#484949", "Not started"),
    "none": ("dash", "#484949", "No target"),
}
# State: (colour of the tag, "" for plain words; the usual words).
TASK_STATES = {
    "done": ("", "Completed"),
    "doing": ("blue", "In progress"),
    "todo": ("blue", "Incomplete"),
    "problem": ("red", "There is a problem"),
    "late": ("red", "Overdue"),
    "blocked": ("", "Cannot start yet"),
}


# -- words that carry a state -----------------------------------------------------------------------------------------


@register.inclusion_tag("components/tag.html")
def tag(words: str, colour: str = "grey") -> dict[str, Any]:
    """A govuk tag of three words or fewer. colour: blue, green, red, orange, yellow, grey, purple, teal, magenta."""
    return {"words": words, "colour": colour}


@register.inclusion_tag("components/risk.html")
def risk(level: str | None) -> dict[str, Any]:
    """The risk level: high, medium, standard, in any case; anything else says "Not assessed", never nothing."""
    colour, shape, words = RISKS.get(str(level or "").lower(), NOT_ASSESSED)
    return {"colour": colour, "shape": shape, "words": words}


@register.inclusion_tag("components/rag.html")
def rag(rating: str, words: str = "") -> dict[str, Any]:
    """A rating as shape, colour and word: on, watch, off, done, waiting or none."""
    shape, colour, usual = RATINGS[rating]
    return {"shape": shape, "colour": colour, "words": words or usual}


@register.inclusion_tag("components/clock.html")
def clock(clock: Clock | None) -> dict[str, Any]:
    """A due date with how far away it is, and a bar whose pattern says it again. Nothing for None."""
    return {"clock": clock}


@register.inclusion_tag("components/icon.html")
def icon(name: str, label: str = "") -> dict[str, Any]:
    """An inline drawing, silent unless it has a label. components/icon.html lists the names."""
    return {"name": name, "label": label}


@register.inclusion_tag("components/restricted.html")
def restricted(words: str = "Restricted case") -> dict[str, Any]:
    """A closed lock and a word, in place of what may not be seen."""
    return {"words": words}


# -- one case ---------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/case_header.html")
def case_header(header: CaseHeader) -> dict[str, Any]:
    """Name, risk, facts and the main actions: the top of every page of a case. Holds the page's h1."""
    return {"header": header}


@register.inclusion_tag("components/safe_contact.html", takes_context=True)
def safe_contact(context: template.Context, contact: SafeContact | None, level: int = 2) -> dict[str, Any]:
    """The only bordered card there is. "Do not" comes first; None says that nobody has asked yet."""
    return {"contact": contact, "level": level, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("components/masked.html", takes_context=True)
def masked(context: template.Context, value: Masked) -> dict[str, Any]:
    """A covered value and the button that uncovers it by POST."""
    return {"masked": value, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("components/entries.html")
def entries(found: Iterable[Entry], level: int = 3) -> dict[str, Any]:
    """Dated things, newest first, under a heading for each London day."""
    days = [(day, list(same)) for day, same in groupby(found, key=lambda entry: london_date(entry.at))]
    return {"days": days, "level": level, "below": level + 1}


@register.inclusion_tag("components/persona.html", takes_context=True)
def persona(context: template.Context, name: str, words: str, url: str) -> dict[str, Any]:
    """A practice person to sign in as, inside ``<ul class="app-personas">``."""
    return {
        "name": name,
        "words": words,
        "url": url,
        "about": f"as {name}",
        "csrf_token": context.get("csrf_token", ""),
    }


# -- lists of facts and links -----------------------------------------------------------------------------------------


@register.inclusion_tag("components/facts.html")
def facts(found: Sequence[Fact]) -> dict[str, Any]:
    """Labels over values, side by side: the line under a heading."""
    return {"facts": found}


@register.inclusion_tag("components/rows.html")
def rows(found: Sequence[Fact]) -> dict[str, Any]:
    """Labels beside values, in a narrow column."""
    return {"facts": found}


@register.inclusion_tag("components/summary_list.html")
def summary_list(found: Sequence[Fact]) -> dict[str, Any]:
    """The govuk summary list: check your answers, the facts of a record. Empty values say "Not given"."""
    return {"facts": found, "can_change": any(fact.change_url for fact in found)}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Sequence[Task], name: str = "task") -> dict[str, Any]:
    """The govuk task list. name: different for each list on a page, because rows need ids."""
    rows = [(task, *TASK_STATES[task.state]) for task in tasks]
    return {"rows": [(task, colour, task.words or usual) for task, colour, usual in rows], "name": name}


@register.inclusion_tag("components/tiles.html")
def tiles(found: Sequence[Tile]) -> dict[str, Any]:
    """Headline figures, two to four in a row."""
    return {"tiles": found}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(trail: Sequence[Link]) -> dict[str, Any]:
    """Where this page is: list, record. The page itself is not in it."""
    return {"trail": trail}


@register.inclusion_tag("components/back_link.html")
def back_link(url: str, label: str = "Back") -> dict[str, Any]:
    """The way out of a form, to a real address."""
    return {"url": url, "label": label}


@register.inclusion_tag("components/sub_navigation.html")
def sub_navigation(found: Sequence[Link], label: str = "Case") -> dict[str, Any]:
    """The pages of one record, eight at most."""
    return {"links": found, "label": label}


@register.inclusion_tag("components/rail.html")
def rail(found: Sequence[Link], label: str) -> dict[str, Any]:
    """Numbered steps or sections with their state in words; the current one is marked."""
    return {"links": found, "label": label}


@register.inclusion_tag("components/chips.html")
def chips(found: Sequence[Link], clear_url: str = "") -> dict[str, Any]:
    """The filters in use, each a link that takes it off."""
    return {"chips": found, "clear_url": clear_url}


@register.inclusion_tag("components/pagination.html")
def pagination(pages: Pages | None) -> dict[str, Any]:
    """Next and previous page. Nothing at all when everything fits on one."""
    return {"pages": pages}


@register.inclusion_tag("components/filter.html")
def filter_column(form: Any, clear_url: str, title: str = "Filter", action: str = "") -> dict[str, Any]:
    """The filters of a list, sent by GET. They can be folded away, and start folded on a phone."""
    return {"form": form, "clear_url": clear_url, "title": title, "action": action}


# -- what the machine is doing ----------------------------------------------------------------------------------------


@register.inclusion_tag("components/status.html")
def status(words: str, live: bool = True) -> dict[str, Any]:
    """A quiet line such as "Saved at 9:14am". live: read aloud when it changes."""
    return {"words": words, "live": live}


@register.inclusion_tag("components/progress.html")
def progress(job: Progress, noun: str = "step") -> dict[str, Any]:
    """A job on its way, in words and as a bar."""
    return {"job": job, "noun": noun, "step": min(job.done + 1, job.total)}


@register.inclusion_tag("components/copy.html")
def copy(value: str, noun: str = "") -> dict[str, Any]:
    """A value with a button that copies it. Without JavaScript there is no button."""
    return {"value": value, "noun": noun}

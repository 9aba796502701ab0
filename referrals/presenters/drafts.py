"""The pages of a draft: the list of sections, one section, and the answers to check before it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from common.dates import london_date
from common.days import plain_date, time_of_day
from common.forms import DateField
from common.parts import Fact, Link, Task
from referrals import rules
from referrals.forms.sections import ORDER, SECTIONS, Editor, Whole, check_sections, read_whole
from referrals.models import Draft
from referrals.presenters.words import labelled
from referrals.services import covered_districts, setting_of, version_of

STATE_WORDS = {"done": "Completed", "doing": "Incomplete", "todo": "Incomplete", "problem": "There is a problem"}


@dataclass(frozen=True)
class DraftPage:
    """The list of sections of a draft."""

    draft: Draft
    words: str
    groups: Sequence[tuple[str, Sequence[Task]]]
    send: Task
    is_complete: bool


@dataclass(frozen=True)
class Remaining:
    """Something that still stands in the way, and the section that mends it."""

    message: str
    url: str


@dataclass(frozen=True)
class CheckPage:
    """All answers before they are sent."""

    draft: Draft
    sections: Sequence[tuple[str, str, Sequence[Fact]]]
    remaining: Sequence[Remaining]
    warnings: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class SectionOnPage:
    """One section of the long page, in the names that its fields are drawn with."""

    slug: str
    title: str
    lead: str
    template: str
    form: forms.BaseForm
    groups: Mapping[str, Any]


@dataclass(frozen=True)
class WholePage:
    """All sections of a draft on one page."""

    sections: Sequence[SectionOnPage]
    rail: Sequence[Link]
    words: str
    version: int
    forms: Sequence[Any]


def whole_page(
    draft: Draft, *, at: datetime, checked: bool, known: Mapping[str, str], typed: Mapping[str, Any] | None = None
) -> WholePage:
    """The long page: with what is missing or wrong only where somebody asked; ``typed`` stands for what is saved."""
    whole, _ = read_draft(draft, at=at, among=True, typed=typed)
    states = [
        Link(section.title, f"#{section.slug}", words=STATE_WORDS[whole.editors[section.slug].state])
        for section in SECTIONS
    ]
    districts = covered_districts(on=london_date(at))
    shown = []
    for section in SECTIONS:
        editor = whole.editors[section.slug]
        if not editor.is_started and not checked:
            editor = Editor(section, None, districts=districts, initial=known, among=True)
        elif not editor.is_started:
            editor = Editor(section, {}, districts=districts, among=True)
        shown.append(editor if checked else editor.as_typed())
    return WholePage(
        sections=[
            SectionOnPage(e.section.slug, e.section.title, e.section.lead, e.section.template, e.form, e.groups)
            for e in shown
        ],
        rail=states,
        words=f"You have completed {whole.done} of {len(SECTIONS)} sections. Last saved {saved_words(draft.saved_at)}.",
        version=version_of(draft, *ORDER),
        forms=[each for editor in shown for each in editor.checked],
    )


def read_draft(
    draft: Draft, *, at: datetime, among: bool = False, typed: Mapping[str, Any] | None = None
) -> tuple[Whole, rules.Setting]:
    """A draft with the problems of its forms and of the rules in place."""
    districts = covered_districts(on=london_date(at))
    whole = read_whole(draft.typed if typed is None else typed, districts=districts, among=among)
    setting = setting_of(whole.sent, at=at, agency_id=draft.agency_id)
    check_sections(whole, setting)
    return whole, setting


def draft_page(draft: Draft, whole: Whole) -> DraftPage:
    """Where a draft stands, section by section."""
    tasks = [
        (section.under, _task(draft, number, whole.editors[section.slug])) for number, section in enumerate(SECTIONS, 1)
    ]
    check_url = reverse("referral_check", args=[draft.pk])
    if whole.is_complete:
        send = Task("Check answers and send", "todo", check_url, words="Ready")
    else:
        send = Task("Check answers and send", "blocked", hint=f"Complete all {len(SECTIONS)} sections first")
    done = f"You have completed {whole.done} of {len(SECTIONS)} sections."
    return DraftPage(
        draft=draft,
        words=f"{done} Last saved {saved_words(draft.saved_at)}.",
        groups=[(under, [task for _, task in same]) for under, same in groupby(tasks, key=lambda pair: pair[0])],
        send=send,
        is_complete=whole.is_complete,
    )


def saved_words(at: datetime) -> str:
    """Like "today at 10:42am"."""
    day = london_date(at)
    when = "today" if day == london_date(timezone.now()) else f"on {plain_date(day)}"
    return f"{when} at {time_of_day(at)}"


def draft_url(draft: Draft) -> str:
    """Where somebody goes on with a draft: its list of sections, or the long page."""
    return reverse("referral_whole" if draft.is_long else "referral_draft", args=[draft.pk])


def rail(draft: Draft, whole: Whole, current: str) -> list[Link]:
    """The sections beside a section, with their state in words."""
    return [
        Link(
            section.title,
            _section_url(draft, section.slug),
            current=section.slug == current,
            words=STATE_WORDS[whole.editors[section.slug].state],
        )
        for section in SECTIONS
    ]


def next_url(draft: Draft, slug: str) -> str:
    """The page after a section: the next one, or all answers."""
    place = ORDER.index(slug) + 1
    return _section_url(draft, ORDER[place]) if place < len(ORDER) else reverse("referral_draft", args=[draft.pk])


def check_page(draft: Draft, whole: Whole, setting: rules.Setting) -> CheckPage:
    """Every answer with a way back to it, and what still stands in the way."""
    return CheckPage(
        draft=draft,
        sections=[
            (section.title, _section_url(draft, section.slug), _answers(draft, whole.editors[section.slug]))
            for section in SECTIONS
        ],
        remaining=_remaining(draft, whole, setting),
        warnings=labelled(rules.warnings(whole.sent, setting)) if whole.is_complete else [],
    )


def _section_url(draft: Draft, slug: str, *, check: bool = False) -> str:
    if draft.is_long:
        return f"{reverse('referral_whole', args=[draft.pk])}{'?check=yes' if check else ''}#{slug}"
    url = reverse("referral_section", args=[draft.pk, slug])
    return f"{url}?check=yes" if check else url


def _task(draft: Draft, number: int, editor: Editor) -> Task:
    state, section = editor.state, editor.section
    url = _section_url(draft, section.slug, check=state == "problem")
    return Task(f"{number}. {section.title}", state, url, hint=section.hint)


def _remaining(draft: Draft, whole: Whole, setting: rules.Setting) -> list[Remaining]:
    """Sections that are not complete; then the rules that no single section can show."""
    found = [
        Remaining(f"Complete section {number}: {section.title}", _section_url(draft, section.slug, check=True))
        for number, section in enumerate(SECTIONS, 1)
        if whole.editors[section.slug].state != "done"
    ]
    if not found:
        across = rules.check(whole.sent, setting, parts=("score",))
        found = [Remaining(message, _section_url(draft, "reasons")) for _, message in across]
    return found


def _answers(draft: Draft, editor: Editor) -> list[Fact]:
    url = _section_url(draft, editor.section.slug)
    found = [Fact(label, words, url) for label, words in _answered(editor.form)]
    for group in editor.groups.values():
        filled = [form for form in group.forms if form.has_changed()] if editor.is_started else []
        for number, form in enumerate(filled, 1):
            noun = f"{group.noun.capitalize()} {number}"
            found += [Fact(f"{noun}: {label[:1].lower()}{label[1:]}", words, url) for label, words in _answered(form)]
    return found


def _answered(form: forms.BaseForm) -> list[tuple[str, str]]:
    """The questions that were answered, each with its answer in words."""
    found = []
    for bound in form:
        words = _words(bound.field, bound.value()) if form.is_bound else ""
        if words:
            found.append((str(bound.label), words))
    return found


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, DateField):
        try:
            cleaned = field.clean(value)
        except forms.ValidationError:
            return " ".join(part for part in value if part)
        return plain_date(cleaned) if cleaned else ""
    if isinstance(field, forms.BooleanField):
        return "Yes" if value else ""
    if isinstance(field, forms.ChoiceField):
        chosen = value if isinstance(value, list) else [value]
        choices: Any = field.choices
        return "\n".join(str(words) for code, words in choices if code and str(code) in map(str, chosen))
    return str(value or "")

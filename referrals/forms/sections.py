"""The eight sections of a referral, and what a draft comes to: which are done, and the submission that they make."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from common.forms import Repeating, as_typed
from referrals import rules
from referrals.forms.checklist import ChecklistForm
from referrals.forms.children import Children, ChildrenForm, Others
from referrals.forms.harm import HarmForm, Perpetrators
from referrals.forms.people import Births, OtherNames, PersonForm
from referrals.forms.reasons import Elsewhere, Incidents, ReasonsForm, Together, YouForm
from referrals.forms.wishes import ContactForm, WishesForm

Typed = dict[str, list[str]]
State = Literal["todo", "doing", "problem", "done"]
# What is only missing is not wrong: a section that lacks these is incomplete.
MISSING = {"required", "too_few_forms", "rule"}
IN_GROUP = re.compile(r"(\w+)\[(\d+)\]\.?(\w*)")


@dataclass(frozen=True)
class Section:
    """One page of the form. ``parts`` are the rules that it answers for."""

    slug: str
    title: str
    form: type[forms.Form]
    parts: tuple[str, ...]
    under: str  # the heading in the list of sections
    groups: Mapping[str, type[Repeating]] = field(default_factory=dict)
    hint: str = ""
    lead: str = ""

    @property
    def template(self) -> str:
        """What draws its questions, on a page of its own and on the long page."""
        return f"referrals/fields/{self.slug}.html"


SECTIONS: tuple[Section, ...] = (
    Section("you", "Your details", YouForm, ("referrer", "together"), "About you", {"referred_with": Together}),
    Section(
        "reasons",
        "Why you are referring",
        ReasonsForm,
        ("reasons", "escalation", "before"),
        "About the people",
        {"incidents": Incidents, "heard_elsewhere": Elsewhere},
        hint="Grounds, what has happened, what you have done today",
    ),
    Section(
        "person",
        "Person at risk",
        PersonForm,
        ("victim",),
        "About the people",
        {"names": OtherNames, "births": Births},
        hint="Names, dates of birth, address, language",
    ),
    Section(
        "contact",
        "Safe contact",
        ContactForm,
        (),
        "About the people",
        hint="How and when it is safe to get in touch",
        lead="Unknown is treated as not safe until someone confirms it.",
    ),
    Section(
        "children",
        "Children and others",
        ChildrenForm,
        ("children", "others"),
        "About the people",
        {"children": Children, "others_at_risk": Others},
        hint="Everybody else who may come to harm",
    ),
    Section(
        "harm",
        "Person causing harm",
        HarmForm,
        ("perpetrators",),
        "About the people",
        {"perpetrators": Perpetrators},
        hint="Can be answered “Not known”",
    ),
    Section(
        "checklist",
        "Risk checklist",
        ChecklistForm,
        ("risk",),
        "Risk and wishes",
        hint="24 questions, about 5 minutes",
        lead="Our prompts are short: use them with your agency’s licensed form. Is it safe to ask now?",
    ),
    Section(
        "wishes", "What they want, and lawful sharing", WishesForm, ("wishes", "police", "privacy"), "Risk and wishes"
    ),
)
BY_SLUG = {section.slug: section for section in SECTIONS}
ORDER = [section.slug for section in SECTIONS]


class Editor:
    """One section of a draft: its form and its repeating groups, filled with what was typed."""

    def __init__(
        self,
        section: Section,
        typed: Typed | None,
        *,
        districts: Sequence[tuple[str, str]] = (),
        initial: Mapping[str, Any] | None = None,
        among: bool = False,
    ):
        """``among``: one of several on a page, so that its names begin with its slug."""
        self.section, self.is_started = section, typed is not None
        start = f"{section.slug}-" if among else ""
        data = _posted(_whole_groups(typed, section), start) if typed is not None else None
        options: dict[str, Any] = {"districts": districts} if section.form is PersonForm else {}
        self.form = section.form(data, initial=dict(initial or {}), prefix=section.slug if among else None, **options)
        self.groups = {name: kind(data, prefix=f"{start}{name}") for name, kind in section.groups.items()}

    @property
    def checked(self) -> list[Any]:
        """The form and its groups, for an error summary."""
        return [self.form, *self.groups.values()]

    def as_typed(self) -> "Editor":
        """The same, without a single error: for a page that is opened again."""
        if self.is_started:
            self.form = as_typed(self.form)
            self.groups = {prefix: group.changed() for prefix, group in self.groups.items()}
        return self

    @property
    def is_shaped(self) -> bool:
        """Whether every answer can be read; what the rules say of them is another matter."""
        return self.form.is_valid() and all(group.is_valid() for group in self.groups.values())

    def fill(self, sent: dict[str, Any]) -> None:
        """Put the answers into a submission. Only where ``is_shaped``."""
        self.form.fill(sent, {prefix: group.rows for prefix, group in self.groups.items()})  # type: ignore[attr-defined]

    def add_problems(self, problems: Sequence[rules.Problem]) -> None:
        """Show what the rules found beside the answers that it is about."""
        for path, message in problems:
            form, name = self._place_of(path)
            form.add_error(name, ValidationError(message, code="rule"))

    def _place_of(self, path: str) -> tuple[forms.BaseForm, str | None]:
        match = IN_GROUP.match(path)
        if match and match[1] in self.groups:
            group = self.groups[match[1]]
            filled = [form for form in group.forms if form.has_changed()]
            if int(match[2]) < len(filled):
                form = filled[int(match[2])]
                return form, getattr(form, "places", {}).get(match[3])
        return self.form, self.form.places.get(path)  # type: ignore[attr-defined]

    @property
    def state(self) -> State:
        """How far this section is, in the states of the list of sections."""
        if not self.is_started:
            return "todo"
        codes = {error.code for errors in self._errors() for error in errors}
        if not codes:
            return "done"
        return "doing" if codes <= MISSING else "problem"

    def _errors(self) -> list[list[ValidationError]]:
        found = list(self.form.errors.as_data().values())
        for group in self.groups.values():
            found += [errors for form in group.forms for errors in form.errors.as_data().values()]
            found.append(group.non_form_errors().as_data())
        return found


@dataclass(frozen=True)
class Whole:
    """A whole draft: its sections and the submission that they make so far."""

    editors: Mapping[str, Editor]
    sent: dict[str, Any]

    @property
    def done(self) -> int:
        """How many sections are complete."""
        return sum(editor.state == "done" for editor in self.editors.values())

    @property
    def is_complete(self) -> bool:
        return self.done == len(SECTIONS)


def read_whole(typed: Mapping[str, Typed], *, districts: Sequence[tuple[str, str]], among: bool = False) -> Whole:
    """Every section of a draft, with the problems of its form. The rules come after: they need the whole."""
    editors = {slug: Editor(BY_SLUG[slug], typed.get(slug), districts=districts, among=among) for slug in ORDER}
    sent: dict[str, Any] = {}
    for editor in editors.values():
        if editor.is_started and editor.is_shaped:
            editor.fill(sent)
    return Whole(editors, sent)


def check_sections(whole: Whole, setting: rules.Setting) -> None:
    """Show what the rules say in the sections that can mend it."""
    for editor in whole.editors.values():
        if editor.is_started and editor.is_shaped:
            editor.add_problems(rules.check(whole.sent, setting, parts=editor.section.parts))


def changed_groups(typed: Typed, section: Section) -> tuple[Typed, str] | None:
    """What was typed with one group more or one less, and which groups; None if no such button was pressed."""
    for prefix, kind in section.groups.items():
        if f"{prefix}-add" in typed or f"{prefix}-remove" in typed:
            group = kind(_posted(typed), prefix=prefix)
            return _regrouped(typed, prefix, most=group.max_num), prefix
    return None


def _regrouped(typed: Typed, prefix: str, *, most: int) -> Typed:
    """Groups are numbered from nought; the last one taken away leaves no gap."""
    total = min(_number(typed, f"{prefix}-TOTAL_FORMS"), most)
    rows = [_group(typed, f"{prefix}-{number}-") for number in range(total)]
    removed = _number(typed, f"{prefix}-remove")
    if f"{prefix}-remove" in typed and removed < len(rows):
        del rows[removed]
    elif f"{prefix}-add" in typed and len(rows) < most:
        rows.append({})
    rest = {key: value for key, value in typed.items() if not re.match(rf"{prefix}-(\d+-|add$|remove$)", key)}
    rest[f"{prefix}-TOTAL_FORMS"] = [str(len(rows))]
    return rest | {f"{prefix}-{n}-{key}": value for n, row in enumerate(rows) for key, value in row.items()}


def _group(typed: Typed, start: str) -> Typed:
    return {key.removeprefix(start): value for key, value in typed.items() if key.startswith(start)}


def _number(typed: Typed, key: str) -> int:
    text = next(iter(typed.get(key, ())), "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def by_section(posted: Typed) -> dict[str, Typed]:
    """What was typed into the long page, section by section, as the sections' own pages would have sent it."""
    found: dict[str, Typed] = {slug: {} for slug in ORDER}
    for key, values in posted.items():
        slug, _, name = key.partition("-")
        if slug in found and name:
            found[slug][name] = values
    return found


def is_untouched(typed: Typed) -> bool:
    """Nothing was typed, ticked or added."""
    counts = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")
    return not any(any(values) for key, values in typed.items() if not key.endswith(counts))


def _whole_groups(typed: Typed, section: Section) -> Typed:
    """A draft from before a group was asked for holds nothing of it: that is none, not a page lost on the way."""
    new = {name: kind for name, kind in section.groups.items() if not any(k.startswith(f"{name}-") for k in typed)}
    counts = {f"{name}-TOTAL_FORMS": [str(kind.min_num)] for name, kind in new.items()}
    return typed | counts | {f"{name}-INITIAL_FORMS": ["0"] for name in new}


def _posted(typed: Typed, start: str = "") -> QueryDict:
    data = QueryDict(mutable=True)
    for key, values in typed.items():
        data.setlist(f"{start}{key}", values)
    return data

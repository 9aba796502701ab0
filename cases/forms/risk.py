"""Asking about risk: the questions before the questions, the tool itself, and what people decide."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from cases import tools
from cases.models import Level, RiskTool
from cases.services import Result
from common.forms import DateField, Look

YES_NO = [("yes", "Yes"), ("no", "No")]
LONG, SHORT = 5000, 1000
EARLIEST = date(2000, 1, 1)
# What does not belong to a draft when a page is posted.
BUTTONS = {"csrfmiddlewaretoken", "do"}


def tool_field(rows: Sequence[RiskTool], label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(row.code, row.name) for row in rows],
        widget=forms.RadioSelect,
        error_messages={"required": "Select which tool"},
    )


def level_field(label: str, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Level.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select high, medium or standard"},
        **more,
    )


class BeforeForm(forms.Form):
    """Whether to ask at all, and how."""

    tool = forms.ChoiceField()
    safe_to_ask = forms.ChoiceField(
        label="Is it safe to ask now?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is safe to ask now"},
    )
    can_be_heard = forms.ChoiceField(
        label="Is anyone else able to hear?",
        help_text="Also a child who can understand, and anybody who may be on the line",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether anyone else is able to hear"},
    )
    how = forms.ChoiceField(
        label="How do you ask?",
        choices=[
            ("in_person", "In person"),
            ("phone", "By telephone"),
            ("video", "By video call"),
            ("record", "From what is on record, without asking"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you ask"},
    )
    interpreter = forms.ChoiceField(
        label="Is an interpreter with you?",
        help_text="Never a relative",
        choices=[*YES_NO, ("not_needed", "Not needed")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether an interpreter is with you"},
    )
    compact = True
    looks: ClassVar = {name: Look(inline=True) for name in ("safe_to_ask", "can_be_heard", "how", "interpreter")}

    def __init__(self, *args: Any, rows: Sequence[RiskTool], **kwargs: Any):
        super().__init__(*args, **kwargs)
        asked = [row for row in rows if row.items]
        self.fields["tool"] = tool_field(asked, "Which tool?")

    @property
    def before_asking(self) -> dict[str, str]:
        """The answers, without the tool."""
        return {name: answer for name, answer in self.cleaned_data.items() if name != "tool"}


class AnswersForm(forms.Form):
    """A tool in its wording: an answer to each item, and for each, who told it and what was said."""

    compact = True
    looks: ClassVar = {"notes": Look(rows=4), "grade": Look(inline=True)}

    def __init__(self, *args: Any, tool: tools.Tool, today: date, source: str = "victim", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.tool, self.source = tool, source
        for item in tool.items:
            self._add(item)
        self.fields["assessed_on"] = DateField(label="When was it asked?", past=True, earliest=EARLIEST, initial=today)
        is_graded = tool.kind == tools.GRADED
        if is_graded:
            self.fields["grade"] = level_field("Your grade")
        self.fields["notes"] = forms.CharField(
            label="Your reasons for the grade" if is_graded else "What worries you most, in your words",
            max_length=LONG,
            required=is_graded,
            widget=forms.Textarea,
            error_messages={"required": "Give the reasons for your grade"},
        )

    def _add(self, item: tools.Item) -> None:
        self.fields[item.code] = forms.ChoiceField(
            label=item.prompt, choices=list(self.tool.scale), widget=forms.RadioSelect, required=False
        )
        self.fields[f"{item.code}-source"] = forms.ChoiceField(
            label="Who told it?", choices=list(tools.SOURCES.items()), required=False, initial=self.source
        )
        self.fields[f"{item.code}-said"] = forms.CharField(
            label=f"What was said? {item.follow_up}".strip(),
            max_length=SHORT,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        left = [item for item in self.tool.items if not cleaned.get(item.code) and item.code not in self.errors]
        for item in left:
            self.add_error(item.code, ValidationError("Select an answer, or “Not known”", code="required"))
        return cleaned

    @property
    def groups(self) -> list[tuple[str, list[dict[str, Any]], str]]:
        """Heading, the items under it with their fields, and how the group was answered when the page was made."""
        numbers = {item.code: number for number, item in enumerate(self.tool.items, 1)}
        return [
            (heading, [self._row(item, numbers[item.code]) for item in items], self.words_of(items))
            for heading, items in self.tool.parts
        ]

    def _row(self, item: tools.Item, number: int) -> dict[str, Any]:
        source, said = self[f"{item.code}-source"], self[f"{item.code}-said"]
        is_open = bool(said.value() or source.value() not in (self.source, "", None) or said.errors)
        return {
            "number": number,
            "item": item,
            "field": self[item.code],
            "source": source,
            "said": said,
            "is_open": is_open,
        }

    def words_of(self, items: Sequence[tools.Item] | None = None) -> str:
        """How many yes, no and not known, and how many are left; for a graded tool only how many are left."""
        found = [self[item.code].value() for item in (items if items is not None else self.tool.items)]
        left = sum(not each for each in found)
        words = [f"{left} to answer"] if left else []
        if self.tool.kind != tools.COUNTED:
            return words[0] if words else "All answered"
        unknown = sum(each in tools.UNKNOWN for each in found)
        return ", ".join([f"{found.count('yes')} yes, {found.count('no')} no, {unknown} not known", *words])

    @property
    def yes(self) -> int:
        """How many are answered yes so far."""
        return sum(self[item.code].value() == tools.YES for item in self.tool.items)

    @property
    def left(self) -> list[tools.Item]:
        """The items without an answer so far."""
        return [item for item in self.tool.items if not self[item.code].value()]

    @property
    def below(self) -> list[Any]:
        """The fields below the items."""
        return [self[name] for name in ("assessed_on", "grade", "notes") if name in self.fields]

    @property
    def is_graded(self) -> bool:
        return self.tool.kind == tools.GRADED

    def result(self, before_asking: dict[str, str]) -> Result:
        """What is to be filed. Only after ``is_valid``."""
        given, details = self.cleaned_data, {}
        for item in self.tool.items:
            source, said = given[f"{item.code}-source"] or self.source, given[f"{item.code}-said"].strip()
            if said or source != "victim":
                details[item.code] = {"source": source, "said": said}
        return Result(
            assessed_on=given["assessed_on"],
            answers={item.code: given[item.code] for item in self.tool.items},
            details=details,
            grade=given.get("grade") or "",
            notes=given["notes"],
            before_asking=before_asking,
        )


class OutsideForm(forms.Form):
    """What a form that another agency keeps came to."""

    tool = forms.ChoiceField()
    assessed_on = DateField(label="When was it filled in?", past=True, earliest=EARLIEST)
    assessor = forms.CharField(label="Who filled it in?", help_text="Name and agency", max_length=200)
    stated_score = forms.IntegerField(
        label="How many were answered yes?",
        help_text="Leave it empty for a tool that is graded and not counted",
        min_value=0,
        max_value=99,
        required=False,
    )
    grade = level_field("Which grade did it give?", required=False)
    notes = forms.CharField(
        label="Why, in the words of the form?", max_length=LONG, required=False, widget=forms.Textarea
    )
    compact = True
    looks: ClassVar = {
        "assessed_on": Look(noun="the date when it was filled in"),
        "stated_score": Look(width=3, noun="the score"),
        "assessor": Look(noun="who filled it in"),
        "grade": Look(inline=True),
        "notes": Look(rows=4),
    }

    def __init__(self, *args: Any, rows: Sequence[RiskTool], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["tool"] = tool_field(rows, "Which tool?")

    def result(self) -> Result:
        """What is to be filed. Only after ``is_valid``."""
        given = self.cleaned_data
        facts = {name: given[name] for name in ("assessed_on", "assessor", "stated_score", "grade", "notes")}
        return Result(**facts)


class DecideForm(forms.Form):
    """What level somebody says the case is at, and why."""

    level = level_field("What level is this case at?")
    rationale = forms.CharField(
        label="Why?",
        help_text="What you know beyond the numbers. It stays on file.",
        max_length=LONG,
        widget=forms.Textarea,
        error_messages={"required": "Say why, in a sentence or two"},
    )
    cites = forms.UUIDField(required=False, widget=forms.HiddenInput)
    compact = True
    looks: ClassVar = {"level": Look(inline=True), "rationale": Look(rows=4)}


class ReviewForm(forms.Form):
    """A second person's answer."""

    answer = forms.ChoiceField(
        label="Do you agree that the level is lowered?",
        choices=[("agrees", "Yes, I agree"), ("refuses", "No, it stays high")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you agree"},
    )
    note = forms.CharField(
        label="Why?", help_text="Needed if it stays high", max_length=LONG, required=False, widget=forms.Textarea
    )
    compact = True
    looks: ClassVar = {"note": Look(rows=3)}


class FlagForm(forms.Form):
    """What the coordinator decided about the case's place at a meeting."""

    note = forms.CharField(
        label="What did you decide about the meeting?",
        max_length=SHORT,
        widget=forms.Textarea,
        error_messages={"required": "Say what you decided about the meeting"},
    )
    compact = True
    looks: ClassVar = {"note": Look(rows=2)}


class CompareForm(forms.Form):
    """Which two assessments to lay side by side."""

    before = forms.ChoiceField(label="Earlier")
    after = forms.ChoiceField(label="Later")
    compact = True

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

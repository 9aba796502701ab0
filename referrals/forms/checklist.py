"""The risk checklist: our own short prompts, an answer for each, and a count that a judgement may raise."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from cases import tools
from common.forms import DateField, Look
from referrals import codes, rules
from referrals.forms.parts import day, given, line, text

Rows = dict[str, list[dict[str, Any]]]
NONE, HERE = "none", tools.RIC
ITEMS, PARTS = tools.ITEMS, tools.BY_CODE[HERE].parts
ANSWERS = {code: codes.ANSWER_WORDS[code] for code in ("yes", "no", "dont_know", "not_asked")}


class ChecklistForm(forms.Form):
    """Which tool was used, and what it came to."""

    tool = forms.ChoiceField(
        label="Which risk tool did you use?",
        choices=[
            (HERE, "The 24-item checklist, answered below"),
            *((code, f"{words}, with the score it came to") for code, words in tools.CHOICES if code != HERE),
            (NONE, "None"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select which risk tool you used, or “None”"},
    )
    assessed_on = DateField(label="When was it filled in?", past=True, earliest=rules.EARLIEST, required=False)
    assessor = line("By whom?", 200)
    stated_score = forms.IntegerField(
        label="How many were answered yes?",
        min_value=0,
        max_value=27,
        required=False,
        help_text="Only if you used another tool, or cannot give the answers",
    )
    notes = text("What was said, and who by?", help_text="Use their own words")
    compact = True
    looks: ClassVar = {
        "assessed_on": Look(noun="the date when it was filled in", optional=False),
        "stated_score": Look(width=3, noun="the score"),
        "notes": Look(rows=4),
    }
    places: ClassVar = {"risk_assessment.stated_score": "stated_score", "risk_assessment.assessed_on": "assessed_on"}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for item in ITEMS:
            self.fields[item.code] = forms.ChoiceField(
                label=item.prompt, choices=list(ANSWERS.items()), widget=forms.RadioSelect, required=False
            )

    def clean(self) -> dict[str, Any]:
        """A tool needs its date; ours needs an answer to every item, or the score that somebody else counted."""
        cleaned = super().clean() or self.cleaned_data
        tool = cleaned.get("tool")
        if tool not in (None, NONE) and not cleaned.get("assessed_on") and "assessed_on" not in self.errors:
            self.add_error("assessed_on", ValidationError("Enter the date when it was filled in", code="required"))
        left = [item.code for item in ITEMS if not cleaned.get(item.code)]
        if tool == HERE and left and cleaned.get("stated_score") is None:
            count = "Answer the item that is left" if len(left) == 1 else f"Answer the {len(left)} items that are left"
            self.add_error(left[0], ValidationError(f"{count}, or select “Don’t know”", code="required"))
        return cleaned

    @property
    def groups(self) -> list[tuple[str, list[tuple[int, Any]]]]:
        """The items under their headings, numbered, each with its field."""
        numbers = {item.code: number for number, item in enumerate(ITEMS, 1)}
        return [(heading, [(numbers[item.code], self[item.code]) for item in items]) for heading, items in PARTS]

    @property
    def before(self) -> list[Any]:
        """The fields above the items."""
        return [self[name] for name in ("tool", "assessed_on", "assessor")]

    @property
    def after(self) -> list[Any]:
        """The fields below the items."""
        return [self[name] for name in ("stated_score", "notes")]

    @property
    def counted(self) -> dict[str, int]:
        """How many yes, no, not known, and still to answer: what was saved, right or wrong."""
        found = [self[item.code].value() for item in ITEMS]
        yes, no = found.count("yes"), found.count("no")
        unknown = sum(found.count(code) for code in ("dont_know", "not_asked"))
        return {"yes": yes, "no": no, "unknown": unknown, "left": len(found) - yes - no - unknown}

    def fill(self, sent: dict[str, Any], rows: Rows) -> None:
        """Put the answers into a submission."""
        answers = self.cleaned_data
        if answers["tool"] == NONE:
            return
        items = {item.code: answers[item.code] for item in ITEMS if answers[item.code]}
        is_ours = answers["tool"] == HERE and items
        sent["risk_assessment"] = given(
            tool=answers["tool"],
            assessed_on=day(answers["assessed_on"]),
            assessor=answers["assessor"],
            answers=items if is_ours else {},
            stated_score=None if is_ours else answers["stated_score"],
            notes=answers["notes"],
            wording=tools.WORDING if is_ours else "",
        )

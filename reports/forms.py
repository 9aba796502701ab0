"""What an analyst is asked: which report to make, and what its figures mean."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms

from agencies.models import Area
from common.forms import Look
from common.quarters import Quarter
from reports.models import QuarterlyReport
from reports.selectors import reported_areas
from reports.services import LONGEST_COMMENTARY, LONGEST_OF_SECTION, SERIES


class RequestForm(forms.Form):
    """An area, and a quarter of the last two years or the one that goes on. Made with ``today``."""

    area = forms.ChoiceField(label="Area")
    quarter = forms.ChoiceField(label="Quarter")

    audience = forms.ChoiceField(
        label="For whom", widget=forms.RadioSelect, choices=QuarterlyReport.Audience.choices, initial="board"
    )
    reason = forms.CharField(
        label="Why there is a new version",
        help_text="Only where this quarter has been published before. It is printed beside what changed.",
        max_length=200,
        required=False,
    )

    looks = {
        "area": Look(noun="the area"),
        "quarter": Look(noun="the quarter"),
        "audience": Look(noun="for whom it is", inline=True),
        "reason": Look(optional=True, spellcheck=True),
    }

    def __init__(self, *args: object, today: date, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.areas = {str(area.pk): area for area in reported_areas()}
        self.quarters = {quarter.slug: quarter for quarter in Quarter.of(today).series(SERIES)[::-1]}
        area, quarter = (cast(forms.ChoiceField, self.fields[name]) for name in ("area", "quarter"))
        area.choices = [(key, _named(area)) for key, area in self.areas.items()]
        quarter.choices = [(slug, _said(each, today)) for slug, each in self.quarters.items()]
        quarter.initial = Quarter.of(today).previous.slug

    def clean_area(self) -> Area:
        return self.areas[self.cleaned_data["area"]]

    def clean_quarter(self) -> Quarter:
        return self.quarters[self.cleaned_data["quarter"]]


class CommentaryForm(forms.Form):
    """What changed, why, and what is asked of the board: of the whole, and of each section that has figures.

    It stands in the PDF beside the figures. Made with ``sections``, as a snapshot has them.
    """

    text = forms.CharField(
        label="What the figures mean",
        help_text="What changed, why, so what, and what you ask of the board. Name nobody and describe no case.",
        widget=forms.Textarea,
        max_length=LONGEST_COMMENTARY,
        required=False,
    )

    def __init__(self, *args: object, sections: Iterable[Mapping[str, Any]], **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.looks = {"text": Look(rows=8, count=True, optional=True, spellcheck=True)}
        self.sections = [section["id"] for section in sections]
        for section in sections:
            name = f"said_{section['id']}"
            self.fields[name] = forms.CharField(
                label=section["name"], widget=forms.Textarea, max_length=LONGEST_OF_SECTION, required=False
            )
            self.looks[name] = Look(rows=3, count=True, optional=True, spellcheck=True)

    @property
    def said(self) -> dict[str, str]:
        """What is said of each section; empty where nothing is."""
        return {section: self.cleaned_data[f"said_{section}"] for section in self.sections}


class ChallengeForm(forms.Form):
    """Something a board member asks of a draft."""

    section = forms.ChoiceField(label="About", required=False)
    text = forms.CharField(
        label="What you ask", widget=forms.Textarea, max_length=LONGEST_OF_SECTION, help_text="Name nobody."
    )

    looks = {"section": Look(noun="the section"), "text": Look(rows=3, count=True, spellcheck=True)}

    def __init__(self, *args: object, sections: Iterable[Mapping[str, Any]], **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [("", "The report as a whole"), *((each["id"], each["name"]) for each in sections)]
        cast(forms.ChoiceField, self.fields["section"]).choices = choices


class AnswerForm(forms.Form):
    """The answer to it."""

    answer = forms.CharField(label="Your answer", widget=forms.Textarea, max_length=LONGEST_OF_SECTION)

    looks = {"answer": Look(rows=3, count=True, spellcheck=True)}


def _said(quarter: Quarter, today: date) -> str:
    return quarter.label + ("" if quarter.has_ended(today) else ", not over yet")


def _named(area: Area) -> str:
    return f"{area.name} ({area.get_kind_display().lower()})"

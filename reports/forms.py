"""What an analyst is asked: which report to make, and what its figures mean."""

from datetime import date
from typing import cast

from django import forms

from agencies.models import Area
from common.forms import Look
from common.quarters import Quarter
from reports.selectors import reported_areas
from reports.services import LONGEST_COMMENTARY, SERIES


class RequestForm(forms.Form):
    """An area, and a quarter of the last two years or the one that goes on. Made with ``today``."""

    area = forms.ChoiceField(label="Area")
    quarter = forms.ChoiceField(label="Quarter")

    looks = {"area": Look(noun="the area"), "quarter": Look(noun="the quarter")}

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
    """What changed, why, and what is asked of the board. It stands in the PDF beside the figures."""

    text = forms.CharField(
        label="What the figures mean",
        help_text="What changed, why, so what, and what you ask of the board. Name nobody and describe no case.",
        widget=forms.Textarea,
        max_length=LONGEST_COMMENTARY,
        required=False,
    )

    looks = {"text": Look(rows=8, count=True, optional=True, spellcheck=True)}


def _said(quarter: Quarter, today: date) -> str:
    return quarter.label + ("" if quarter.has_ended(today) else ", not over yet")


def _named(area: Area) -> str:
    return f"{area.name} ({area.get_kind_display().lower()})"

"""What agencies and the family bring."""

from typing import Any

from django import forms

from dhr import services
from dhr.forms.course import DayForm
from dhr.forms.gathering import CommissionForm, ContributionForm, ExtendReportForm, FamilyForm, SheetForm
from dhr.models import AgencyContribution, FamilyEngagement
from dhr.views.deeds.shape import LEADERS, Asked, Deed, from_item, on_item, on_review
from dhr.views.records import sheet_lines


def _family(asked: Asked, said: dict[str, Any], _: forms.Form) -> object:
    return services.save_family(asked.review, by=asked.by, facts=said, engagement=asked.item)


def _chronology(asked: Asked, said: dict[str, Any], form: Any) -> object:
    lines = sheet_lines(form, today=asked.today)
    return services.add_events(asked.review, by=asked.by, agency=said["agency"], lines=lines)


FAMILY = tuple(FamilyForm.base_fields)


DEEDS: dict[str, Deed] = {
    "commission": Deed(
        "Ask for reports",
        CommissionForm,
        on_review(services.commission_reports),
        LEADERS,
        part="reports",
    ),
    "report": Deed(
        "Agency report",
        ContributionForm,
        on_item(services.move_contribution),
        LEADERS,
        part="reports",
        of=AgencyContribution,
        initial=from_item("author", "author_independent"),
    ),
    "extend": Deed(
        "More time for a report",
        ExtendReportForm,
        on_item(services.extend_contribution),
        LEADERS,
        part="reports",
        of=AgencyContribution,
    ),
    "facts": Deed(
        "The facts in the draft are right",
        DayForm,
        on_item(services.check_facts),
        LEADERS,
        part="reports",
        of=AgencyContribution,
    ),
    "sheet": Deed(
        "Add a chronology",
        SheetForm,
        _chronology,
        LEADERS,
        part="chronology",
        files=True,
    ),
    "merge": Deed(
        "The chronologies are merged",
        DayForm,
        on_review(services.merge_chronology),
        LEADERS,
        part="chronology",
    ),
    "relative": Deed(
        "Add somebody of the family",
        FamilyForm,
        _family,
        LEADERS,
        part="family",
        initial=lambda asked: {"response": "waiting"},
    ),
    "family": Deed(
        "Family",
        FamilyForm,
        _family,
        LEADERS,
        part="family",
        of=FamilyEngagement,
        initial=lambda asked: {name: getattr(asked.item, name) for name in FAMILY},
    ),
}

"""Who leads the review, who sits on its panel, who is kept from it, and when they meet."""

from typing import Any

from django import forms

from dhr import services
from dhr.forms.course import DayForm, NothingForm
from dhr.forms.panel import ChairForm, ExcludeForm, MeetingForm, MemberForm, TermsForm
from dhr.models import PanelMember, ReviewExclusion
from dhr.views.deeds.shape import COORDINATOR, LEADERS, OFFICE_AND_PARTNERSHIP, Asked, Deed, on_item, on_review


def _appoint(asked: Asked, said: dict[str, Any], _: forms.Form) -> object:
    return services.appoint_chair(asked.review, by=asked.by, said=services.Appointment(**said))


DEEDS: dict[str, Deed] = {
    "chair": Deed(
        "Appoint the chair",
        ChairForm,
        _appoint,
        OFFICE_AND_PARTNERSHIP,
        part="panel",
        initial=lambda asked: {"appointed_on": asked.today},
    ),
    "terms": Deed(
        "Terms of reference",
        TermsForm,
        on_review(services.write_terms),
        LEADERS,
        part="panel",
    ),
    "member": Deed(
        "Add a panel member",
        MemberForm,
        on_review(services.add_panel_member),
        COORDINATOR,
        part="panel",
    ),
    "leave": Deed(
        "Leaves the panel",
        DayForm,
        on_item(services.end_panel_member),
        COORDINATOR,
        part="panel",
        of=PanelMember,
        lead="From this moment on they see the review no longer.",
    ),
    "keep-out": Deed(
        "Keep somebody from this review",
        ExcludeForm,
        on_review(services.exclude),
        COORDINATOR,
        part="panel",
        lead="This beats every other right that they have. They find the page of a review that does not exist.",
    ),
    "let-in": Deed(
        "No longer kept from this review",
        NothingForm,
        on_item(services.end_exclusion),
        COORDINATOR,
        part="panel",
        of=ReviewExclusion,
        lead="What they may see is again what their other rights say. The record of it stays.",
    ),
    "meeting": Deed(
        "Panel meeting",
        MeetingForm,
        on_review(services.record_meeting),
        LEADERS,
        part="panel",
        needs_review=True,
    ),
}

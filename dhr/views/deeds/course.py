"""What can happen at any time: a hold, a pause, another date."""

from dhr import services
from dhr.forms.course import AgreeDateForm, DayForm, HoldForm, PauseForm
from dhr.views.deeds.shape import COORDINATOR, EVERYBODY, PARTNERSHIP, Deed, from_review, on_review, on_review_today

DEEDS: dict[str, Deed] = {
    "hold": Deed(
        "Legal hold",
        HoldForm,
        on_review_today(services.record_facts),
        COORDINATOR,
        initial=from_review("hold_reason"),
    ),
    "pause": Deed(
        "Pause the clock",
        PauseForm,
        on_review_today(services.pause_review),
        EVERYBODY,
    ),
    "resume": Deed(
        "Go on",
        DayForm,
        on_review_today(services.resume_review),
        EVERYBODY,
    ),
    "date": Deed(
        "Another date for the report",
        AgreeDateForm,
        on_review(services.agree_date),
        PARTNERSHIP,
        lead="Agreed by the panel with the partnership.",
    ),
}

"""From the notification to the decision."""

from dhr import services
from dhr.forms import reviews as typed
from dhr.models import ScopingReturn
from dhr.views.deeds.shape import COORDINATOR, PARTNERSHIP, Deed, from_review, on_item, on_review, on_review_today

TOLD = tuple(typed.ToldForm.base_fields)


DEEDS: dict[str, Deed] = {
    "responsible": Deed(
        "Responsible partnership",
        typed.ResponsibleForm,
        on_review(services.set_responsible),
        COORDINATOR,
        initial=lambda asked: {"csp": asked.review.responsible_csp_id, "residence_clear": asked.review.residence_clear},
    ),
    "ask": Deed(
        "Ask agencies what they know",
        typed.AskForm,
        on_review(services.ask_agencies),
        COORDINATOR,
        part="reports",
    ),
    "return": Deed(
        "What the agency knows",
        typed.ReturnForm,
        on_item(services.record_return),
        COORDINATOR,
        part="reports",
        of=ScopingReturn,
    ),
    "link": Deed(
        "Another process about this death",
        typed.LinkForm,
        on_review(services.link_review),
        COORDINATOR,
    ),
    "decide": Deed(
        "Decide whether to review",
        typed.DecideForm,
        on_review_today(services.decide_review),
        PARTNERSHIP,
        initial=lambda asked: {"decided_on": asked.today},
        lead="Whether it is reviewed, and how, are two questions. The earlier decision stays on record.",
    ),
    "told": Deed(
        "Who was told of the decision",
        typed.ToldForm,
        on_review_today(services.record_facts),
        COORDINATOR,
        initial=from_review(*TOLD),
    ),
}

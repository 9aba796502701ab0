"""From the notification to the decision."""

from dhr import services
from dhr.forms.beginning import AskForm, DecideForm, LinkForm, ResponsibleForm, ReturnForm, ToldForm
from dhr.models import ScopingReturn
from dhr.views.deeds.shape import COORDINATOR, PARTNERSHIP, Deed, from_review, on_item, on_review, on_review_today

TOLD = tuple(ToldForm.base_fields)


DEEDS: dict[str, Deed] = {
    "responsible": Deed(
        "Responsible partnership",
        ResponsibleForm,
        on_review(services.set_responsible),
        COORDINATOR,
        initial=lambda asked: {
            "csp": asked.review.responsible_csp_id,
            "participants": asked.review.participants,
            **from_review("residence_clear", "residence_basis", "agreement_note")(asked),
        },
    ),
    "ask": Deed(
        "Ask agencies what they know",
        AskForm,
        on_review(services.ask_agencies),
        COORDINATOR,
        part="reports",
    ),
    "return": Deed(
        "What the agency knows",
        ReturnForm,
        on_item(services.record_return),
        COORDINATOR,
        part="reports",
        of=ScopingReturn,
    ),
    "link": Deed(
        "Another process about this death",
        LinkForm,
        on_review(services.link_review),
        COORDINATOR,
        part="history",
        needs_review=True,
        needs_reader=True,
    ),
    "decide": Deed(
        "Decide whether to review",
        DecideForm,
        on_review_today(services.decide_review),
        PARTNERSHIP,
        initial=lambda asked: {"decided_on": asked.today},
        lead="Whether it is reviewed, and how, are two questions. The earlier decision stays on record.",
    ),
    "told": Deed(
        "Who was told of the decision",
        ToldForm,
        on_review_today(services.record_facts),
        COORDINATOR,
        initial=from_review(*TOLD),
    ),
}

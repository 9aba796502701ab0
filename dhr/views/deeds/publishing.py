"""Papers, the Home Office, and publication or reasons against it."""

from typing import Any

from django.utils import timezone

from dhr import services
from dhr.forms.course import DayForm
from dhr.forms.publishing import (
    AnswerForm,
    ConcludeForm,
    LetterForm,
    PaperForm,
    PublicationForm,
    SignOffForm,
    WithholdForm,
)
from dhr.models import QualityArea, ReviewDocument
from dhr.views.deeds.shape import (
    COORDINATOR,
    EVERYBODY,
    LEADERS,
    OFFICE_AND_PARTNERSHIP,
    PARTNERSHIP,
    Asked,
    Deed,
    from_item,
    from_review,
    on_item,
    on_review,
    on_review_today,
)


def _paper(asked: Asked, said: dict[str, Any], form: Any) -> object:
    facts = {"paper": said["paper"], "marking": said["marking"], "at": timezone.now()}
    return services.add_paper(asked.review, by=asked.by, upload=form.upload, **facts)


DEEDS: dict[str, Deed] = {
    "paper": Deed(
        "Add a paper",
        PaperForm,
        _paper,
        EVERYBODY,
        part="publication",
        files=True,
    ),
    "check": Deed(
        "Nobody is named in it",
        DayForm,
        on_item(services.check_anonymity),
        EVERYBODY,
        part="publication",
        of=ReviewDocument,
        lead="You have read it from the first page to the last and found no name in it.",
    ),
    "sign-off": Deed(
        "What goes with the agreed report",
        SignOffForm,
        on_review_today(services.record_facts),
        COORDINATOR,
        part="publication",
        initial=from_review("sign_off_minute", "commissioner_told_on"),
    ),
    "letter": Deed(
        "Home Office letter",
        LetterForm,
        on_review(services.record_letter),
        COORDINATOR,
        part="publication",
    ),
    "area": Deed(
        "Answer an area of the letter",
        AnswerForm,
        on_item(services.answer_area),
        LEADERS,
        part="publication",
        of=QualityArea,
        initial=from_item("answer"),
    ),
    "publication": Deed(
        "Before publication",
        PublicationForm,
        on_review_today(services.record_facts),
        OFFICE_AND_PARTNERSHIP,
        part="publication",
        initial=from_review("family_warned_on", "published_url"),
    ),
    "withhold": Deed(
        "Why it is not published",
        WithholdForm,
        on_review_today(services.record_facts),
        PARTNERSHIP,
        part="publication",
        initial=from_review("withheld_reason", "withheld_agreed_on", "look_again_on"),
    ),
    "conclude": Deed(
        "The partnership concludes",
        ConcludeForm,
        on_review_today(services.record_facts),
        PARTNERSHIP,
        part="publication",
        initial=from_review("conclusion_minute"),
    ),
}

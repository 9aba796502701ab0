"""What agencies hold otherwise than a case does, for those who keep its people."""

from dataclasses import dataclass

from django.urls import reverse

from agencies.principal import Principal
from marac.models import IdentityCorrection
from marac.presenters.words import name_of

PAGE = 25


@dataclass(frozen=True)
class CorrectionRow:
    """What an agency holds otherwise, and where it would be put right."""

    correction: IdentityCorrection
    name: str
    case_url: str


def corrections_page(principal: Principal) -> list[CorrectionRow]:
    """What is to be looked at in the cases whose people the principal keeps, the oldest first."""
    waiting = IdentityCorrection.objects.visible_to(principal).settled_by(principal).waiting()
    found = waiting.select_related("case", "agency", "person", "request__hearing__referral").order_by("found_at", "pk")
    return [
        CorrectionRow(
            each,
            name_of(each.case, each.request.hearing.referral),
            reverse("people", kwargs={"reference": each.case.reference}),
        )
        for each in found.prefetch_related("person__names")[:PAGE]
    ]

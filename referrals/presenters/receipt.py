"""The receipt of a referral, for the sender's own record: that it was sent, when and what of. It names nobody."""

from django.conf import settings
from django.template.loader import render_to_string

from agencies.principal import Principal
from common.days import long_date, time_of_day
from common.parts import Fact
from referrals import rules
from referrals.models import Criterion, Referral
from referrals.presenters.documents import document_rows
from referrals.presenters.words import CRITERIA, count, score_words


def receipt_html(referral: Referral, *, principal: Principal) -> str:
    """The receipt as a page for the press. It holds no address, no number, no name of a party and no free text."""
    documents = [f"{row.holds} ({row.kind})" for row in document_rows(referral, principal=principal)]
    context = {
        "product_name": settings.PRODUCT_NAME,
        "referral": referral,
        "received": f"{long_date(referral.received_at)}, {time_of_day(referral.received_at)}",
        "facts": _facts(referral),
        "documents": documents,
    }
    return render_to_string("referrals/receipt.html", context)


def initials(name: str) -> str:
    """ "S. M." of "Sorrel Mistry": enough for the sender to know which of their records this belongs to."""
    return " ".join(f"{part[0].upper()}." for part in name.split())


def _facts(referral: Referral) -> list[Fact]:
    sent = referral.submission
    harmers, together = len(sent.get("perpetrators") or ()), len(referral.referred_with)
    return [
        Fact("Reference", referral.spoken_reference),
        Fact("Your reference", referral.external_reference or "None"),
        Fact("Sent by", referral.from_agency.name),
        Fact("Made with", count(together, "other agency", "other agencies") if together else "No other agency"),
        Fact("Sent to", referral.to_agency.name),
        Fact("To be heard by", long_date(referral.due_on)),
        Fact("Person at risk", initials(rules.current_name(sent.get("victim") or {}) or "") or "Name not known"),
        Fact("People causing harm", count(harmers, "person", "people")),
        Fact("Children", count(referral.child_count, "child", "children")),
        Fact("Grounds", ", ".join(CRITERIA[Criterion(code)] for code in referral.criteria)),
        Fact("Checklist", score_words(referral) or "None"),
    ]

"""The files of a referral or a draft, as a table shows them."""

from collections.abc import Sequence

from agencies.principal import Principal
from documents.presenters import DocumentRow, document_row
from referrals.models import Draft, Referral, ReferralDocument


def document_rows(owner: Referral | Draft, *, principal: Principal) -> Sequence[DocumentRow]:
    """Every file of it that the principal sees, newest first."""
    seen = ReferralDocument.objects.visible_to(principal).listed()
    return [
        document_row(each, open_name="referral_document", check_name="referral_document_check",
                     remove_name="referral_document_remove" if each.draft_id else "")
        for each in seen.filter(**{"referral" if isinstance(owner, Referral) else "draft": owner})
    ]  # fmt: skip

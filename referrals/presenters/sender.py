"""What the sender of a referral may follow: where it stands, and what was asked and answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.principal import Principal
from agencies.roles import Permission
from common.parts import Fact
from referrals.models import Message, Referral
from referrals.presenters.record import messages_of
from referrals.presenters.words import clock_of, status_words, together_facts


@dataclass(frozen=True)
class SenderPage:
    """What the sender of a referral may follow: where it stands, and what was asked and answered."""

    referral: Referral
    facts: Sequence[Fact]
    messages: Sequence[Message]
    may_answer: bool
    may_withdraw: bool
    may_challenge: bool


def sender_page(referral: Referral, *, principal: Principal, today: date) -> SenderPage:
    """The status of a referral that the principal's agency sent."""
    state = Referral.Status(referral.status)
    follows = principal.may(Permission.REFERRAL_FOLLOW)
    facts = [
        Fact("Reference", referral.spoken_reference, copy=True),
        Fact("Your reference", referral.external_reference or "None"),
        Fact("Sent to", referral.to_agency.name),
        *together_facts(referral),
        Fact("Status", status_words(referral, follows=follows)),
    ]
    if follows and state not in Referral.ENDED:
        facts.append(Fact("Hear by", clock=clock_of(referral, today=today)))  # type: ignore[arg-type]
    return SenderPage(
        referral=referral,
        facts=facts,
        messages=messages_of(referral, principal=principal),
        may_answer=state == Referral.Status.RETURNED,
        may_withdraw=referral.case_id is None and Referral.LIFECYCLE.allows(state, Referral.Status.WITHDRAWN),
        may_challenge=state == Referral.Status.NOT_MET,
    )

"""What changes a referral. The names here are what other rooms may use."""

from referrals.services.acceptance import Seal, accept_referral, people_to_name
from referrals.services.drafts import delete_draft, save_section, send_draft, start_draft
from referrals.services.intake import (
    BrokenRules,
    OtherBody,
    covered_districts,
    receipt,
    setting_of,
    submit_once,
    submit_referral,
)
from referrals.services.progress import back_to_waiting, mark_heard, mark_listed
from referrals.services.sight import exclude_from_referral, seal_referral
from referrals.services.triage import (
    answer_questions,
    challenge_refusal,
    decline_referral,
    return_referral,
    reveal_contacts,
    start_screening,
    withdraw_referral,
)

__all__ = [
    "BrokenRules",
    "OtherBody",
    "Seal",
    "accept_referral",
    "answer_questions",
    "back_to_waiting",
    "challenge_refusal",
    "covered_districts",
    "decline_referral",
    "delete_draft",
    "exclude_from_referral",
    "mark_heard",
    "mark_listed",
    "people_to_name",
    "receipt",
    "return_referral",
    "reveal_contacts",
    "save_section",
    "seal_referral",
    "send_draft",
    "setting_of",
    "start_draft",
    "start_screening",
    "submit_once",
    "submit_referral",
    "withdraw_referral",
]

"""What changes a referral. The names here are what other rooms may use."""

from referrals.services.acceptance import Seal, accept_referral, people_to_name
from referrals.services.bulk import Item, Outcome, submit_many
from referrals.services.documents import add_document, remove_document
from referrals.services.drafts import (
    colleagues,
    delete_draft,
    hand_over_draft,
    save_section,
    save_sections,
    send_draft,
    start_draft,
    version_of,
)
from referrals.services.endings import manage_here, mark_duplicate, redirect_referral, send_to_meeting
from referrals.services.further import add_incidents, add_incidents_once, read_incidents
from referrals.services.intake import (
    BrokenRules,
    OtherBody,
    covered_districts,
    receipt,
    setting_of,
    submit_once,
    submit_referral,
)
from referrals.services.progress import back_to_waiting, mark_heard, mark_listed, mark_managed, mark_transferred
from referrals.services.repeating import finding_of, joining, overrule_repeat
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
    "Item",
    "OtherBody",
    "Outcome",
    "Seal",
    "accept_referral",
    "add_document",
    "add_incidents",
    "add_incidents_once",
    "answer_questions",
    "back_to_waiting",
    "challenge_refusal",
    "colleagues",
    "covered_districts",
    "decline_referral",
    "delete_draft",
    "exclude_from_referral",
    "finding_of",
    "hand_over_draft",
    "joining",
    "manage_here",
    "mark_duplicate",
    "mark_heard",
    "mark_listed",
    "mark_managed",
    "mark_transferred",
    "overrule_repeat",
    "people_to_name",
    "read_incidents",
    "receipt",
    "redirect_referral",
    "remove_document",
    "return_referral",
    "reveal_contacts",
    "save_section",
    "save_sections",
    "seal_referral",
    "send_draft",
    "send_to_meeting",
    "setting_of",
    "start_draft",
    "start_screening",
    "submit_many",
    "submit_once",
    "submit_referral",
    "version_of",
    "withdraw_referral",
]

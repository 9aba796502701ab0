"""Addresses of referrals: one that waits for the team's decision, and one that became the world's case."""

from tests import factories
from tests.access.table import Row
from tests.factories import referrals as made

LIST = {
    "signed_out": 302,
    "outsider": 200,
    "member": 200,
    "coordinator": 200,
    "excluded": 200,
    "board_member": 403,
    "administrator": 403,
    "analyst": 403,
}
MAKE = LIST | dict.fromkeys(("outsider", "member", "coordinator", "excluded"), 302)
# A draft is its writer's alone: in this world a practitioner of the constabulary.
DRAFT = LIST | dict.fromkeys(("outsider", "coordinator", "excluded"), 404)
SENDER = LIST | dict.fromkeys(("outsider", "coordinator", "excluded"), 404)
TEAM = LIST | {"outsider": 403, "member": 403}
# The referral of the world's case: seen by whoever sees the case; an exclusion hides both.
OF_CASE = LIST | dict.fromkeys(("outsider", "excluded", "board_member", "administrator", "analyst"), 404)
API = {
    "signed_out": 401,
    "outsider": 404,
    "member": 200,
    "coordinator": 404,
    "excluded": 404,
    "board_member": 403,
    "administrator": 403,
    "analyst": 403,
}

ROWS = {
    "referrals": Row("GET", **LIST),
    "referrals_sent": Row("GET", **LIST),
    "referral_new": Row("POST", **MAKE),
    "referral_drafts": Row("GET", **LIST),
    "referral_draft": Row("GET", **DRAFT),
    "referral_check": Row("GET", **DRAFT),
    "referral_draft_delete": Row("GET", **DRAFT),
    "referral_section": Row("GET", **DRAFT),
    "referral_whole": Row("GET", **DRAFT),
    "referral_whole_autosave": Row("POST", **DRAFT, posted={"you-name": "Sam"}),
    "referral_hand_over": Row("GET", **DRAFT),
    "referral_autosave": Row("POST", **DRAFT, posted={"name": "Sam"}),
    "referral": Row("GET", **OF_CASE),
    "referral_submitted": Row("GET", **SENDER),
    "referral_receipt": Row("GET", **SENDER),
    "referral_contact": Row("GET", **TEAM),
    "referral_access": Row("GET", **TEAM),
    "referral_exclude": Row("POST", **TEAM),
    "referrals_further": Row("GET", **TEAM),
    "referral_further_read": Row("POST", **TEAM | {"coordinator": 302, "excluded": 302}),
    "api_referral_incidents": Row("POST", **API | {"member": 400}),
    "referral_screen": Row("POST", **TEAM | {"coordinator": 302, "excluded": 302}),
    "referral_question": Row("GET", **TEAM),
    "referral_decline": Row("GET", **TEAM),
    "referral_area": Row("GET", **TEAM),
    "referral_duplicate": Row("GET", **TEAM),
    "referral_managed": Row("GET", **TEAM),
    "referral_meeting": Row("POST", **TEAM | {"coordinator": 302, "excluded": 302}),
    "referral_repeat": Row("GET", **TEAM),
    "referral_accept": Row("GET", **TEAM | {"excluded": 404}),
    "referral_answer": Row("GET", **SENDER),
    "referral_challenge": Row("GET", **SENDER),
    "referral_withdraw": Row("GET", **SENDER),
    "referral_documents": Row("GET", **SENDER | {"coordinator": 200, "excluded": 200}),
    "referral_draft_documents": Row("GET", **DRAFT),
    "referral_document": Row("GET", **SENDER | {"coordinator": 200}),
    "referral_document_check": Row("POST", **SENDER | {"member": 302, "coordinator": 302}),
    "referral_document_remove": Row("POST", **SENDER | {"member": 302, "coordinator": 302}),
    "api_referrals_bulk": Row("POST", **dict.fromkeys(LIST, 415) | {"signed_out": 401} | dict.fromkeys(
        ("board_member", "administrator", "analyst"), 403
    ), posted={"x": "1"}),
    "api_referral_documents": Row("POST", **API | {"member": 400}),
    "api_referrals": Row("POST", **dict.fromkeys(LIST, 400) | {"signed_out": 401} | dict.fromkeys(
        ("board_member", "administrator", "analyst"), 403
    ), posted={"x": "1"}),
    "api_referral": Row("GET", **API),
}  # fmt: skip


def extend(world, cast):
    """The constabulary sent a referral that waits, and one that became the world's case; it is writing a third."""
    team, police = cast["coordinator"].agency, cast["police"]
    made.take_referrals(team)
    waits = factories.referral(from_agency=police.agency, to_agency=team)
    accepted = factories.referral(
        from_agency=police.agency, to_agency=team, case=world.kwargs["case"], status="accepted"
    )
    draft = made.draft(police.agency, police.user)
    document = made.document(accepted)
    ours = {name for name in ROWS if name.startswith(("referral_", "api_referral"))}
    world.kwargs |= {f"{name}.reference": waits.reference for name in ours}
    world.kwargs |= {"referral.reference": accepted.reference, "referral_accept.reference": accepted.reference}
    world.kwargs |= {"draft_id": draft.pk, "section": "you", "document_id": document.pk}

"""Addresses of the composition layer, of agencies and of cases."""

from tests.access.table import Row

PUBLIC = {
    "signed_out": 200,
    "outsider": 200,
    "member": 200,
    "coordinator": 200,
    "excluded": 200,
    "board_member": 200,
    "administrator": 200,
    "analyst": 200,
}
SIGNED_IN = PUBLIC | {"signed_out": 302}
CASE = {
    "signed_out": 302,
    "outsider": 404,
    "member": 200,
    "coordinator": 200,
    "excluded": 404,
    "board_member": 404,
    "administrator": 404,
    "analyst": 404,
}
# For a role that may say who sees a case, where the agency leads it.
LEADS = dict.fromkeys(CASE, 403) | {"signed_out": 302, "coordinator": 200, "excluded": 404}
NOT_FOR = {
    "signed_out": 302,
    "outsider": 403,
    "member": 403,
    "coordinator": 403,
    "excluded": 403,
    "board_member": 403,
    "administrator": 403,
    "analyst": 403,
}
NO_WORK = {"board_member": 403, "administrator": 403, "analyst": 403}

ROWS = {
    "healthz": Row("GET", **PUBLIC),
    "readyz": Row("GET", **PUBLIC),
    "metrics": Row("GET", **PUBLIC),
    "help": Row("GET", **PUBLIC),
    "accessibility": Row("GET", **PUBLIC),
    "privacy": Row("GET", **PUBLIC),
    "api_schema": Row("GET", **PUBLIC),
    "join": Row("GET", **PUBLIC),
    "enter_ask": Row("GET", **PUBLIC),
    "enter": Row("GET", **dict.fromkeys(PUBLIC, 410)),  # the secret of the world opens an invitation, and no link
    "overview": Row("GET", **SIGNED_IN),
    "account": Row("GET", **SIGNED_IN),
    "keep_alive": Row("GET", **dict.fromkeys(SIGNED_IN, 204) | {"signed_out": 302}),
    "search": Row("POST", **SIGNED_IN, posted={"q": "0000-0000-00"}),
    "acting": Row("GET", **SIGNED_IN),
    "organisation": Row("GET", **NOT_FOR | {"administrator": 200}),
    "user_invite": Row("GET", **NOT_FOR | {"administrator": 200}),
    "user_suspend": Row("POST", **NOT_FOR | {"administrator": 302}),
    "user_restore": Row("POST", **NOT_FOR | {"administrator": 302}),
    "user_review": Row("POST", **NOT_FOR | {"administrator": 302}),
    "invitation_withdraw": Row("POST", **NOT_FOR | {"administrator": 302}),
    "key_new": Row("GET", **NOT_FOR | {"administrator": 200}),
    "key_rotate": Row("POST", **NOT_FOR | {"administrator": 302}),
    "key_approve": Row("POST", **NOT_FOR),
    "keys_waiting": Row("GET", **NOT_FOR),
    "hook_new": Row("GET", **NOT_FOR | {"administrator": 200}),
    "hook_rotate": Row("POST", **NOT_FOR | {"administrator": 200}),
    "hook_end": Row("POST", **NOT_FOR | {"administrator": 302}),
    "hook_approve": Row("POST", **NOT_FOR),
    "notice_again": Row("POST", **NOT_FOR | {"administrator": 302}),
    "key_end": Row("POST", **NOT_FOR | {"administrator": 302}),
    "cases": Row("GET", **SIGNED_IN | {"board_member": 403, "administrator": 403, "analyst": 403}),
    "case": Row("GET", **CASE),
    "case_access": Row("GET", **LEADS),
    "case_share": Row("GET", **LEADS),
    "case_unshare": Row("POST", **LEADS | {"coordinator": 302}),
    "case_name": Row("GET", **LEADS),
    "case_unname": Row("POST", **LEADS | {"coordinator": 302}),
    "case_seal": Row("GET", **LEADS),
    "case_open": Row("GET", **LEADS),
    "case_exclude": Row("GET", **LEADS),
    "case_lawful": Row("GET", **LEADS),
    "note_add": Row(
        "POST",
        **CASE | {"member": 302, "coordinator": 302, "board_member": 403, "administrator": 403, "analyst": 403},
        posted={"body": "A note"},
    ),
    # Whoever sees the case reads its risk; those who work with people assess it; a second person is a senior one.
    "risk": Row("GET", **CASE),
    "risk_result": Row("GET", **CASE),
    "risk_compare": Row("GET", **CASE),
    "risk_new": Row("GET", **CASE | NO_WORK),
    "risk_outside": Row("GET", **CASE | NO_WORK),
    "risk_decide": Row("GET", **CASE | NO_WORK),
    # A draft is its writer's alone: not even the coordinator sees that it is there.
    "risk_ask": Row("GET", **CASE | NO_WORK | {"coordinator": 404}),
    "risk_autosave": Row("POST", **CASE | NO_WORK | {"coordinator": 404}),
    "risk_review": Row("GET", **NOT_FOR | {"coordinator": 200, "excluded": 404}),
    "risk_flag": Row("POST", **NOT_FOR | {"coordinator": 302, "excluded": 404}, posted={"note": "Stays listed."}),
    # Only the agency that leads a case may ask for an address; to a member it does not exist.
    # What was told of a death is read by those who run reviews, who see nothing of the case.
    "deaths": Row("GET", **NOT_FOR),
    "death_answer": Row("POST", **NOT_FOR),
    "address_reveal": Row("GET", **NOT_FOR | {"coordinator": 200, "excluded": 404}),
    "contact_reveal": Row("GET", **NOT_FOR | {"coordinator": 200, "excluded": 404}),
}

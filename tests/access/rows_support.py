"""Addresses of the adviser service. Nobody in this world is an adviser; the world's case has one all the same."""

from tests import factories
from tests.access.table import Row
from tests.factories import support

NOT_FOR = dict(  # noqa: C408
    signed_out=302,
    outsider=403,
    member=403,
    coordinator=403,
    excluded=403,
    board_member=403,
    administrator=403,
    analyst=403,
)
CASE = dict.fromkeys(NOT_FOR, 404) | {"signed_out": 302, "member": 200, "coordinator": 200}

ROWS = {
    "due": Row("GET", **NOT_FOR),
    "support_waiting": Row("GET", **NOT_FOR),
    "support_take": Row("GET", **NOT_FOR),
    "support_refuse": Row("GET", **NOT_FOR),
    "support_episode": Row("GET", **NOT_FOR),
    "support_step": Row("POST", **NOT_FOR),
    "support_contact": Row("GET", **NOT_FOR),
    "support_number": Row("POST", **NOT_FOR),
    "support_silence": Row("GET", **NOT_FOR),
    "support_allocate": Row("GET", **NOT_FOR),
    "support_close": Row("GET", **NOT_FOR),
    "support_reopen": Row("GET", **NOT_FOR),
    "support_team": Row("GET", **NOT_FOR),
    "support_alert": Row("GET", **NOT_FOR),
    "support_leave": Row("GET", **NOT_FOR),
    "contracts": Row("GET", **NOT_FOR | {"board_member": 200, "analyst": 200}),
    "contract": Row("GET", **NOT_FOR | {"board_member": 404, "analyst": 404}),
    "contract_new": Row("GET", **NOT_FOR),
    "contract_extend": Row("GET", **NOT_FOR),
    "contract_target": Row("GET", **NOT_FOR),
    "contract_submit": Row("GET", **NOT_FOR),
    "support_move": Row("GET", **NOT_FOR),
    "support_moved": Row("POST", **NOT_FOR),
    "support_capacity": Row("GET", **NOT_FOR | {"board_member": 200, "analyst": 200}),
    "support_take_back": Row("POST", **NOT_FOR),
    "support_plan": Row("GET", **NOT_FOR),
    "support_plan_write": Row("GET", **NOT_FOR),
    "support_plan_autosave": Row("POST", **NOT_FOR),
    "support_plan_print": Row("GET", **NOT_FOR),
    "support_views": Row("GET", **NOT_FOR),
    "support_practical": Row("GET", **NOT_FOR),
    "support_add": Row("GET", **NOT_FOR),
    "support_change": Row("GET", **NOT_FOR),
    "support_voice": Row("GET", **NOT_FOR),
    "voice_page": Row("GET", **dict.fromkeys(NOT_FOR, 200)),
    "support_contact_keep": Row("POST", **NOT_FOR),
    "support_undo": Row("POST", **NOT_FOR),
    "support_undo_end": Row("POST", **NOT_FOR),
    "support_exits": Row("GET", **NOT_FOR),
    "support_outcomes": Row("GET", **NOT_FOR),
    "support_measure": Row("GET", **NOT_FOR),
    "case_support": Row("GET", **CASE),
}


def extend(world, cast):
    """A service of somebody else supports the person of the world's case."""
    service = support.service(factories.agency("Advisers of this world", type="idva"))
    episode = support.episode(service, case=world.kwargs["case"])
    contract, alert = support.contract(service), support.alert(episode)
    world.kwargs |= {
        "contract_id": contract.pk,
        "quarter": "2026-27-q2",
        "moment": "exit",
        "episode_id": episode.pk,
        "alert_id": alert.pk,
        "attempt_id": support.attempt(episode).pk,
        "kind": "need",
        "record_id": support.need(episode).pk,
    }

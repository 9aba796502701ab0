"""Addresses of the meetings. In this world the constabulary belongs to the forum, and the case stands on its agenda."""

from datetime import timedelta

from tests import factories
from tests.access.table import Row
from tests.factories import marac

# Practitioners, whatever their agency belongs to, go to no meetings: that is for those who speak for an agency.
MEETS = dict(  # noqa: C408
    signed_out=302,
    outsider=403,
    member=403,
    coordinator=200,
    excluded=200,
    board_member=403,
    administrator=403,
    analyst=403,
)
DOES = MEETS | {"coordinator": 302, "excluded": 302}
ABOUT_A_CASE = {"excluded": 404}
WORKS = MEETS | {"outsider": 200, "member": 200}

SEES_CASE = WORKS | dict.fromkeys(("outsider", "excluded", "board_member", "administrator", "analyst"), 404)

ROWS = {
    "meetings": Row("GET", **MEETS),
    "meetings_past": Row("GET", **MEETS),
    "meetings_make": Row("POST", **DOES),
    "meeting_add": Row("GET", **MEETS),
    "meeting": Row("GET", **MEETS),
    "meeting_end": Row("GET", **MEETS),
    "meeting_cancel": Row("GET", **MEETS),
    "attendance": Row("GET", **MEETS),
    "agenda": Row("GET", **MEETS),
    "agenda_add": Row("POST", **DOES | ABOUT_A_CASE),
    "agenda_children_first": Row("POST", **DOES),
    "agenda_publish": Row("GET", **MEETS),
    "agenda_versions": Row("GET", **MEETS),
    "agenda_reopen": Row("POST", **DOES),
    "hearing": Row("GET", **MEETS | ABOUT_A_CASE),
    # Nothing is posted: the form is not whole.
    "hearing_autosave": Row("POST", **MEETS | ABOUT_A_CASE | {"coordinator": 400}),
    "hearing_kind": Row("GET", **MEETS | ABOUT_A_CASE),
    "hearing_move": Row("POST", **DOES | ABOUT_A_CASE, posted={"to": "down"}),
    "hearing_remove": Row("POST", **DOES | ABOUT_A_CASE),
    "hearing_send_on": Row("GET", **MEETS | ABOUT_A_CASE),
    "emergency": Row("GET", **MEETS | ABOUT_A_CASE),
    "meeting_quorum": Row("GET", **MEETS),
    "hearing_adjourn": Row("GET", **MEETS | ABOUT_A_CASE),
    # Who sees no case on the agenda finds nobody at the first place.
    "meeting_run": Row("GET", **MEETS | {"coordinator": 302, "excluded": 404}),
    "forum": Row("GET", **MEETS),
    "forum_agreements": Row("GET", **MEETS),
    "forum_agreement": Row("GET", **MEETS),
    "forum_relist": Row("GET", **MEETS),
    "forum_ahead": Row("GET", **MEETS),
    "forum_timeliness": Row("GET", **MEETS),
    "forum_rota": Row("GET", **MEETS),
    "forum_schedule": Row("GET", **MEETS),
    "rota_place": Row("GET", **MEETS),
    "forum_flags": Row("GET", **MEETS),
    "forum_return": Row("GET", **MEETS),
    "forum_return_csv": Row("GET", **MEETS),
    "forum_return_list": Row("GET", **MEETS),
    "forum_return_count": Row("POST", **DOES),
    "forum_year": Row("GET", **MEETS),
    "forum_year_pdf": Row("GET", **MEETS),
    "forum_return_lock": Row("POST", **DOES),
    "forum_samples": Row("GET", **MEETS),
    "sample_new": Row("GET", **MEETS),
    "sample": Row("GET", **MEETS | ABOUT_A_CASE),
    "sample_pdf": Row("GET", **MEETS | ABOUT_A_CASE),
    "sample_action": Row("GET", **MEETS | ABOUT_A_CASE),
    "sample_action_done": Row("POST", **DOES | ABOUT_A_CASE),
    "minutes": Row("GET", **MEETS),
    "minutes_pdf": Row("GET", **MEETS),
    "minutes_approve": Row("POST", **MEETS | {"coordinator": 403, "excluded": 403}),
    "tracker": Row("GET", **MEETS),
    # The practitioners of the constabulary and of the meeting team both may settle it; it does not wait, so nothing is.
    "action_step": Row("POST", **DOES | ABOUT_A_CASE | {"outsider": 404, "member": 302}),
    "person_update": Row("GET", **MEETS | {"outsider": 404, "member": 404, "excluded": 404}),
    "person_survey": Row("GET", **WORKS | ABOUT_A_CASE | {"outsider": 404, "member": 404}),
    "forum_voices": Row("GET", **MEETS),
    "statement": Row("GET", **MEETS),
    "observers": Row("GET", **MEETS),
    "observer_remove": Row("POST", **DOES),
    "hearing_conflict": Row("GET", **MEETS | ABOUT_A_CASE),
    "flags": Row("GET", **MEETS | {"coordinator": 403, "excluded": 403}),
    "flag_confirm": Row("POST", **DOES | {"coordinator": 403, "excluded": 403}, posted={"what": "flagged"}),
    "research_inbox": Row("GET", **MEETS | {"coordinator": 403, "excluded": 403}),
    "research": Row("GET", **MEETS | ABOUT_A_CASE),
    "research_chase": Row("GET", **MEETS),
    "corrections": Row("GET", **MEETS),
    "correction_settle": Row("POST", **DOES | ABOUT_A_CASE, posted={"status": "left"}),
    "transfers": Row("GET", **MEETS),
    "transfer": Row("GET", **MEETS | ABOUT_A_CASE),
    "transfer_pack": Row("GET", **MEETS | ABOUT_A_CASE),
    "transfer_new": Row("GET", **MEETS | ABOUT_A_CASE),
    "letters": Row("GET", **MEETS),
    "letter_pdf": Row("GET", **MEETS | ABOUT_A_CASE),
    "letter_new": Row("GET", **MEETS | ABOUT_A_CASE),
    "actions": Row("GET", **WORKS),
    "action": Row("GET", **WORKS | ABOUT_A_CASE | {"outsider": 404}),
    # Whoever sees the case sees the action and its files; others do not.
    "action_files": Row("GET", **SEES_CASE),
    "action_file": Row("GET", **SEES_CASE),
    "action_file_check": Row("POST", **SEES_CASE | {"coordinator": 302, "member": 302}),
    "case_meetings": Row("GET", **MEETS | ABOUT_A_CASE | dict.fromkeys(
        ("outsider", "board_member", "administrator", "analyst"), 404
    ) | {"member": 200}),
}  # fmt: skip


def extend(world, cast):
    """A forum of the meeting team that the constabulary belongs to; the world's case on the agenda of its next meeting.

    A second referral waits, of a case that the excluded may not see either. The constabulary owns an action.
    """
    team, police = cast["coordinator"].agency, cast["police"].agency
    forum = marac.forum(team, police)
    marac.policies()
    meeting = marac.meeting(forum)
    hearing = marac.hearing(meeting, marac.waiting(forum, case=world.kwargs["case"]))
    waiting = marac.waiting(forum)
    factories.exclusion(waiting.case, world.people["excluded"].user)
    heard = marac.heard(marac.meeting(forum, on=factories.LONG_AGO, status="held"))
    factories.exclusion(heard.case, world.people["excluded"].user)
    research = marac.research(hearing, police)
    for person in (cast["coordinator"], world.people["excluded"]):
        marac.signed(person)
    action = marac.action(heard, police)
    world.kwargs |= _looked_back(forum, heard, police, kept_from=world.people["excluded"])
    world.kwargs |= {
        "number": 1,
        "action_step.step": "accept",
        "person_update.hearing_id": heard.pk,
        "observer_id": marac.observer(meeting).pk,
        "request_id": research.pk,
        "correction_id": marac.correction(research).pk,
        "forum_id": forum.pk,
        "meeting_id": meeting.pk,
        "hearing_id": hearing.pk,
        "action_id": action.pk,
        "file_id": marac.action_file(action).pk,
        "agenda_add.reference": waiting.reference,
        "transfer_id": marac.transfer(hearing.case).pk,
        "letter_id": marac.letter(hearing.case).pk,
        "rota_place.agency_id": police.pk,
        "forum_agreement.agency_id": police.pk,
        "emergency.reference": waiting.reference,
        "forum_return_list.item": "2",
    }


def _looked_back(forum, heard, police, *, kept_from):
    """A dip sample with one action, and a person who was told and wants to be asked how it was."""
    factories.policy("small_number", 5)
    asked = marac.heard(marac.meeting(forum, on=factories.LONG_AGO + timedelta(days=1), status="held"))
    marac.update(asked)
    factories.exclusion(asked.case, kept_from.user)
    sample = marac.sample(heard)
    done = marac.sample_action(sample, police)
    return {"person_survey.hearing_id": asked.pk, "sample_id": sample.pk, "sample_action_done.action_id": done.pk}

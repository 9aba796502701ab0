"""What has to be said of a case before the meeting may close it. Plain Python; one rule for screen and service.

Sources: Essex seed, section 8 (every plan names the agency that tells the victim); domain notes 1.6 (an action or a
reason for none, how the person is told safely, the adviser's line, the children's line where there are children, the
instruction to flag).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Draft:
    """What has been typed so far."""

    has_update_agency: bool = False
    update_method: str = ""
    has_actions: bool = False
    no_action_reason: str = ""
    adviser_line: str = ""
    has_children: bool = False
    child_line: str = ""
    flag: str = ""


@dataclass(frozen=True)
class Missing:
    """One thing that is not there yet: the field where it belongs, and what to do."""

    field: str
    words: str


ACTION = Missing("no_action_reason", "Add an action, or say why there is none")
AGENCY = Missing("victim_update_agency", "Select which agency will update the person")
METHOD = Missing("update_method", "Select how the person is told safely")
ADVISER = Missing("adviser_line", "Enter what the adviser does, or why there is none")
CHILD = Missing("child_line", "Enter what is done for the children")
FLAG = Missing("flag", "Select whether agencies flag their records")


def missing(draft: Draft) -> list[Missing]:
    """Everything that keeps the case open, in the order of the screen."""
    checks = (
        (ACTION, draft.has_actions or draft.no_action_reason.strip()),
        (AGENCY, draft.has_update_agency),
        (METHOD, draft.update_method),
        (ADVISER, draft.adviser_line.strip()),
        (CHILD, draft.child_line.strip() or not draft.has_children),
        (FLAG, draft.flag),
    )
    return [what for what, is_there in checks if not is_there]

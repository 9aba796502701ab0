"""Whether a channel may be used for a contact at this moment. Plain Python.

Source: domain notes, section 3.2: a try on a channel marked unsafe or unknown is blocked, unless somebody overrides it
and says why; security notes, section 13: outside the safe times too.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from cases.windows import NOT_NOW, NOT_SAFE, Window, state_at

PHONE, TEXT, VOICEMAIL, EMAIL, LETTER = "phone", "text", "voicemail", "email", "letter"
IN_PERSON, ONLINE, VIA_AGENCY, OTHER = "in_person", "online", "agency", "other"
# Through a professional who sees the person anyway: no channel of the person's own is touched.
NEEDS_NO_CHANNEL = frozenset({VIA_AGENCY})
NEVER_ASKED = "Nobody has said that this way is safe."
MARKED = "This way is marked as not safe."
OUTSIDE = "It is outside the times that are safe."
DEVICE = "The person causing harm can see this device."
NO_MESSAGE = "Leaving a message is not marked as safe."


def barrier(
    channel: str,
    known: Mapping[str, tuple[str, Sequence[Window], str]],
    now: datetime,
) -> str:
    """Why a channel may not be used now, in a sentence; empty where nothing speaks against it.

    ``known``: for each channel on file its safety, its windows and whether the other side has access to the device.
    """
    if channel in NEEDS_NO_CHANNEL:
        return ""
    if channel not in known:
        return NEVER_ASKED
    safety, windows, device_access = known[channel]
    state = state_at(safety, windows, now)
    if state == NOT_SAFE:
        return NEVER_ASKED if safety == "unknown" else MARKED
    if device_access == "yes":
        return DEVICE
    return OUTSIDE if state == NOT_NOW else ""


def may_leave_message(known: Mapping[str, tuple[str, Sequence[Window], str]], *, allowed: bool | None) -> bool:
    """A message is left only where voicemail is safe, or the telephone's record says that a message may be left."""
    voicemail = known.get(VOICEMAIL)
    if voicemail is not None:
        return state_safe(voicemail[0])
    return bool(allowed) and PHONE in known and state_safe(known[PHONE][0])


def state_safe(safety: str) -> bool:
    """Safe, with limits or without. Unknown is not safe."""
    return safety in ("safe", "safe_with_limits")

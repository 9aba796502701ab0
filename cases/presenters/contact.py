"""How one person may safely be reached, in the words of the card: what must not be done stands first."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from agencies.models import Area, Policy
from agencies.services import NoPolicy, policy_on
from cases import windows
from cases.models import SafeContact, VictimView
from common.dates import london_date
from common.parts import Masked
from common.parts import SafeContact as ContactCard

IF_ANSWERED = "Say nothing about why you ring. Ask for them by name, or ring off."


def review_days(area: Area | None, *, now: datetime) -> int:
    """After how many days safe contact is asked again; none where no policy says so, so that it is asked at once."""
    try:
        return policy_on(london_date(now), Policy.Key.CONTACT_REVIEW_DAYS, area=area)
    except NoPolicy:
        return 0


def avoid(views: Sequence[VictimView]) -> list[str]:
    """Whom nobody may talk to: it stands above everything else on every page about getting in touch."""
    return [f"Do not talk to: {view.not_safe_to_talk_to}" for view in views if view.not_safe_to_talk_to]


def contact_card(
    contacts: Sequence[SafeContact], views: Sequence[VictimView], *, now: datetime, days: int, change_url: str = ""
) -> ContactCard | None:
    """The card of one person; None where nobody has asked. ``days``: after which it is to be confirmed again."""
    if not contacts:
        return None
    usable = [c for c in contacts if c.may_be_used]
    confirmed, is_stale = _confirmed(contacts, now=now, days=days)
    secret = next((c for c in usable if c.code_word), None)
    answered = [f"{c.get_channel_display()}: {c.if_answered}" for c in usable if c.if_answered]
    return ContactCard(
        do_not=avoid(views) + _do_not(contacts),
        allowed=[_allowed(c, now=now) for c in usable],
        best_times="; ".join(_times(c) for c in usable if _times(c)),
        safe_now=_safe_now(usable, now=now),
        if_answered="; ".join(answered) or (IF_ANSWERED if usable else ""),
        code_word_url=reverse("code_word_reveal", kwargs={"contact_id": secret.pk}) if secret else "",
        numbers=[
            Masked(c.get_channel_display(), c.masked, reverse("contact_reveal", kwargs={"contact_id": c.pk}))
            for c in usable
            if c.value
        ],
        confirmed=confirmed,
        is_stale=is_stale,
        change_url=change_url,
    )


def _do_not(contacts: Sequence[SafeContact]) -> list[str]:
    lines = [f"{c.get_channel_display()}: {c.get_safety_display().lower()}" for c in contacts if not c.may_be_used]
    lines += [
        f"{c.get_channel_display()}: leave no message" for c in contacts if c.may_be_used and not c.may_leave_message
    ]
    read = SafeContact.DeviceAccess.YES
    lines += [
        f"{c.get_channel_display()}: the person causing harm can read it"
        for c in contacts
        if c.may_be_used and c.device_access == read
    ]
    return list(dict.fromkeys(lines))


def _allowed(contact: SafeContact, *, now: datetime) -> str:
    state = contact.state_at(now)
    words = {windows.NOW: "OK now", windows.NOT_NOW: "not now", windows.READ_LIMITS: "read the times first"}[state]
    answers = f". {contact.may_answer} may answer" if contact.may_answer else ""
    return f"{contact.get_channel_display()}, {words}{answers}"


def _times(contact: SafeContact) -> str:
    said = [each.words for each in contact.hours] + ([contact.times] if contact.times else [])
    return f"{contact.get_channel_display()}: {', '.join(said)}" if said else ""


def _safe_now(usable: Sequence[SafeContact], *, now: datetime) -> str:
    """ "Telephone now, until 2pm" for the first way with hours that is open."""
    for contact in usable:
        until = windows.usable_until(contact.hours, now)
        if until:
            return f"{contact.get_channel_display()} now, until {windows.clock_time(until)}"
    return ""


def _confirmed(contacts: Sequence[SafeContact], *, now: datetime, days: int) -> tuple[str, bool]:
    """When the oldest of them was confirmed, and whether that is too long ago."""
    moments = [c.confirmed_at for c in contacts]
    if any(moment is None for moment in moments):
        return "Not confirmed yet", True
    age = (london_date(now) - min(london_date(moment) for moment in moments if moment)).days
    words = {0: "Confirmed today", 1: "Confirmed yesterday"}.get(age, f"Confirmed {age} days ago")
    return words, age >= days

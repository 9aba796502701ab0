"""What a team may do about a referral now, and what was found: grounds, what was counted, whether it is a repeat."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from agencies.principal import Principal
from common.days import medium_date
from common.parts import Action, Fact
from referrals import escalation
from referrals.models import Criterion, Referral
from referrals.services import setting_of

Status = Referral.Status
STEPS = (
    (Status.ACCEPTED, "Accept", "referral_accept", "primary"),
    (Status.RETURNED, "Ask a question", "referral_question", "secondary"),
    (Status.NOT_MET, "Do not accept", "referral_decline", "secondary"),
    (Status.REDIRECTED, "Another area", "referral_area", "link"),
    (Status.DUPLICATE, "Sent twice", "referral_duplicate", "link"),
)


def steps_of(referral: Referral) -> list[Action]:
    """What the team may do now. A referral that has a case is decided; then the case is where to go."""
    state, allows = Status(referral.status), Referral.LIFECYCLE.allows
    if referral.case is None:
        return [
            Action(label, reverse(name, args=[referral.reference]), kind)
            for target, label, name, kind in STEPS
            if allows(state, target)
        ]
    steps = [Action("Open the case", reverse("case", args=[referral.case.reference]))]
    if state == Status.ACCEPTED:
        steps.append(Action("Manage without a meeting", reverse("referral_managed", args=[referral.reference]), "link"))
    return [*steps, Action("Is it a repeat?", reverse("referral_repeat", args=[referral.reference]), "link")]


def grounds_of(referral: Referral) -> list[str]:
    """The grounds in words; escalation with what was counted."""
    return [_ground(referral, code) for code in referral.criteria]


def _ground(referral: Referral, code: str) -> str:
    label = Criterion(code).label
    if code != Criterion.POTENTIAL_ESCALATION or referral.counted_incidents is None:
        return label
    months = setting_of(referral.submission, at=referral.received_at).escalation_months
    needed = referral.escalation_from or 1
    return f"{label}: {escalation.words(referral.counted_incidents, needed=needed, months=months)}"


def repeat_facts(referral: Referral) -> list[Fact]:
    """Whether it is a repeat, with both dates; nothing before it is accepted."""
    if referral.case_id is None:
        return []
    facts = [Fact("Repeat", "Yes" if referral.is_repeat else "No")]
    if referral.repeat_since:
        facts.append(Fact("The months count from", medium_date(referral.repeat_since)))
    if referral.repeat_event_on:
        assumed = " (assumed: nobody gave its date)" if referral.repeat_date_assumed else ""
        facts.append(Fact("Further incident", f"{medium_date(referral.repeat_event_on)}{assumed}"))
    if referral.is_transfer_in:
        facts.append(Fact("Transfer", "Heard in another area within the months: counted as a transfer"))
    if referral.repeat_overruled:
        facts.append(Fact("Decided by a person, because", referral.repeat_overruled))
    if referral.managed_on:
        facts.append(Fact("Managed without a meeting", medium_date(referral.managed_on)))
    return facts


@dataclass(frozen=True)
class Twin:
    """Another referral that waits and names the same person."""

    reference: str
    spoken: str
    agency: str
    received_on: date
    received_at: datetime


def twins_of(referral: Referral, *, principal: Principal) -> list[Twin]:
    """Referrals of the same name that wait beside this one, the first received first: two agencies, one call."""
    waiting = Referral.objects.received_by(principal).awaiting_triage().filter(victim_name=referral.victim_name)
    found = waiting.exclude(pk=referral.pk).select_related("from_agency").order_by("received_at")[:5]
    return [
        Twin(each.reference, each.spoken_reference, each.from_agency.name, each.received_on, each.received_at)
        for each in found
    ]

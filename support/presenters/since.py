"""What is new about somebody since a colleague last looked."""

from datetime import datetime

from agencies.principal import Principal
from cases.models import RiskDecision, VictimView
from common.dates import LONDON
from common.days import day_and_month
from support.models import ContactAttempt, Episode, SafetyPlan


def since_words(episode: Episode, seen: datetime, *, principal: Principal) -> str:
    """ "Since Tuesday 14:10: 2 contacts, a new safety plan."; empty where nothing is. Not what one did oneself."""
    others = {"episode": episode}
    contacts = ContactAttempt.objects.visible_to(principal).kept().filter(**others, recorded_at__gt=seen)
    contacts = contacts.exclude(recorded_by_id=principal.user_id)
    plans = SafetyPlan.objects.visible_to(principal).filter(**others, made_at__gt=seen)
    views = VictimView.objects.visible_to(principal).filter(case_id=episode.case_id, recorded_at__gt=seen)
    risks = RiskDecision.objects.visible_to(principal).filter(case_id=episode.case_id, at__gt=seen)
    said = [
        _many(contacts.count(), "contact", "contacts"),
        "a new safety plan" if plans.exclude(made_by_id=principal.user_id).exists() else "",
        "what they want" if views.exclude(from_agency_id=principal.agency_id, source="told").exists() else "",
        "the level of risk" if risks.exclude(by_id=principal.user_id).exists() else "",
    ]
    local = seen.astimezone(LONDON)
    new = ", ".join(filter(None, said))
    return f"New since {day_and_month(local)}, {local:%H:%M}: {new}." if new else ""


def _many(count: int, one: str, more: str) -> str:
    return "" if not count else f"{count} {one if count == 1 else more}"

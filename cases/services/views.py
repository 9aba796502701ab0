"""What the person wants, fears and knows. What is said anew stands beside what was said before, newest first."""

from datetime import datetime

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from cases.models import Case, VictimView
from common.errors import DomainError


@transaction.atomic
def record_views(
    case: Case,
    *,
    by: Principal,
    at: datetime,
    wants: str = "",
    afraid_of: str = "",
    safe_to_talk_to: str = "",
    not_safe_to_talk_to: str = "",
    aware_of_referral: str = "",
    agrees: str = "",
) -> VictimView:
    """Write down what the person told somebody of the principal's agency. Raises DomainError where nothing was said."""
    said = {
        "wants": wants.strip(),
        "afraid_of": afraid_of.strip(),
        "safe_to_talk_to": safe_to_talk_to.strip(),
        "not_safe_to_talk_to": not_safe_to_talk_to.strip(),
    }
    if not any(said.values()):
        raise DomainError("Write what they said.")
    said |= {"aware_of_referral": aware_of_referral, "agrees": agrees}
    made = VictimView.objects.create(case=case, from_agency_id=by.agency_id, recorded_at=at, **said)
    record("views recorded", by=by, subjects=[case.pk])
    return made

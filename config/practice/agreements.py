"""Who has signed the agreement on sharing information: nearly all; one signing is due for review, one is missing."""

from datetime import datetime, timedelta
from typing import Any

from agencies.principal import Principal, principal_scope
from common.dates import london_date, months_after
from config.practice.county import County
from marac.models import SharingAgreement
from marac.services import record_agreement

SIGNED, LONG_AGO = timedelta(days=120), timedelta(days=400)


def build_agreements(county: County, *, now: datetime) -> int:
    """Fill the registers of all forums that have none; returns how many signings there are."""
    made, today = 0, london_date(now)
    for area, forum in county.forums.items():
        if SharingAgreement.objects.filter(forum=forum).exists():
            continue
        by = Principal.of(county.people[f"{area.lower()}-coordinator"])
        members = list(forum.members.order_by("name"))
        with principal_scope(by):
            for number, agency in enumerate(members[:-1]):
                on = today - (LONG_AGO if number == 0 else SIGNED)
                facts: dict[str, Any] = {"signed_on": on, "review_on": months_after(on, 12), "at": now}
                record_agreement(forum, by=by, agency=agency, version="3", signatory="Practice director", **facts)
                made += 1
    return made

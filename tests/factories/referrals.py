"""What a referral needs around it: districts, a team that takes referrals for them, the clocks in force."""

import copy
import uuid
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from agencies.keys import new_key
from agencies.models import Agency, ApiKey, Area, Policy
from agencies.principal import Principal
from referrals import services
from referrals.models import Draft, Referral, ReferralDocument
from tests import factories
from tests.factories import LONG_AGO, factory

SOUTHEND, CASTLE_POINT, THURROCK = "E06000033", "E07000069", "E06000034"
DISTRICTS = {
    SOUTHEND: ("Southend-on-Sea", "Southend"),
    CASTLE_POINT: ("Castle Point", "Essex"),
    THURROCK: ("Thurrock", "Thurrock"),
}
CLOCKS = {
    Policy.Key.HEARING_TARGET_DAYS: 14,
    Policy.Key.HIGH_RISK_TICKS: 14,
    Policy.Key.MEDIUM_RISK_TICKS: 10,
    Policy.Key.REPEAT_MONTHS: 12,
    Policy.Key.REPEAT_ANCHOR: 0,
    Policy.Key.REPEAT_BEHAVIOUR: 0,
    Policy.Key.ESCALATION_COUNT: 3,
    Policy.Key.ESCALATION_MONTHS: 12,
    Policy.Key.POLICE_RATIONALE: 0,
    Policy.Key.VICTIM_UPDATE_DAYS: 2,
    Policy.Key.ACTION_DUE_DAYS: 5,
}
SENT_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@factory
def take_referrals(team: Agency, *, codes: tuple[str, ...] = (SOUTHEND, CASTLE_POINT)) -> None:
    """From now on this team takes the referrals of these districts, by the national clocks."""
    board = factories.area("Southend, Essex and Thurrock", kind=Area.Kind.PARTNERSHIP)
    for code, (name, place) in DISTRICTS.items():
        area = factories.area(place, parent=board)
        factories.area(name, kind=Area.Kind.AUTHORITY, meeting_area=area, gss_code=code)
        if code in codes:
            team.areas.add(area)
    for key, value in CLOCKS.items():
        Policy.objects.get_or_create(
            key=key, area=None, starts_on=LONG_AGO, defaults={"value": value, "source": "test"}
        )


@factory
def api_key(agency: Agency, **more: Any) -> tuple[ApiKey, str]:
    """A key of this agency, and the text that opens the API."""
    text, identifier, digest = new_key()
    facts: dict[str, Any] = {
        "label": "test",
        "expires_at": datetime(2099, 1, 1, tzinfo=UTC),
        "approved_at": timezone.now(),
    } | more
    return ApiKey.objects.create(agency=agency, identifier=identifier, secret_sha256=digest, **facts), text


def submission(name: str = "referral-police", **changes: Any) -> dict[str, Any]:
    """A sample with some of its answers changed: ``submission(reasons="…", victim__names=[])``; None takes one away."""
    made = copy.deepcopy(factories.sample(name))
    for path, value in changes.items():
        *way, last = path.split("__")
        place: Any = made
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        key: Any = int(last) if isinstance(place, list) else last
        if value is None:
            del place[key]
        else:
            place[key] = value
    return made


def sent(by: Principal, *, at: datetime = SENT_AT, payload: dict[str, Any] | None = None) -> Referral:
    """A referral that came in by the service, in a scope that is open."""
    return services.submit_referral(payload or submission(), by=by, route=Referral.Route.API, at=at)


@factory
def draft(agency: Agency, user: Any, **typed: dict[str, list[str]]) -> Draft:
    return Draft.objects.create(agency=agency, user=user, typed=typed)


@factory
def document(referral: Referral | None = None, *, draft: Draft | None = None, **more: Any) -> ReferralDocument:
    facts: dict[str, Any] = {
        "agency_id": referral.from_agency_id if referral else draft.agency_id,
        "kind": "pdf",
        "holds": "report",
        "body": b"%PDF-1.7 of a test",
        "size": 18,
        "sha256": "0" * 64,
        "sent_sha256": uuid.uuid4().hex * 2,
        "state": "ready",
    }
    return ReferralDocument.objects.create(referral=referral, draft=draft, **(facts | more))

"""A referral comes in: by the API or from the form, once, to the team that takes referrals for the district."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from agencies.models import Agency, AgencyType, Area, Policy
from agencies.principal import Principal
from agencies.services import NoPolicy, policy_on
from audit.services import record
from cases.services import policy_of
from common.dates import london_date
from common.errors import DomainError
from common.once import OtherBody, digest_of, first_come
from referrals import rules
from referrals.models import IdempotencyKey, Referral, RestrictedFacts
from referrals.services.known import tell_teams

CREATED = 201
USED_BEFORE = "This Idempotency-Key was used for another body. Use a new key for a new referral."


class BrokenRules(DomainError):
    """The submission cannot be stored yet. ``problems`` say what to mend, and where."""

    def __init__(self, problems: Sequence[rules.Problem]):
        super().__init__("Some answers need attention. Nothing was sent.")
        self.problems = problems


class Destination(NamedTuple):
    """Where a referral goes: the authority that the person lives in, and the team that takes referrals for it."""

    district: Area
    team: Agency


def destination_of(code: str, *, on: date) -> Destination | None:
    """Where a referral for the authority with this GSS code goes on a day; None where no team takes it."""
    valid = Area.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    district = valid.filter(kind=Area.Kind.AUTHORITY, gss_code=code).select_related("meeting_area").first()
    if not code or district is None or district.meeting_area is None:
        return None
    teams = Agency.objects.filter(Q(active_to=None) | Q(active_to__gte=on), active_from__lte=on)
    team = teams.filter(type=AgencyType.COORDINATION, areas=district.meeting_area).first()
    return Destination(district, team) if team else None


def covered_districts(*, on: date) -> list[tuple[str, str]]:
    """The authorities that some team takes referrals for on a day: GSS code and name, by name."""
    teams = Agency.objects.filter(Q(active_to=None) | Q(active_to__gte=on), active_from__lte=on)
    areas = teams.filter(type=AgencyType.COORDINATION).values("areas")
    valid = Area.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on).exclude(gss_code="")
    covered = valid.filter(kind=Area.Kind.AUTHORITY, meeting_area__in=areas)
    return list(covered.order_by("name").values_list("gss_code", "name"))


def setting_of(sent: rules.Submission, *, at: datetime, agency_id: int | None = None) -> rules.Setting:
    """What the rules need to know to check this submission, of this agency, at this moment."""
    return Desk(agency_id=agency_id, at=at).setting(sent)


class Desk:
    """Where referrals are looked at, for one call: what it has looked up for one, it knows for the next.

    Two hundred referrals in one call are for a few districts, under a few days' rules.
    """

    def __init__(self, *, agency_id: int | None, at: datetime):
        self.agency_id, self.at, self.today = agency_id, at, london_date(at)
        self.destination: Callable[[str], Destination | None] = cache(partial(destination_of, on=self.today))
        self._own_kind = cache(partial(kind_of, agency_id))
        self._setting = cache(partial(_setting, today=self.today, agency_id=agency_id))
        self._target_days = cache(partial(policy_on, self.today, Policy.Key.HEARING_TARGET_DAYS))

    def setting(self, sent: rules.Submission) -> rules.Setting:
        """What the rules need to know to check this submission."""
        tool = sent.get("risk_assessment") or {}
        assessed_on = date.fromisoformat(tool["assessed_on"]) if tool.get("assessed_on") else self.today
        destination = self.destination(sent.get("district") or "")
        area = destination.district.meeting_area if destination else None
        found = self._setting(area, assessed_on, has_team=destination is not None, is_graded=bool(tool.get("grade")))
        return replace(found, own_kind=self._own_kind()) if sent.get("referred_with") else found

    def target_days(self, destination: Destination) -> int:
        """How many days the area allows until a hearing."""
        return self._target_days(area=destination.district.meeting_area)


def kind_of(agency_id: int | None) -> str:
    """What kind of agency this is; "" where nobody sends."""
    return Agency.objects.filter(pk=agency_id).values_list("type", flat=True).first() or ""


def _setting(
    area: Area | None, assessed_on: date, *, has_team: bool, is_graded: bool, today: date, agency_id: int | None
) -> rules.Setting:
    policy = partial(policy_of, on=assessed_on, today=today, area=area, agency_id=agency_id)
    own = intake_policy(area, on=today)
    return rules.Setting(
        today=today,
        threshold=policy(Policy.Key.HIGH_RISK_TICKS),
        has_team=has_team,
        grade_meets_ground=is_graded and _meets_ground(policy),
        asks_police_rationale=bool(own[Policy.Key.POLICE_RATIONALE]),
        escalation=own[Policy.Key.ESCALATION_COUNT],
        escalation_months=own[Policy.Key.ESCALATION_MONTHS],
    )


# Where an installation has no row yet: what every area had before these could be set.
UNSET = {
    Policy.Key.POLICE_RATIONALE: 0,
    Policy.Key.ESCALATION_COUNT: 1,
    Policy.Key.ESCALATION_MONTHS: 12,
    Policy.Key.REPEAT_ANCHOR: 0,
    Policy.Key.REPEAT_BEHAVIOUR: 0,
}


def intake_policy(area: Area | None, *, on: date) -> dict[Policy.Key, int]:
    """The area's own rules for referrals on a day."""
    found = dict(UNSET)
    for key in UNSET:
        with suppress(NoPolicy):
            found[key] = policy_on(on, key, area=area)
    return found


def _meets_ground(policy: Callable[[Policy.Key], int]) -> bool:
    """Whether the area takes a grade as a ground of its own; where no policy says so, it is a judgement."""
    try:
        return bool(policy(Policy.Key.GRADE_MEETS_GROUND))
    except NoPolicy:
        return False


@transaction.atomic
def submit_referral(payload: dict[str, Any], *, by: Principal, route: str, at: datetime) -> Referral:
    """Store a referral and start its clock. ``payload`` is a submission whose shape has been checked.

    Raises BrokenRules, and stores nothing, where the rules are not met.
    """
    referral, restricted = written(payload, by=by, route=route, desk=Desk(agency_id=by.agency_id, at=at))
    referral.save(force_insert=True)
    if restricted:
        restricted.save(force_insert=True)
    record("referral sent", by=by, subjects=[referral.pk], detail=str(route))
    tell_teams([referral], by=by)
    return referral


def written(
    payload: dict[str, Any], *, by: Principal, route: str, desk: Desk
) -> tuple[Referral, RestrictedFacts | None]:
    """A submission as rows that are not stored yet. Raises BrokenRules."""
    destination = desk.destination(payload.get("district") or "")
    setting = replace(desk.setting(payload), is_system=route == Referral.Route.API)
    problems = rules.check(payload, setting)
    if problems or destination is None:
        raise BrokenRules(problems)
    open_to_all, restricted = rules.set_apart(payload)
    referral = Referral(
        external_reference=payload.get("external_reference") or "",
        route=route,
        scheme=payload.get("scheme") or "",
        from_agency_id=by.agency_id,
        to_agency=destination.team,
        district=destination.district,
        sent_by_id=by.user_id,
        sent_with_id=by.api_key_id,
        received_at=desk.at,
        status_at=desk.at,
        target_days=desk.target_days(destination),
        reasons=payload["reasons"].strip(),
        submission=open_to_all,
        **_facts(payload, setting),
    )
    return referral, RestrictedFacts(referral=referral, facts=restricted) if restricted else None


def _facts(sent: rules.Submission, setting: rules.Setting) -> dict[str, Any]:
    """What lists show, taken from the submission."""
    criteria = rules.grounds(sent, setting.threshold, grade_meets_ground=setting.grade_meets_ground)
    found = rules.score_of(sent, setting.threshold)
    employers = {person.get("works_for_partner_agency") for person in sent["perpetrators"]}
    return {
        "criteria": criteria,
        "referred_with": rules.kinds_together(sent),
        "counted_incidents": rules.counted_incidents(sent, setting),
        "escalation_from": setting.escalation,
        "victim_name": rules.current_name(sent["victim"]),
        "child_count": len(sent.get("children") or ()),
        "yes_count": found.yes if found else None,
        "score_of": found.of if found else None,
        # Judgement may raise a case to high risk; a low count never lowers it.
        "is_high_risk": not {"visible_high_risk", "professional_judgement"}.isdisjoint(criteria),
        "asks_about_partner_staff": not employers.isdisjoint({"yes", "unknown"}),
        # Sealed on arrival: until the team has decided, nobody else reads it.
        "is_sealed": not employers.isdisjoint({"yes", "unknown"}),
    }


def receipt(referral: Referral) -> dict[str, str]:
    """What a sending system is told: nothing that names anybody, so that it may be kept and said again.

    The last day in time is counted here, as the database counts it, so that a row need not be stored to be answered.
    """
    return {
        "reference": referral.reference,
        "reference_spoken": referral.spoken_reference,
        "status": str(referral.status),
        "status_label": Referral.Status(referral.status).label,
        "received_at": referral.received_at.isoformat(),
        "hear_by": (london_date(referral.received_at) + timedelta(days=referral.target_days)).isoformat(),
    }


def submit_once(payload: dict[str, Any], *, by: Principal, key: str, at: datetime) -> tuple[dict[str, str], bool]:
    """Store a referral from the API unless this key has done so before: (the receipt, whether it is said again).

    Raises OtherBody where the key came with another body, and Conflict while the first request is still at work.
    """
    with transaction.atomic():
        claim = claim_of(payload, by=by, key=key, at=at)
        if claim.status_code is not None:
            record("referral receipt said again", by=by, subjects=[claim.answer["reference"]])
            return claim.answer, True
        answer = receipt(submit_referral(payload, by=by, route=Referral.Route.API, at=at))
        claim.status_code, claim.answer = CREATED, answer
        claim.save(update_fields=["status_code", "answer"])
        return answer, False


def claim_of(payload: dict[str, Any], *, by: Principal, key: str, at: datetime) -> IdempotencyKey:
    """The row of this key. The insert comes first: a second request with the key waits for the first to end."""
    digest = digest_of(payload)
    insert_claims([IdempotencyKey(agency_id=by.agency_id, key=key, request_sha256=digest, created_at=at)])
    claim = IdempotencyKey.objects.get(agency_id=by.agency_id, key=key)
    if claim.request_sha256 != digest:
        raise OtherBody(USED_BEFORE)
    return claim


def insert_claims(rows: Sequence[IdempotencyKey]) -> None:
    """Put these keys down unless they are there. Waits for whoever is putting the same one down just now.

    Raises Conflict where that takes too long.
    """
    with first_come():
        IdempotencyKey.objects.bulk_create(rows, ignore_conflicts=True)

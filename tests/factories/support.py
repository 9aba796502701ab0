"""An adviser service, referrals that wait for it, and episodes at every stage."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from agencies.models import Agency, Area, Policy, User
from cases.models import Case, CaseAgency, Involvement, SafeContact
from support.models import (
    Alert,
    ContactAttempt,
    Contract,
    Ending,
    Episode,
    Measurement,
    Need,
    Service,
    Target,
)
from tests import factories
from tests.factories import LONG_AGO, factory

POLICIES = {
    Policy.Key.SUPPORT_TRIAGE_HOURS: 48,
    Policy.Key.FIRST_CONTACT_DAYS: 2,
    Policy.Key.CONTACT_TRIES: 3,
    Policy.Key.CONTACT_AGAIN_DAYS: 1,
    Policy.Key.CONTACT_HIGH_DAYS: 2,
    Policy.Key.CONTACT_OTHER_DAYS: 5,
    Policy.Key.SUPPORT_REVIEW_WEEKS: 8,
    Policy.Key.SUPPORT_SILENCE_DAYS: 14,
    Policy.Key.CASELOAD_MOST: 25,
    Policy.Key.CONTACT_REVIEW_DAYS: 28,
}


@factory
def service(agency: Agency, *, area: Area | None = None, takes_from: date = LONG_AGO, **more: Any) -> Service:
    """A service that is offered the accepted referrals of an area, by the national clocks."""
    for key, value in POLICIES.items():
        facts = {"value": value, "source": "test"}
        Policy.objects.get_or_create(key=key, area=None, agency=None, starts_on=LONG_AGO, defaults=facts)
    facts = {"name": f"Advisers of {agency.name}", "kind": Service.Kind.IDVA} | more
    made = Service.objects.create(agency=agency, takes_from=takes_from, **facts)
    made.areas.add(area or factories.area())
    return made


@factory
def contract(service: Service, *buyers: Agency, **more: Any) -> Contract:
    """What somebody buys from a service, from April 2026 on, with the targets of the seed report."""
    facts = {"name": "Advisers", "starts_on": date(2026, 4, 1), "ends_on": date(2028, 3, 31)} | more
    made = Contract.objects.create(service=service, **facts)
    made.commissioners.set(buyers)
    for measure, percent in (("cess", 50), ("risk", 50), ("safe", 50), ("qol", 40)):
        Target.objects.create(contract=made, measure=measure, percent=percent, starts_on=made.starts_on, source="x")
    return made


@factory
def waiting(service: Service, team: Agency, *, victim: str = "Zofia Wieczorek", days_ago: int = 0, **more: Any) -> Any:
    """An accepted referral of the service's area that nobody in it has taken."""
    district = factories.authority(meeting_area=service.areas.get().name)
    case = more.pop("case", None) or factories.case(team, victim=victim, days_ago=days_ago, district=district)
    sender = more.pop("from_agency", None) or factories.agency(type="police")
    received_at = timezone.now() - timedelta(days=days_ago)
    facts = {"status": "accepted", "victim_name": victim, "received_at": received_at} | more
    return factories.referral(from_agency=sender, to_agency=team, district=district, case=case, **facts)


@factory
def episode(
    service: Service, *, adviser: User | None = None, victim: str = "Zofia Wieczorek", stage: str = "contacting",
    case: Case | None = None, due: date | None = None, **more: Any,
) -> Episode:  # fmt: skip
    """An episode whose case the service's agency leads."""
    district = factories.authority(meeting_area=service.areas.get().name)
    case = case or factories.case(victim=victim, district=district)
    now = timezone.now()
    if not CaseAgency.objects.filter(case=case, agency=service.agency).exists():
        CaseAgency.objects.create(
            case=case, agency=service.agency, level=20, sources=["support"], starts_at=now - timedelta(days=30)
        )
        factories.sharing_decision(case, service.agency)
    somebody = adviser or factories.member(service.agency, "idva").user
    facts: dict[str, Any] = {
        "source": "police",
        "district": case.district,
        "received_at": now - timedelta(days=1),
        "accepted_at": now - timedelta(days=1),
        "accepted_by": somebody,
        "priority": "" if stage == "triage" else "a",
        "engaged_at": now if stage in ("engaged", "active") else None,
        "last_spoke_at": now if stage in ("engaged", "active") else None,
    }
    if stage == "closed":
        facts |= {"reason": "completed", "closed_at": now, "closed_by": somebody}
    made = Episode.objects.create(
        case=case, service=service, agency=service.agency, adviser=adviser, holder=adviser, stage=stage,
        next_due_on=due or timezone.localdate(), **(facts | more),
    )  # fmt: skip
    if stage == "closed":
        initials = "".join(word[0] for word in victim.split())
        Ending.objects.create(episode=made, note="Done.", reference=case.reference, initials=initials)
    return made


@factory
def measurement(episode: Episode, moment: str = "exit", **more: Any) -> Measurement:
    """What was found, in the person's own words unless said otherwise."""
    answers = {} if moment == "intake" else {"cess": "goes_on", "risk": "none", "safe": "same", "qol": "same"}
    facts = {"respondent": "victim", "found": "some", "abuse": ["physical"], "done_on": timezone.localdate()} | answers
    return Measurement.objects.create(episode=episode, moment=moment, recorded_by=episode.accepted_by, **(facts | more))


@factory
def need(episode: Episode, kind: str = "housing") -> Need:
    """Something that the person needs help with."""
    return Need.objects.create(episode=episode, kind=kind, since=timezone.localdate(), recorded_by=episode.accepted_by)


@factory
def way(case: Case, channel: str = "phone", safety: str = "safe", **more: Any) -> SafeContact:
    """How the person at risk in a case may be reached."""
    person = Involvement.objects.get(case=case, role="victim").person
    return SafeContact.objects.create(
        person=person, channel=channel, safety=safety, **({"value": "07700 900412"} | more)
    )


@factory
def attempt(episode: Episode, *, days_ago: int = 1, hour: int = 10, outcome: str = "no_answer") -> ContactAttempt:
    """A try to reach somebody, at an hour of the day."""
    at = (timezone.now() - timedelta(days=days_ago)).replace(hour=hour, minute=0)
    return ContactAttempt.objects.create(
        episode=episode, at=at, channel="phone", was_safe=True, outcome=outcome, next_due_on=timezone.localdate(),
        recorded_by=episode.accepted_by,
    )  # fmt: skip


@factory
def alert(episode: Episode, kind: str = Alert.Kind.SOMEONE_ELSE) -> Alert:
    return Alert.objects.create(episode=episode, kind=kind)

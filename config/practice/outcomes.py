"""What advisers' support came to in the practice county: some hundred episodes that ended, and what people said."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from agencies.principal import Principal, principal_scope
from common.dates import london_date, london_moment
from common.quarters import Quarter
from config.practice.county import County
from referrals.models import Referral
from support import outcomes, services
from support.models import (
    Contract,
    Ending,
    Episode,
    Measurement,
    Need,
    Order,
    SafetyPlan,
    Service,
)
from support.services.intake import source_of

EVERY = 4  # one in so many past referrals was supported
SHARES = {"cess": 0.66, "risk": 0.69, "safe": 0.71, "qol": 0.67}
ASKED = {"cess": 0.8, "risk": 0.97, "safe": 0.67, "qol": 0.6}
WELL = {"cess": "stopped", "risk": "significant", "safe": "somewhat_safer", "qol": "improved_little"}
BADLY = {"cess": "goes_on", "risk": "limited", "safe": "same", "qol": "same"}
LATEST = timedelta(days=28)
SUPPORTED_FOR = timedelta(days=60)  # at least: who came later is supported still
PLAN = {
    "now": "Ring 999 and leave the line open. The word to her sister is “parsley”.",
    "home": "New locks on both doors. The neighbour at 14 has the number.",
    "children": "Grandmother collects on Wednesdays and Fridays; school knows.",
}


def build_outcomes(county: County, service: Service, *, now: datetime, seed: int = 66) -> int:
    """Support that ended over the last quarters, what was handed in about it, and more about those supported now."""
    pick = random.Random(seed)  # noqa: S311  (practice data, not a secret)
    rows = list(_ended(county, service, pick, now=now))
    Episode.objects.bulk_create([episode for episode, _ in rows], batch_size=500)
    Ending.objects.bulk_create([_ending(episode) for episode, _ in rows], batch_size=500)
    Measurement.objects.bulk_create([each for _, measured in rows for each in measured], batch_size=500)
    _hand_in(county, service, now=now)
    _present(county, service, now=now)
    return len(rows)


def _ended(
    county: County, service: Service, pick: random.Random, *, now: datetime
) -> Iterator[tuple[Episode, list[Measurement]]]:
    until = now - SUPPORTED_FOR
    past = Referral.objects.filter(received_at__lt=until, case__isnull=False)
    past = past.filter(status__in=("accepted", "listed", "heard"))
    for referral in past.select_related("from_agency", "district").order_by("received_at", "id")[::EVERY]:
        closed = min(referral.received_at + timedelta(days=pick.randrange(50, 130)), now - LATEST)
        episode = _episode(county, service, referral, pick, closed=closed)
        yield episode, list(_measured(episode, pick)) if episode.engaged_at else []


def _episode(county: County, service: Service, referral: Referral, pick: random.Random, *, closed: datetime) -> Episode:
    adviser, taken = county.people["adviser"].user, referral.received_at + timedelta(hours=20)
    engaged = taken + timedelta(days=3) if pick.random() < 0.76 else None
    reasons = ("completed", "completed", "stepped_down", "disengaged") if engaged else ("declined", "never_contacted")
    return Episode(
        case_id=referral.case_id, service=service, agency_id=service.agency_id, referral=referral,
        source=source_of(referral.from_agency), district=referral.district, received_at=referral.received_at,
        accepted_at=taken, accepted_by=adviser, adviser=adviser, holder=adviser, stage=Episode.Stage.CLOSED,
        stage_at=closed, priority=pick.choice("aab"), triaged_at=taken, engaged_at=engaged,
        next_due_on=london_date(closed), first_tried_at=taken + timedelta(hours=pick.randrange(1, 60)),
        last_spoke_at=engaged, reason=pick.choice(reasons), closed_at=closed, closed_by=adviser,
    )  # fmt: skip


def _ending(episode: Episode) -> Ending:
    sent = episode.referral
    assert sent is not None  # each of these came by a referral
    initials = "".join(word[0] for word in sent.victim_name.split())[:4]
    note = "As agreed at the last contact."
    return Ending(episode=episode, note=note, reference=sent.reference, initials=initials)


def _measured(episode: Episode, pick: random.Random) -> Iterator[Measurement]:
    """At intake some kind of abuse; at exit mostly an answer. One in thirty was never asked at all."""
    said: dict[str, Any] = {"episode": episode, "recorded_by_id": episode.adviser_id, "respondent": outcomes.VICTIM}
    abuse = sorted(pick.sample(sorted(outcomes.ABUSE), pick.randrange(1, 4)))
    yield Measurement(moment="intake", found="some", abuse=abuse, done_on=_day(episode.engaged_at), **said)
    if pick.random() < 0.03:
        return
    answers = {code: _answer(code, pick) for code in SHARES}
    found = {"stopped": outcomes.NONE, "goes_on": outcomes.SOME}.get(answers["cess"], answers["cess"])
    still = abuse[:1] if found == outcomes.SOME else []
    yield Measurement(moment="exit", found=found, abuse=still, done_on=_day(episode.closed_at), **answers, **said)


def _answer(code: str, pick: random.Random) -> str:
    if pick.random() > ASKED[code]:
        return "not_known" if code == "risk" else pick.choice(("not_asked", "not_safe", "declined"))
    return WELL[code] if pick.random() < SHARES[code] else BADLY[code]


def _day(moment: datetime | None) -> date:
    assert moment is not None  # only those who were engaged, and ended, are measured
    return london_date(moment)


def _hand_in(county: County, service: Service, *, now: datetime) -> None:
    """The quarters before the last one; the last waits to be handed in."""
    manager = Principal.of(county.people["adviser-manager"])
    contract = Contract.objects.select_related("service").get(service=service)
    last = Quarter.of(london_date(now)).previous
    with principal_scope(manager):
        for quarter in (last.previous.previous, last.previous):
            services.submit(contract, by=manager, quarter=quarter, at=now)


def _present(county: County, service: Service, *, now: datetime) -> None:
    """A plan, needs and orders for some of those who are supported now."""
    user, today = county.people["adviser"].user, london_date(now)
    for n, episode in enumerate(Episode.objects.filter(service=service, stage="engaged").order_by("id")[:8]):
        facts: dict[str, Any] = {"episode": episode, "recorded_by": user, "recorded_at": now}
        SafetyPlan.objects.create(
            episode=episode, version=1, sections=PLAN, given="in_person" if n % 2 else "", made_at=now, made_by=user
        )
        Need.objects.create(kind="housing", since=today, note="Locks before Friday.", **facts)
        Measurement.objects.create(
            episode=episode, moment="intake", found="some", abuse=["control", "physical"], done_on=today,
            respondent=outcomes.VICTIM, recorded_by=user,
        )  # fmt: skip
        _order(n, facts, now=now, today=today)


def _order(number: int, facts: dict[str, Any], *, now: datetime, today: date) -> None:
    if number == 0:
        given = london_moment(today - timedelta(days=1), now.time().replace(hour=20, minute=0, second=0, microsecond=0))
        Order.objects.create(kind="dapn", given_at=given, victim_aware="yes", **facts)
    elif number % 3 == 1:
        Order.objects.create(
            kind="non_molestation", given_at=now - timedelta(days=355), ends_on=today + timedelta(days=9),
            court="Chelmsford", conditions="Not to come within 100 metres of the house.", victim_aware="yes", **facts,
        )  # fmt: skip

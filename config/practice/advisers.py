"""The adviser service of the practice county: referrals that wait, and a morning list that is full."""

import random
from datetime import datetime, timedelta
from typing import Any

from agencies.models import Agency, Area, User
from agencies.principal import Principal, principal_scope
from cases.models import Involvement, SafeContact
from cases.services import NoLawfulBasis
from common.dates import london_date
from config.practice.county import ADVISERS, BOARD, County
from config.practice.outcomes import build_outcomes
from support import services
from support.models import Contract, Episode, Service, Target, Waiting
from support.services import Attempt

LEFT = 4  # referrals that still wait
TARGETS = (("cess", 50), ("risk", 50), ("safe", 50), ("qol", 40))
SOURCE = "EPCP/10/17 section 6: what the contract asks"
WINDOWS: tuple[list[dict[str, Any]], ...] = (
    [],
    [{"days": [1, 2, 3, 4, 5], "from": "10:00", "to": "14:00"}],
    [{"days": [6, 7], "from": "18:00", "to": "20:00"}],
)
IF_ANSWERED = "Say you are ringing about the dentist. Ring off."
NOTES = ("Rang twice, as she asked.", "She is well. Wants the locks changed before Friday.", "")


def build_advisers(county: County, *, now: datetime, seed: int = 2026) -> int:
    """Put the service in place and tell a few weeks of its work; returns the number of people it supports."""
    service = _service(county, now=now)
    adviser = Principal.of(county.people["adviser"])
    pick = random.Random(seed)  # noqa: S311  (practice data, not a secret)
    with principal_scope(adviser):
        offered = list(Waiting.objects.visible_to(adviser).order_by("received_on", "id"))
    taken = [_take(each, adviser, pick, now=now) for each in offered[:-LEFT]]
    build_outcomes(county, service, now=now)
    return len([each for each in taken if each])


def _service(county: County, *, now: datetime) -> Service:
    today, agency = london_date(now), county.agencies[ADVISERS]
    facts = {"kind": Service.Kind.IDVA, "agency": agency, "takes_from": today - timedelta(days=21)}
    service, _ = Service.objects.get_or_create(name="County adviser service", defaults=facts)
    service.areas.set(Area.objects.filter(kind=Area.Kind.MARAC))
    contract = Contract.objects.create(
        service=service, name="Independent advisers", lot="Lot 1", starts_on=today - timedelta(days=700),
        ends_on=today + timedelta(days=395),
    )  # fmt: skip
    contract.commissioners.set(Agency.objects.filter(name=BOARD))
    for measure, percent in TARGETS:
        Target.objects.create(
            contract=contract, measure=measure, percent=percent, starts_on=contract.starts_on, source=SOURCE
        )
    return service


def _take(waiting: Waiting, by: Principal, pick: random.Random, *, now: datetime) -> Episode | None:
    """Take one on and work on it for some days, as its adviser would."""
    accepted = min(waiting.received_at + timedelta(hours=26), now)
    try:
        with principal_scope(by):
            episode = services.take_referral(waiting, by=by, adviser=User.objects.get(pk=by.user_id), at=accepted)
            services.triage(episode, by=by, priority=pick.choice("aab"), at=accepted)
            _ways(episode, pick, at=accepted)
            _work(episode, by, pick, now=now)
    except NoLawfulBasis:
        return None
    return episode


def _ways(episode: Episode, pick: random.Random, *, at: datetime) -> None:
    """How the person may be reached, where the referral did not say."""
    person = Involvement.objects.get(case_id=episode.case_id, role="victim").person_id
    if SafeContact.objects.filter(person_id=person, channel="phone", safety="safe").exists():
        return
    SafeContact.objects.filter(person_id=person, channel="phone").update(superseded_at=at)
    SafeContact.objects.create(
        person_id=person, channel="phone", value=f"07700 900{pick.randrange(100, 999)}", safety="safe",
        windows=pick.choice(WINDOWS), may_leave_message=False, if_answered=IF_ANSWERED,
        recorded_at=at, confirmed_at=at,
    )  # fmt: skip


def _work(episode: Episode, by: Principal, pick: random.Random, *, now: datetime) -> None:
    """Tries and talks, the last of them so that something is overdue, due today, tomorrow and this week."""
    today, reached = london_date(now), pick.random() < 0.6
    due = today + timedelta(days=pick.choice((-2, -1, 0, 0, 0, 1, 2, 4)))
    at = max(min(now - timedelta(days=3), now), episode.accepted_at)
    outcomes = ["no_answer", "spoke"] if reached else ["no_answer"] * pick.randrange(3)
    for outcome in outcomes:
        at = min(at + timedelta(hours=5), now)
        attempt = Attempt(
            outcome, "phone", at, max(due, london_date(at)), pick.choice(NOTES), override="Agreed with the referrer."
        )
        services.log_attempt(episode, attempt, by=by, at=at)
    if reached:
        services.engage(episode, by=by, at=at)

"""Two years of police crimes and their second assessment: fewer high and medium than at first, as the seed report says.

Shares follow the example of the domain notes, section 4: of a hundred high, thirty become medium and five standard; of
two hundred medium, eighty become standard and four high. Written in bulk, as the owner; triggers do what they do live.
"""

import random
from datetime import datetime, timedelta

from agencies.models import Area
from config.practice.county import POLICE, County
from config.practice.history import WEIGHTS
from incidents.models import CrimeRecord, Regrade, RegradeDecision
from referrals.models import Referral

DAYS = 730
FIRST = (("high", 26), ("medium", 34), ("standard", 38), ("not_graded", 2))
THEN = {
    "high": (("high", 65), ("medium", 30), ("standard", 5)),
    "medium": (("medium", 58), ("standard", 40), ("high", 2)),
}
HOURS = {"high": 24, "medium": 72}
OFFENCES = ("violence_no_injury", "violence_injury", "stalking_harassment", "coercive_control", "criminal_damage")
OUTCOMES = ("evidence_not_supported", "evidence_supported", "charged", "out_of_court")
LOWER = (
    "Checked against the history: one earlier call, no threats, and they live apart since the summer.",
    "Spoken to again: the injury was not what was first recorded, and the bail conditions are kept.",
)
HIGHER = "Read with the three calls of this spring: the pattern is worse than the first grade says."
BATCH = 1000


def build_crimes(county: County, *, now: datetime, seed: int = 2017) -> int:
    """Write the crimes; returns how many. What was recorded in the last two days still waits for a sergeant."""
    pick = random.Random(seed)  # noqa: S311  (practice data, not a secret)
    crimes = [_crime(county, pick, number, now) for number in range(DAYS * 4)]
    CrimeRecord.objects.bulk_create(crimes, batch_size=BATCH)
    seen = [crime for crime in crimes if crime.secondary_required and now - crime.recorded_at > timedelta(hours=40)]
    regrades = [_regrade(county, pick, crime, now) for crime in seen]
    Regrade.objects.bulk_create(regrades, batch_size=BATCH)
    _confirm(county, regrades, now)
    _linked(county, crimes, now)
    return len(crimes)


def _crime(county: County, pick: random.Random, number: int, now: datetime, **more: str) -> CrimeRecord:
    recorded_at = (now - timedelta(hours=1 + number * 6 + pick.random() * 5)).replace(microsecond=0)
    grade = pick.choices([name for name, _ in FIRST], [share for _, share in FIRST])[0]
    due_at = recorded_at + timedelta(hours=HOURS[grade]) if grade in HOURS else None
    return CrimeRecord(
        agency=county.agencies[POLICE],
        crime_ref=f"42/{100000 - number}/{recorded_at:%y}",
        is_crime=pick.random() < 0.8,
        incident_at=recorded_at - timedelta(hours=pick.randrange(1, 40)),
        recorded_at=recorded_at,
        district=_district(county, pick),
        offence_group=pick.choice(OFFENCES),
        initial_grade=grade,
        current_grade=grade,
        tool="" if grade == "not_graded" else "dash",
        assessor=f"PC{pick.randrange(1000, 9999)}",
        graded_at=recorded_at,
        secondary_required=due_at is not None,
        review_due_at=due_at,
        outcome="open" if now - recorded_at < timedelta(days=60) else pick.choice(OUTCOMES),
        outcome_at=recorded_at,
        **more,
    )


def _district(county: County, pick: random.Random) -> Area:
    return county.districts[pick.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]]


def _regrade(county: County, pick: random.Random, crime: CrimeRecord, now: datetime) -> Regrade:
    shares = THEN[crime.initial_grade]
    grade = pick.choices([name for name, _ in shares], [share for _, share in shares])[0]
    hours = HOURS[crime.initial_grade] * (0.3 + pick.random() * 0.8)  # a few are late
    return Regrade(
        crime=crime,
        agency=crime.agency,
        number=1,
        from_grade=crime.initial_grade,
        grade=grade,
        rationale="" if grade == crime.initial_grade else HIGHER if grade == "high" else pick.choice(LOWER),
        is_judgement=pick.random() < 0.2,
        by=county.people["sergeant"].user,
        at=min(crime.recorded_at + timedelta(hours=hours), now - timedelta(minutes=10)),
    )


def _confirm(county: County, regrades: list[Regrade], now: datetime) -> None:
    """A supervisor confirmed all that go from high to standard, but for the newest, which still waits."""
    waiting = [each for each in regrades if (each.from_grade, each.grade) == ("high", "standard")]
    supervisor = county.people["police-supervisor"].user
    RegradeDecision.objects.bulk_create(
        RegradeDecision(
            regrade=each,
            agency=each.agency,
            is_confirmed=True,
            by=supervisor,
            at=min(each.at + timedelta(hours=5), now),
        )
        for each in waiting[1:]
    )


def _linked(county: County, crimes: list[CrimeRecord], now: datetime) -> None:
    """A crime of a case that waits to be heard, lowered yesterday: its coordinating team is asked what follows."""
    waits = Referral.objects.filter(status="accepted", case__isnull=False, case__sealed_at=None)
    referral = waits.select_related("case__district").order_by("received_at").first()
    if referral is None or referral.case is None:
        return
    pick = random.Random(1)  # noqa: S311  (as above)
    crime = _crime(county, pick, len(crimes) + 1, now, case_reference=referral.case.reference)
    crime.crime_ref = f"42/{100001 + len(crimes)}/{now:%y}"
    crime.initial_grade, crime.secondary_required, crime.district = "high", True, referral.case.district
    crime.recorded_at = crime.graded_at = now - timedelta(hours=30)
    crime.incident_at, crime.review_due_at = now - timedelta(hours=34), now - timedelta(hours=6)
    crime.save(force_insert=True)
    Regrade.objects.create(
        crime=crime, agency=crime.agency, number=1, from_grade="high", grade="medium", rationale=LOWER[0],
        by=county.people["sergeant"].user, at=now - timedelta(hours=20),
    )  # fmt: skip

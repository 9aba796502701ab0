"""Counts for reports, made without a database: a busy county, one case, nothing at all, and random quiet ones."""

import random
from datetime import date

from common.quarters import Quarter
from reports.counts import Counts, Geography, Heard, Place, Received
from reports.edition import Edition
from reports.figures import Figures, Rules
from reports.snapshot import Snapshot, snapshot

QUARTER = Quarter(date(2026, 7, 1))
QUARTERS = QUARTER.series(9)
TARGET = 14
WHOLE = Place(1, "Southend, Essex and Thurrock")
ESSEX, SOUTHEND, THURROCK = Place(2, "Essex"), Place(3, "Southend"), Place(4, "Thurrock")
# District: its share of the referrals, out of a hundred or so.
ESSEX_SHARES = {
    "Basildon": 13, "Braintree": 6, "Brentwood": 3, "Castle Point": 4, "Chelmsford": 8, "Colchester": 11,
    "Epping Forest": 6, "Harlow": 7, "Maldon": 2, "Rochford": 3, "Tendring": 12, "Uttlesford": 2,
}  # fmt: skip
DISTRICTS = {ESSEX.id: tuple(Place(10 + n, name) for n, name in enumerate(ESSEX_SHARES))}
DISTRICTS |= {SOUTHEND.id: (Place(30, "Southend-on-Sea"),), THURROCK.id: (Place(31, "Thurrock"),)}
COUNTY = Geography(WHOLE, (ESSEX, SOUTHEND, THURROCK), DISTRICTS)
SHARES = [*((ESSEX.id, 10 + n, share) for n, share in enumerate(ESSEX_SHARES.values())), (3, 30, 13), (4, 31, 11)]
SOURCES = {
    "police": 68, "idva": 9, "childrens_sc": 6, "acute_trust": 4, "housing_la": 4, "mental_health": 2.4, "probation": 2,
    "primary_care": 1.6, "adult_sc": 1.2, "education": 0.7, "substance": 0.5, "voluntary_da": 1.4, "fire": 0.3,
}  # fmt: skip


def county(seed: int = 1, *, per_month: int = 190, in_time: float = 0.925, together: float = 0) -> Counts:
    """About nine quarters of referrals and hearings in a county, growing slowly, with a bad August at the end.

    ``together``: how likely it is that agencies made a referral together.
    """
    rng, counts = random.Random(seed), Counts(QUARTERS)
    months = [month for quarter in QUARTERS for month in quarter.months]
    for place, month in enumerate(months):
        arrived = round(per_month * (1 + place / 130) * rng.uniform(0.94, 1.06))
        drift = 0.18 * (place / len(months))
        for _ in range(arrived):
            source = _source(rng, drift)
            key = Received(month, rng.choices(SHARES, [s[2] for s in SHARES])[0][1], source)
            key = _with_others(rng, key, together)
            counts.received[key] += 1
            counts.children[key] += rng.choice([0, 0, 1, 1, 2, 3])
        share = in_time - 0.05 * (place < 9) - 0.08 * (month == date(2026, 8, 1))
        for _ in range(round(arrived * rng.uniform(0.9, 0.98))):
            area = rng.choices(SHARES, [s[2] for s in SHARES])[0][0]
            days = (
                min(14, max(0, round(rng.gauss(8.2, 3.4)))) if rng.random() < share else 15 + int(rng.expovariate(0.28))
            )
            counts.heard[Heard(month, area, days, days <= TARGET, rng.random() < 0.3)] += 1
    counts.waiting.update({ESSEX.id: 11, SOUTHEND.id: 3})
    return counts


def _with_others(rng: random.Random, key: Received, likely: float) -> Received:
    """The same, now and then with one to three other kinds of agency."""
    if not likely or rng.random() >= likely:
        return key
    others = {_source(rng, 0.5) for _ in range(rng.choice([1, 1, 1, 2, 3]))} - {key.source}
    return key._replace(together=tuple(sorted(others)))


def _source(rng: random.Random, drift: float) -> str:
    weights = [share * (1 - drift) if name == "police" else share for name, share in SOURCES.items()]
    return rng.choices(list(SOURCES), weights)[0]


def edition(counts: Counts, place: Place = WHOLE, *, as_at: date = date(2026, 10, 14), version: int = 1) -> Edition:
    """An edition of July to September 2026, with the national policy."""
    return Edition(
        place=place,
        quarter=QUARTER,
        figures=Figures(counts, COUNTY, Rules(TARGET, threshold=5)),
        as_at=as_at,
        version=version,
        target_days=TARGET,
        target_percent=95,
        threshold=5,
    )


def snapshot_of(counts: Counts, place: Place = WHOLE, **more: object) -> Snapshot:
    return snapshot(edition(counts, place, **more))


def nothing() -> Counts:
    """An area in which nobody was referred and nobody was heard."""
    return Counts(QUARTERS)


def one_case() -> Counts:
    """One referral from the police about Maldon, heard on day 9, with two children."""
    counts = Counts(QUARTERS)
    key = Received(date(2026, 8, 1), DISTRICTS[ESSEX.id][8].id, "police")
    counts.received[key], counts.children[key] = 1, 2
    counts.heard[Heard(date(2026, 8, 1), ESSEX.id, 9, True, False)] = 1
    return counts


def a_few_others() -> Counts:
    """Three referrals in Essex that have nothing in common with that one case, but that they are as few."""
    counts = Counts(QUARTERS)
    for n, source in enumerate(("fire", "idva", "idva")):
        key = Received(date(2026, 7 + n, 1), DISTRICTS[ESSEX.id][n].id, source)
        counts.received[key], counts.children[key] = 1, n
        counts.heard[Heard(date(2026, 9, 1), ESSEX.id, 20 + n, False, True)] = 1
    return counts


def small(rng: random.Random, *, months: int = 27, most: int = 3, together: float = 0) -> Counts:
    """A county so quiet that nearly every count is small."""
    counts = Counts(QUARTERS)
    for month in [month for quarter in QUARTERS for month in quarter.months][-months:]:
        for _ in range(rng.randrange(12)):
            _, district, _ = rng.choice(SHARES)
            key = Received(month, district, rng.choice(["police", "police", "police", "idva", "fire"]))
            key = _with_others(rng, key, together)
            counts.received[key] += rng.randint(1, most)
            counts.children[key] += rng.randrange(3)
            days = rng.randrange(20)
            area = rng.choice([ESSEX.id, SOUTHEND.id, THURROCK.id])
            counts.heard[Heard(month, area, days, days <= TARGET, rng.random() < 0.3)] += rng.randint(1, most)
    counts.waiting.update({area.id: rng.randrange(6) for area in COUNTY.areas})
    return counts

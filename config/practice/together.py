"""Who makes a referral together with whom: about one in eight of the county's, of all kinds, a few of them seldom."""

import random
from typing import Any

from agencies.models import AgencyType
from config.practice.county import AGENCIES

T = AgencyType
TOGETHER = 1 / 8
SIZES = {1: 84, 2: 13, 3: 3}  # how many join in, and how often
# Who joins in, whoever sends; and who joins in with these senders for the most part.
WEIGHTS = {
    T.CHILDRENS_SC: 8,
    T.IDVA: 8,
    T.PRIMARY_CARE: 7,
    T.HOUSING_ASSOCIATION: 6,
    T.MENTAL_HEALTH: 5,
    T.POLICE: 5,
    T.ACUTE_TRUST: 3,
    T.HEALTH_VISITING: 2,
    T.PROBATION: 2,
    T.EDUCATION: 1,
    T.SUBSTANCE: 1,
}
USUAL, OFTEN = {T.POLICE: T.CHILDRENS_SC, T.PRIMARY_CARE: T.IDVA, T.HOUSING_ASSOCIATION: T.POLICE}, 30
KINDS = dict(AGENCIES)
NAMES = {kind: name for name, kind in reversed(AGENCIES)}


def kinds_with(sender: str, which: int | str) -> list[str]:
    """The kinds of agency that make a referral together with this agency of the county; none for most of them.

    ``which`` names the referral. It has a chance of its own, so that nothing else in the county changes with it.
    """
    own = random.Random(which)  # noqa: S311  (practice data, not a secret)
    if own.random() >= TOGETHER:
        return []
    kind = T(KINDS[sender])
    weights = WEIGHTS | ({USUAL[kind]: OFTEN} if kind in USUAL else {})
    weights.pop(kind, None)
    # The heavier, the nearer to one its number is likely to be: a draw without putting back.
    drawn = sorted(weights, key=lambda each: own.random() ** (1 / weights[each]), reverse=True)
    return [str(each) for each in drawn[: own.choices(list(SIZES), list(SIZES.values()))[0]]]


def as_sent(kinds: list[str]) -> list[dict[str, Any]]:
    """These as a sender writes them: by name where the county has one of the kind, and by kind alone elsewhere."""
    return [{"kind": kind} | ({"agency": NAMES[kind]} if kind in NAMES else {}) for kind in kinds]

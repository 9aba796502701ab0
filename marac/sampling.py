"""Dip samples: which heard cases are looked at again, and what ten scores come to. Plain Python.

Source: SafeLives, ten principles of an effective meeting, by name; reviews of meetings look at a few cases in depth
(domain notes, section 5). The four words of a score are this project's own.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from random import SystemRandom
from typing import TypeVar

Key = TypeVar("Key")

MET, PARTLY, NOT_MET, UNSEEN = "met", "partly", "not_met", "unseen"
SCORES = {MET: "Met", PARTLY: "Partly met", NOT_MET: "Not met", UNSEEN: "Cannot be said from these cases"}
NEEDS_NOTE = (PARTLY, NOT_MET)
MOST = 20


def draw(keys: Sequence[Key], wanted: int) -> list[Key]:
    """So many of the keys by chance, or all where there are fewer. Nobody can foresee which, or choose them.

    Raises ValueError for fewer than one and for more than twenty.
    """
    if not 1 <= wanted <= MOST:
        raise ValueError(f"A sample has 1 to {MOST} cases.")
    return SystemRandom().sample(keys, min(wanted, len(keys)))


def summary(scores: Iterable[str]) -> str:
    """Like "Met 7, partly met 2, not met 0, cannot be said 1": of ten principles."""
    found = Counter(scores)
    words = ((MET, "Met"), (PARTLY, "partly met"), (NOT_MET, "not met"), (UNSEEN, "cannot be said"))
    return ", ".join(f"{said} {found[score]}" for score, said in words)

"""Scoring of risk tools. Plain Python; the threshold is the area's policy on the day and comes in as an argument.

Source: SafeLives, RIC practice guidance: visible high risk is a count of "yes" answers at or above the threshold
(14 nationally); a practitioner's judgement may raise a case and may never clear a score.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# The 24 items of the adult checklist by our own codes. Our prompts are ours: the licensed wording is not copied.
RIC24 = (
    "INJURY_NOW",
    "FRIGHTENED",
    "FEARS",
    "ISOLATED",
    "LOW_MOOD",
    "SEPARATION",
    "CONTACT_DISPUTE",
    "STALKING",
    "PREGNANT_BABY",
    "MORE_OFTEN",
    "WORSE",
    "CONTROL_JEALOUSY",
    "WEAPON",
    "KILL_THREAT",
    "STRANGLE",
    "SEXUAL",
    "OTHER_FEARED",
    "HURT_OTHERS",
    "ANIMAL",
    "MONEY",
    "SUBSTANCE_MH",
    "PERP_SUICIDE",
    "BREACH",
    "POLICE_HISTORY",
)
ANSWERS = ("yes", "no", "dont_know", "not_asked", "declined")
SCORED_TOOLS = {"safelives_ric24": len(RIC24), "police_dash27": 27}


@dataclass(frozen=True)
class Score:
    """What a tool came to: counts of each answer, and whether it reaches the area's threshold."""

    yes: int | None
    unknown: int
    of: int | None
    is_visible_high_risk: bool


def score(tool: str, answers: Mapping[str, str], *, stated: int | None, threshold: int) -> Score:
    """Count the yes answers, or take the score that was stated where no answers were sent.

    Don't know, not asked and declined are not yes; they are counted, so that a low score with many unknowns shows.
    Only tools that are scored by counting can make a case visibly high risk.
    """
    yes = sum(answer == "yes" for answer in answers.values()) if answers else stated
    unknown = sum(answer in ("dont_know", "not_asked", "declined") for answer in answers.values())
    scored = tool in SCORED_TOOLS
    return Score(yes, unknown, SCORED_TOOLS.get(tool), scored and yes is not None and yes >= threshold)

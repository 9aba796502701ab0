"""Our own short prompts for the 24 items of the adult checklist and the three that only the police tool has.

The licensed wording is not copied: pages say so, and agencies use their own licensed form. The codes and their meaning
are the design's (domain notes, section 2.4); a change of wording is a new WORDING, kept with every set of answers.
"""

from typing import NamedTuple

WORDING = "linnet-1"


class Item(NamedTuple):
    """One item: its code and our prompt."""

    code: str
    prompt: str


class Part(NamedTuple):
    """Items under one heading."""

    heading: str
    items: tuple[Item, ...]


PARTS = (
    Part(
        "What is happening now",
        (
            Item("INJURY_NOW", "Hurt in this incident?"),
            Item("FRIGHTENED", "Very frightened?"),
            Item("FEARS", "Afraid of more harm, or of being killed?"),
            Item("ISOLATED", "Cut off from family, friends or services?"),
            Item("LOW_MOOD", "Low mood, or thoughts of suicide?"),
            Item("SEPARATION", "Left, or tried to leave, in the past year?"),
            Item("CONTACT_DISPUTE", "Dispute about time with the children?"),
            Item("STALKING", "Repeated messages, following or watching?"),
            Item("PREGNANT_BABY", "Pregnant, or a birth in the last 18 months?"),
        ),
    ),
    Part(
        "History",
        (
            Item("MORE_OFTEN", "Happening more often?"),
            Item("WORSE", "Getting more severe?"),
            Item("CONTROL_JEALOUSY", "Controls daily life, or extreme jealousy?"),
            Item("WEAPON", "Ever used an object or weapon?"),
            Item("KILL_THREAT", "Ever threatened to kill, and was believed?"),
            Item("STRANGLE", "Ever strangled, choked or tried to drown?"),
            Item("SEXUAL", "Sexual behaviour that hurts or degrades?"),
            Item("OTHER_FEARED", "Anyone else feared, or who has threatened?"),
            Item("HURT_OTHERS", "Known to have harmed anyone else?"),
            Item("ANIMAL", "Ever mistreated an animal?"),
        ),
    ),
    Part(
        "The person causing harm",
        (
            Item("MONEY", "Money problems, or depends on them for money?"),
            Item("SUBSTANCE_MH", "Drugs, alcohol or mental health, past year?"),
            Item("PERP_SUICIDE", "Ever threatened or tried suicide?"),
            Item("BREACH", "Broken bail, an order or an agreement?"),
            Item("POLICE_HISTORY", "Been in trouble with the police before?"),
        ),
    ),
)
POLICE_ONLY = (
    Item("CHILDREN_PRESENT", "Children or dependants in the household?"),
    Item("CHILDREN_HURT", "Ever hurt the children or dependants?"),
    Item("CHILDREN_THREAT", "Threatened to hurt or kill them?"),
)
ITEMS = tuple(item for part in PARTS for item in part.items)
# Shown first, because each of them has often come before a death.
CRITICAL = (
    "STRANGLE", "KILL_THREAT", "SEPARATION", "STALKING", "WEAPON", "SEXUAL", "PREGNANT_BABY", "CONTROL_JEALOUSY",
)  # fmt: skip
CODES = {
    "safelives_ric24": frozenset(item.code for item in ITEMS),
    "police_dash27": frozenset(item.code for item in (*ITEMS, *POLICE_ONLY)),
}
# This many "don't know" and "not asked" make a count say little: a low number is then no comfort.
MANY_UNKNOWN = 6

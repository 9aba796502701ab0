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
            Item("INJURY_NOW", "Were they hurt this time?"),
            Item("FRIGHTENED", "Are they very frightened?"),
            Item("FEARS", "Do they fear more harm, to themselves or to somebody else?"),
            Item("ISOLATED", "Are they cut off from family, friends or professionals?"),
            Item("LOW_MOOD", "Is their mood low, or have they thought of suicide?"),
            Item("SEPARATION", "Have they left, or tried to leave, in the past year?"),
            Item("CONTACT_DISPUTE", "Is there a dispute about time with the children?"),
            Item("STALKING", "Are there repeated unwanted messages, calls, following or watching?"),
            Item("PREGNANT_BABY", "Are they pregnant, or did they give birth in the last 18 months?"),
        ),
    ),
    Part(
        "What has happened before",
        (
            Item("MORE_OFTEN", "Is it happening more often?"),
            Item("WORSE", "Is it getting worse?"),
            Item("CONTROL_JEALOUSY", "Is there control of daily life, or extreme jealousy?"),
            Item("WEAPON", "Has an object or a weapon ever been used to hurt?"),
            Item("KILL_THREAT", "Has there been a threat to kill that was believed?"),
            Item("STRANGLE", "Has there been strangling, choking, suffocation or drowning?"),
            Item("SEXUAL", "Are there sexual acts or remarks that hurt or degrade?"),
            Item("OTHER_FEARED", "Is there anybody else who has threatened them, or whom they fear?"),
            Item("HURT_OTHERS", "Has the person causing harm hurt anybody else?"),
            Item("ANIMAL", "Has the person causing harm mistreated an animal?"),
        ),
    ),
    Part(
        "The person causing harm",
        (
            Item("MONEY", "Are there money worries, or does one depend on the other for money?"),
            Item("SUBSTANCE_MH", "In the past year, have drugs, alcohol or mental health disrupted their life?"),
            Item("PERP_SUICIDE", "Have they ever threatened or tried suicide?"),
            Item("BREACH", "Have they ever broken bail, a court order or a contact agreement?"),
            Item("POLICE_HISTORY", "Have they been in trouble with the police, or have they a record?"),
        ),
    ),
)
POLICE_ONLY = (
    Item("CHILDREN_PRESENT", "Are there children or dependants in the household?"),
    Item("CHILDREN_HURT", "Has the person causing harm ever hurt them?"),
    Item("CHILDREN_THREAT", "Has the person causing harm threatened to hurt or kill them?"),
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

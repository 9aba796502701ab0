"""The risk tools that Linnet ships with: their items in our own short prompts, and how each is answered. Plain Python.

`load_reference_data` puts them into rows (RiskTool), and a case reads the rows: another tool, or an agency's licensed
wording, is a row and no code. The referral form and the API read this module, because their codes are a contract.

The licensed wording of no tool is copied. A prompt of ours is not the validated instrument: pages say so, and every set
of answers keeps the version of the wording that it was asked in. Items and their order: domain notes, sections 2.2-2.4.
"""

from dataclasses import dataclass
from typing import NamedTuple

WORDING = "linnet-1"
NOTICE = "Our prompts are short: use them with your agency’s licensed form."
UNKNOWN = {"dont_know": "Not known", "not_asked": "Not asked", "declined": "Declined"}
YES_NO = {"yes": "Yes", "no": "No", **UNKNOWN}
YES, NO = "yes", "no"
OFTEN = {"never": "Never", "once": "Once", "sometimes": "Sometimes", "often": "Often", **UNKNOWN}
# Who told it. Whatever the person at risk did not say themselves has to say where it comes from.
SOURCES = {
    "victim": "The person at risk",
    "police": "Police",
    "child": "A child",
    "family": "Family or a friend",
    "agency_record": "An agency’s record",
    "observation": "Seen by the worker",
    "other": "Somebody else",
}
# This many "not known" and "not asked" make a count say little: a low number is then no comfort.
MANY_UNKNOWN = 6
COUNTED, GRADED, STATED = "counted", "graded", "stated"


class Item(NamedTuple):
    """One item: its code, our prompt, what to ask further, whom it is about, whether it often came before a death."""

    code: str
    prompt: str
    part: str = ""
    follow_up: str = ""
    subject: str = "victim"
    is_critical: bool = False


@dataclass(frozen=True)
class Tool:
    """A tool in one wording.

    ``kind``: counted (yes answers), graded (an assessor grades it and says why; nothing is counted), or stated (its
    items are not held here, only what it came to). ``meets_ground``: its count is held against the area's threshold
    for visible high risk.
    """

    code: str
    name: str
    kind: str
    items: tuple[Item, ...] = ()
    scale: tuple[tuple[str, str], ...] = tuple(YES_NO.items())
    meets_ground: bool = False
    attribution: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """The codes of its items."""
        return frozenset(item.code for item in self.items)

    @property
    def parts(self) -> list[tuple[str, list[Item]]]:
        """The items under their headings, in the order of the tool."""
        headings = list(dict.fromkeys(item.part for item in self.items))
        return [(heading, [item for item in self.items if item.part == heading]) for heading in headings]


def _part(heading: str, *items: tuple) -> tuple[Item, ...]:
    """Items of one heading: (code, prompt, follow-up)."""
    return tuple(Item(code, prompt, heading, *more) for code, prompt, *more in items)


OTHER_PERSON = "perpetrator"
NOW, HISTORY, OTHERS, HARMER = "What is happening now", "History", "Who else is harmed", "The person causing harm"
_NOW = _part(
    NOW,
    ("INJURY_NOW", "Hurt in this incident?", "What happened? Was it the first time?"),
    ("FRIGHTENED", "Very frightened?", "In their own words"),
    ("FEARS", "Afraid of more harm, or of being killed?", "Of what, by whom, to whom?"),
    ("ISOLATED", "Cut off from family, friends or services?", "How?"),
    ("LOW_MOOD", "Low mood, or thoughts of suicide?", "Is there a plan? If there is, get help now"),
    ("SEPARATION", "Left, or tried to leave, in the past year?", "When?", "victim", True),
    ("CONTACT_DISPUTE", "Dispute about time with the children?", "About what?"),
    ("STALKING", "Repeated messages, following or watching?", "What, and how often?", OTHER_PERSON, True),
    ("PREGNANT_BABY", "Pregnant, or a birth in the last 18 months?", "When is it due, or how old?", "victim", True),
)
_HISTORY = _part(
    HISTORY,
    ("MORE_OFTEN", "Happening more often?", "Since when?"),
    ("WORSE", "Getting more severe?", "How?"),
    ("CONTROL_JEALOUSY", "Controls daily life, or extreme jealousy?", "Examples", OTHER_PERSON, True),
    ("WEAPON", "Ever used an object or weapon?", "What? Is it within reach now?", OTHER_PERSON, True),
    ("KILL_THREAT", "Ever threatened to kill, and was believed?", "Whom?", OTHER_PERSON, True),
    ("STRANGLE", "Ever strangled, choked or tried to drown?", "When? Seen by a doctor?", OTHER_PERSON, True),
    ("SEXUAL", "Sexual behaviour that hurts or degrades?", "What they want to say about it", OTHER_PERSON, True),
)
_OTHERS = _part(
    OTHERS,
    ("OTHER_FEARED", "Anyone else feared, or who has threatened?", "Who? Family, or so-called honour?"),
    ("HURT_OTHERS", "Known to have harmed anyone else?", "A child, a former partner, a relative?", OTHER_PERSON),
    ("ANIMAL", "Ever mistreated an animal?", "What happened?", OTHER_PERSON),
)
_HARMER = _part(
    HARMER,
    ("MONEY", "Money problems, or depends on them for money?", "A job lost?"),
    ("SUBSTANCE_MH", "Drugs, alcohol or mental health, past year?", "Which?", OTHER_PERSON),
    ("PERP_SUICIDE", "Ever threatened or tried suicide?", "When?", OTHER_PERSON),
    ("BREACH", "Broken bail, an order or an agreement?", "Which?", OTHER_PERSON),
    ("POLICE_HISTORY", "Been in trouble with the police before?", "For what?", OTHER_PERSON),
)
POLICE_ONLY = _part(
    "Children",
    ("CHILDREN_PRESENT", "Children or dependants in the household?", "Who?", "child"),
    ("CHILDREN_HURT", "Ever hurt the children or dependants?", "Whom, and when?", "child"),
    ("CHILDREN_THREAT", "Threatened to hurt or kill them?", "Whom?", "child"),
)
ITEMS = (*_NOW, *_HISTORY, *_OTHERS, *_HARMER)
RIC24 = tuple(item.code for item in ITEMS)
# Our reading of the items for people of 13 to 17, under the headings that youth services use.
_YOUNG = {
    "CONTACT_DISPUTE": "Dispute about a child, or about seeing each other?",
    "ISOLATED": "Cut off from friends, family, school or services?",
    "SEPARATION": "Ended it, or tried to, in the past year?",
    "STALKING": "Repeated messages, tracking, following or watching, also online?",
    "SEXUAL": "Pressed into sexual things or pictures?",
    "MONEY": "Depends on them for money, phone, drugs or a place to stay?",
}
_YOUNG_PARTS = {HISTORY: "Life and relationship", OTHERS: "What happened before"}
YOUNG_ITEMS = tuple(
    item._replace(prompt=_YOUNG.get(item.code, item.prompt), part=_YOUNG_PARTS.get(item.part, item.part))
    for item in ITEMS
)
S_DASH_ITEMS = (
    *_part(
        "This episode",
        ("S_FRIGHTENED", "Very frightened?", "In their own words"),
        ("S_DAMAGE", "Damaged their property?", "What?", OTHER_PERSON),
        ("S_VISITS", "Turns up more than three times a week?", "Where?", OTHER_PERSON),
        ("S_LOITERS", "Waits near home or work?", "Where, and when?", OTHER_PERSON),
        ("S_THREATS", "Threatened to hurt them, or sexually?", "In which words?", OTHER_PERSON, True),
        ("S_THIRD_PARTIES", "Pestered other people about them?", "Whom?", OTHER_PERSON),
        ("S_VIOLENT", "Violent to anybody?", "To whom?", OTHER_PERSON, True),
        ("S_HELPERS", "Got others to help?", "Whom?", OTHER_PERSON),
    ),
    *_part(
        "Before this",
        ("S_EARLIER", "Harassed this or another person before?", "Whom, and when?", OTHER_PERSON),
        ("S_SUBSTANCE", "Misuses drugs or alcohol?", "Which?", OTHER_PERSON),
        ("S_PAST_VIOLENCE", "Was violent in the past?", "To whom?", OTHER_PERSON, True),
    ),
)
GRADED_ITEMS = (
    *_part(
        "Control",
        ("G_RULES", "Makes rules for daily life, and punishes for breaking them?", "Which?", OTHER_PERSON),
        ("G_WATCHES", "Checks where they are and whom they talk to?", "How?", OTHER_PERSON),
        ("G_CUTS_OFF", "Keeps them from family, friends or work?", "From whom?", OTHER_PERSON),
        ("G_MONEY", "Takes or controls their money?", "How?", OTHER_PERSON),
        ("G_FRIGHTENS", "Frightens them into doing as they are told?", "How?", OTHER_PERSON, True),
    ),
    *_part(
        "Harm",
        ("G_THREATS", "Threatens to hurt or kill?", "Whom?", OTHER_PERSON, True),
        ("G_HURTS", "Hurts them physically?", "How badly?", OTHER_PERSON),
        ("G_NECK", "Hands or anything else round the neck?", "When?", OTHER_PERSON, True),
        ("G_SEXUAL", "Makes them do sexual things?", "What they want to say about it", OTHER_PERSON, True),
        ("G_WEAPON", "Uses or shows a weapon?", "Which?", OTHER_PERSON, True),
    ),
    *_part(
        "Change",
        ("G_AFTER", "Follows or contacts them after being told to stop?", "How?", OTHER_PERSON, True),
        ("G_CHILDREN", "Uses the children to frighten or control?", "How?", OTHER_PERSON),
    ),
)
RIC, POLICE, YOUNG, STALKING, GRADE, ELSE = (
    "safelives_ric24", "police_dash27", "safelives_yp", "s_dash", "dara", "other",
)  # fmt: skip
SHIPPED = (
    Tool(RIC, "24-item checklist", COUNTED, ITEMS, meets_ground=True, attribution="After the SafeLives Dash checklist"),
    Tool(
        POLICE,
        "27-item police checklist",
        COUNTED,
        (*_NOW, *POLICE_ONLY, *_HISTORY, *_OTHERS, *_HARMER),
        meets_ground=True,
        attribution="After the police DASH (2009) checklist",
    ),
    Tool(
        YOUNG,
        "Young person’s checklist",
        COUNTED,
        YOUNG_ITEMS,
        meets_ground=True,
        attribution="After the SafeLives checklist for young people. Children’s social care is told as well",
    ),
    Tool(STALKING, "Stalking checklist", COUNTED, S_DASH_ITEMS, attribution="After the S-DASH stalking questions"),
    Tool(
        GRADE,
        "Graded police tool",
        GRADED,
        GRADED_ITEMS,
        tuple(OFTEN.items()),
        attribution="In the manner of the College of Policing’s DARA: graded with reasons, never counted",
    ),
    Tool(ELSE, "Another tool", STATED, attribution="The form is kept by the agency that filled it in"),
)
BY_CODE = {tool.code: tool for tool in SHIPPED}
CHOICES = [(tool.code, tool.name) for tool in SHIPPED]
# Whose answers a referral may send, item by item.
SENT_CODES = {tool.code: tool.codes for tool in SHIPPED if tool.meets_ground}
# Shown first, because each of them has often come before a death: the most telling one first.
CRITICAL = (
    "STRANGLE", "KILL_THREAT", "SEPARATION", "STALKING", "WEAPON", "SEXUAL", "PREGNANT_BABY", "CONTROL_JEALOUSY",
)  # fmt: skip

"""The invented people of the gallery, from the design pictures. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from common.dates import LONDON
from common.parts import (
    Action,
    CaseHeader,
    ClockState,
    Column,
    Entry,
    Fact,
    Link,
    Masked,
    Pages,
    Progress,
    SafeContact,
    Task,
    Tile,
)

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


@dataclass(frozen=True)
class Clock:
    state: ClockState
    date: date
    words: str


def _nov(day: int, words: str, state: ClockState) -> Clock:
    return Clock(state, date(2026, 11, day), words)


LATE, TODAYS = _nov(20, "3 days late", "late"), _nov(23, "Due today", "today")
SOON, WEEK = _nov(25, "2 days left", "soon"), _nov(28, "5 days left", "week")
LATER = Clock("later", date(2026, 12, 3), "10 days left")
LISTED, HEARD = _nov(26, "Listed, day 9", "listed"), _nov(19, "Heard on day 16, 2 days late", "heard")
CLOCKS = (LATER, WEEK, SOON, TODAYS, LATE, LISTED, HEARD)

CLOCK_CHOICES = [
    ("late", "Late (2)"),
    ("today", "Due today (1)"),
    ("soon", "Due in 3 days (2)"),
    ("later", "Later (21)"),
]
GROUNDS = [("visible", "Visible high risk"), ("judgement", "Professional judgement"), ("repeat", "Repeat in 12 months")]
SOURCES = [("police", "Police"), ("health", "Health"), ("housing", "Housing"), ("other", "Other")]


# Group: name | reference | district | risk | day of November, words and state of the clock | from | sent | grounds |
# second line | status. A sealed case has only a reference, a clock and a status.
_WORKLIST = """
Late (2): Aoife O’Connell-D’Souza | M2WB-6H0R-4D | Northford | high | 20, 3 days late, late | Police | 6 Nov, 4:50pm | 17 of 24 yes | 2 children | New
Late (2): Łucja Dąbrowska | 2GKH-7WSJ-MX | Eastwold | high | 22, 1 day late, late | Midwifery | 8 Nov, 9:15am | Judgement | Pregnant | Questions sent
Due today (1): | X4TB-0FP6-VC | | | 23, Due today, today | | | | | New
Due in 3 days (2): Zofia Wójcik-Nowak | K7F3-9QD2-TX | Northford | high | 25, 2 days left, soon | Police | 11 Nov, 7:32am | 17 of 24 yes | Repeat, 2 children | Being checked
Due in 3 days (2): Lan Nguyễn | Y1SE-8BN4-GJ | Saltmarsh | high | 26, 3 days left, soon | Housing | 12 Nov, 2:05pm | Judgement | Interpreter | New
Due in 4 to 7 days (3): Thérèse Mbeki-Hall | B9TZ-1K8E-HM | Wenbury | high | 28, 5 days left, week | School | 14 Nov, 10:40am | Escalation | 4 events, 12 months | New
Due in 4 to 7 days (3): Magdaléna Kovářová | D6HX-R9T1-NB | Thornley | medium | 29, 6 days left, week | GP practice | 15 Nov, 6:21pm | 12 of 24 yes | Judgement | New
Due in 4 to 7 days (3): Daniel Ferreira-Gonçalves | 6ZCN-T8MA-1F | Castle Mere | | 30, 7 days left, week | Substance misuse | 16 Nov, 11:55am | Judgement | Adult at risk | New
Listed (1): Grace Pemberton-Ash | H5MT-C2ZQ-7R | Ashcombe | high | 26, Listed, listed | Police | 17 Nov, 8:02am | 19 of 24 yes | 3 children | Listed
Heard in the last 7 days (1): Renée D’Arcy | Z8QV-3MC6-KE | Fenhythe | high | 19, Heard on day 16, heard | Mental health | 3 Nov, 9:00am | Judgement | | Heard
"""  # noqa: E501


def _worklist(text: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in text.strip().splitlines():
        heading, _, rest = line.partition(": ")
        name, reference, district, risk, clock, source, sent, grounds, also, status = map(str.strip, rest.split("|"))
        day, words, state = clock.split(", ")
        person: dict[str, Any] = {"name": name, "reference": reference, "district": district, "risk": risk}
        person |= {"source": source, "sent": sent, "grounds": grounds, "also": also, "status": status}
        clock_cell = _nov(int(day), words, state)  # type: ignore[arg-type]
        groups.setdefault(heading, []).append(person | {"clock": clock_cell, "restricted": not name})
    return groups


WORKLIST = list(_worklist(_WORKLIST).items())
COLUMNS = [
    Column("Person", "?sort=person"),
    Column("From", "?sort=source"),
    Column("Grounds"),
    Column("Risk", "?sort=risk"),
    Column("Hear by", "?sort=-clock", "ascending"),
    Column("Status"),
]

CONTACT = SafeContact(
    do_not=("Leave a voicemail or send letters.", "Call on Wednesdays: Tomasz is at home."),
    allowed=("Call her mobile, number withheld.", "E-mail zosia@example.org"),
    safe_now="Now, until 2pm",
    best_times="10am to 2pm, not Wednesday",
    if_answered="Say you are ringing about the dentist. Ring off.",
    code_word_url="/gallery/record/",
    numbers=(Masked("Mobile", "07••• ••• 412", "/gallery/record/"),),
    confirmed="Confirmed 12 days ago",
)
HEADER = CaseHeader(
    name="Zofia Wójcik-Nowak",
    also="Likes to be called Zosia (ZOH-sha)",
    risk="high",
    facts=(
        Fact("Reference", "K7F3-9QD2-TX", copy=True),
        Fact("Date of birth", "14 Mar 1994 (age 32)"),
        Fact("District", "Northford"),
        Fact("Adviser", "Siobhán O’Dwyer"),
        Fact("Language", "Polish, interpreter"),
        Fact("Hear by", clock=SOON),
    ),
    actions=(Action("Log contact", "#", "primary"), Action("More actions", "#")),
)
SECTIONS = ("Overview", "Contacts and notes", "People", "Risk and plan", "Meetings and actions", "Documents", "History")
ENTRIES = (
    Entry(
        "Risk changed to High",
        datetime(2026, 11, 21, 18, 40, tzinfo=LONDON),
        "J. Patel, police",
        "Was Medium. New threat reported by her mother.",
        "#",
        is_new=True,
    ),
    Entry(
        "Contact tried, no answer",
        datetime(2026, 11, 20, 10, 20, tzinfo=LONDON),
        "Siobhán O’Dwyer, advice service",
        "Second try. No voicemail left.",
        "#",
    ),
    Entry(
        "Safety plan started",
        datetime(2026, 11, 20, 10, 5, tzinfo=LONDON),
        "Siobhán O’Dwyer, advice service",
        "Door lock, school collection, spare phone.",
        "#",
    ),
)
FIRST_48_HOURS = (
    Task("Confirm safe contact", "done", "#"),
    Task("Make first contact", "late", "#", "2 tries so far. Third is due today"),
    Task("Risk checklist", "done", "#", "17 yes, 5 no, 2 not known"),
    Task("Safety plan", "doing", "#", "Started Fri 20 November"),
    Task("Consent or legal basis", "blocked", hint="After first contact"),
)
REFERRAL_TASKS = (
    Task("2. Why you are referring", "done", "#", "Grounds, what has happened, what you have done today"),
    Task("3. Person at risk", "done", "#", "Names, dates of birth, address, language"),
    Task("4. Safe contact", "problem", "#", "How and when it is safe to get in touch"),
    Task("5. Children and others in the home", "todo", "#"),
    Task("6. Person causing harm", "todo", "#", "Can be answered “Not known”"),
)
RAIL = (
    Link("Your details", "#", words="Completed"),
    Link("Why", "#", words="Completed"),
    Link("Person at risk", "#", words="Completed"),
    Link("Safe contact", "#", current=True, words="2 problems"),
    Link("Children and others", "#", words="Incomplete"),
    Link("Wishes and consent", words="Cannot start yet"),
)
MEETING_RAIL = (
    Link("Grace P-A.", "#", words="Heard, 14 min"),
    Link("Lan N.", "#", words="Heard, 11 min"),
    Link("Zosia W.", "#", current=True, words="Now, 6 min"),
    Link("Restricted", "#", words="To come"),
    Link("Hana al-S.", "#", words="Deferred"),
)
TILES = (
    Tile("Heard within 14 days", "94%", "target 90%", "on", change="Up 3 points on quarter, up 11 on year"),
    Tile("Referrals to advice", "891", "no target set", "none", change="Up 3% on quarter, up 9% on year"),
    Tile("Not from police", "17%", "target 25%", "watch", change="Up 1 point on quarter, up 3 on year"),
    Tile("Actions on time", "78%", "target 85%", "off", change="Down 2 points on quarter, up 5 on year"),
)
DISTRICTS = (("Ashcombe", 88, 79, "+9", "+11%"), ("Brackwater", 74, 81, "−7", "−9%"), ("Millbrook Vale", *("[c]",) * 4))
# Group: name | reference | new | risk | safe to contact, its class | note | last attempt | when | due | by | late.
_CONTACTS = """
Overdue (2): Zosia W. | K7F3-9QD2-TX | 3 | high | Now, until 2pm | app-safe | Not Wed. No voicemail | No answer | Fri 20 Nov, 2nd try | Sat 21 Nov | 2 days late | yes
Overdue (2): Nadège O. | 7RNC-XV53-QA | | high | E-mail only | app-unsafe | Do not call or text | E-mail sent | Wed 18 Nov | Fri 20 Nov | 3 days late | yes
Today (2): Aoife O’C. | M2WB-6H0R-4D | | medium | Now, until 11:30am | app-safe | Text first | Spoke | Fri 20 Nov | Mon 23 Nov | by 11:30am |
Today (2): Daniel F-G. | 6ZCN-T8MA-1F | | standard | Not confirmed | app-unsafe | Check before you call | None yet | New Fri 20 Nov | Mon 23 Nov | first contact |
"""  # noqa: E501


def _contacts(text: str) -> dict[str, list[list[str]]]:
    groups: dict[str, list[list[str]]] = {}
    for line in text.strip().splitlines():
        heading, _, rest = line.partition(": ")
        groups.setdefault(heading, []).append([cell.strip() for cell in rest.split("|")])
    return groups


CONTACTS = list(_contacts(_CONTACTS).items())
RESEARCH = (
    (
        "Police",
        "Provided",
        "4 calls in 12 months, the last on 10 November",
        "10 Nov: call from neighbour. Tomasz arrested, released on bail to 8 December.",
    ),
    (
        "Children’s social care",
        "Provided",
        "Maja, 7: open, child in need. Staś, 2: open",
        "Next visit Friday 27 November.",
    ),
    ("Substance misuse", "Nothing known", "Checked client records", "Checked by T. Achterberg, 18 November."),
    ("Mental health", "Late, asked twice", "No answer yet", "Ask in the room."),
)
PERSONAS = (
    ("Siobhán O’Dwyer", "Adviser. 31 cases, 14 contacts due, 2 new referrals"),
    ("Marjolein van ’t Hoff", "Coordinator. 31 referrals to triage, Thursday’s agenda"),
    ("Cllr Anjali Vaidya-Crossley", "Board member. Last quarter’s report, no cases"),
)
SAFE_CONTACT_TYPED = {
    "phone": "07700 900 412",
    "call": "safe",
    "text": "not-known",
    "times": "10am to 2pm, not Wednesday",
    "other": "Say you are ringing about the dentist, then ring off",
    "review": "12/11/2026",
}
COMPONENTS: dict[str, Any] = {
    "clocks": CLOCKS,
    "worklist": WORKLIST,
    "columns": COLUMNS,
    "contact": CONTACT,
    "stale_contact": SafeContact(confirmed="Confirmed 41 days ago", is_stale=True, change_url="#"),
    "header": HEADER,
    "sections": [Link(label, "#", current=label == "Overview") for label in SECTIONS],
    "entries_found": ENTRIES,
    "tasks": FIRST_48_HOURS,
    "referral_tasks": REFERRAL_TASKS,
    "rail_links": RAIL,
    "meeting_rail": MEETING_RAIL,
    "tiles_found": TILES,
    "districts": DISTRICTS,
    "personas": PERSONAS,
    "contacts": CONTACTS,
    "research": RESEARCH,
    "waiting": [person for _heading, rows in WORKLIST[2:4] for person in rows],
    "facts_found": HEADER.facts,
    "answers": (
        Fact("First name", "Zofia", "#"),
        Fact("Other names", "", "#"),
        Fact("Address", "12 Ferry Lane\nNorthford"),
    ),
    "chips_found": (Link("All areas", "?area="), Link("Not closed", "?open=")),
    "pages": Pages("?after=K7F3", "?before=B9TZ", "26 to 50 of 3,412"),
    "trail": (Link("Meetings", "#"), Link("Thursday 26 November 2026", "#")),
    "job": Progress(2, 5, "drawing charts (about 20 seconds)"),
    "colours": ("blue", "green", "red", "orange", "yellow", "grey", "purple", "teal", "magenta"),
    "icons": (
        [
            "triangle",
            "diamond",
            "dot",
            "ring",
            "circle",
            "ticked",
            "dash",
            "lock",
            "cross",
            "warning",
            "information",
            "tick",
        ]
    ),
    "moment": datetime(2026, 11, 6, 16, 50, tzinfo=LONDON),
}


def shell(place: str) -> dict[str, Any]:
    """What config.shell gives to a real page, for a coordinator who does not exist."""
    places = ("Overview", "Cases", "Referrals", "Meetings", "Research", "Actions", "Reports")
    navigation = [
        {"label": label, "url": "#", "current": label == place, "count": 31 if label == "Referrals" else None}
        for label in places
    ]
    return {
        "product_name": "Linnet",
        "person_name": "Marjolein van ’t Hoff",
        "agency_name": "Northford Council",
        "area_name": "Northford and Saltmarsh",
        "demo": False,
        "navigation": navigation if place else [],
        "search_url": "/gallery/",
        "sign_out_url": "/gallery/",
        "idle_seconds": 900,
        "keep_alive_url": "/gallery/stay/",
        "footer_links": [Link(label, "#") for label in ("Help and who to ring", "Accessibility", "Privacy")],
    }

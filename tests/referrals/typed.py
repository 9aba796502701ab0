"""What somebody types into the eight sections of the form, as a browser sends it."""

from typing import Any

from cases.tools import ITEMS

Typed = dict[str, Any]

YOU = {
    "name": "Dr Example",
    "role": "GP",
    "email": "dr@surgery.example",
    "external_reference": "SURG-118",
    "scheme": "iris",
}
REASONS = {
    "criteria": ["professional_judgement", "potential_escalation"],
    "reasons": "Terrified, minimises, and was seen with bruising of different ages. Well above the score.",
    "immediate_actions": "Appointment alone on Tuesday.",
    "incidents-TOTAL_FORMS": "1",
    "incidents-INITIAL_FORMS": "0",
    "incidents-0-on-day": "17",
    "incidents-0-on-month": "nov",
    "incidents-0-on-year": "2026",
    "incidents-0-at": "10:10pm",
    "incidents-0-kind": "crime",
    "incidents-0-category": "common_assault",
    "incidents-0-police": "yes",
    "incidents-0-summary": "Pushed against a wall.",
}
PERSON = {
    "given": "Zoë",
    "family": "O'Example-Núñez",
    "born-day": "12",
    "born-month": "4",
    "born-year": "1990",
    "sex": "female",
    "district": "E07000069",
    "unknown": "on",
    "protected": "on",
    "first_language": "es",
    "interpreter": "yes",
    "ethnicity": "not_asked",
    "names-TOTAL_FORMS": "1",
    "names-INITIAL_FORMS": "0",
    "names-0-given": "Zoe",
    "names-0-family": "Nunez",
    "names-0-kind": "spelling",
}
CONTACT = {
    "phone": "01632 960010",
    "call": "safe_with_limits",
    "voicemail": "no",
    "text": "not_safe",
    "mail": "unknown",
    "letter": "not_safe",
    "meet": "At the surgery, Tuesdays",
    "times": "Tuesday mornings",
    "code_word": "library",
}
CHILDREN = {
    "has_children": "yes",
    "referred_on-day": "18",
    "referred_on-month": "11",
    "referred_on-year": "2026",
    "children-TOTAL_FORMS": "2",
    "children-INITIAL_FORMS": "0",
    "children-0-given": "Mina",
    "children-0-family": "Testcase",
    "children-0-born-day": "3",
    "children-0-born-month": "2",
    "children-0-born-year": "2016",
    "children-0-to_victim": "child",
    "children-0-school": "Example Primary",
    "children-1-given": "Tej",
    "children-1-age": "2",
}
HARM = {
    "perpetrators-TOTAL_FORMS": "2",
    "perpetrators-INITIAL_FORMS": "0",
    "perpetrators-0-given": "Ravi",
    "perpetrators-0-family": "Testcase",
    "perpetrators-0-other_names": "Ricky\nRavi van der Test",
    "perpetrators-0-relationship": "ex_partner",
    "perpetrators-0-line1": "9 Sample Street",
    "perpetrators-0-town": "Southend-on-Sea",
    "perpetrators-0-postcode": "ss2 2zz",
    "perpetrators-0-whereabouts": "On bail",
    "perpetrators-0-works_for_partner_agency": "no",
    "perpetrators-1-nobody_knows": "on",
    "perpetrators-1-works_for_partner_agency": "unknown",
}
CHECKLIST = {
    "tool": "safelives_ric24",
    "assessed_on-day": "19",
    "assessed_on-month": "11",
    "assessed_on-year": "2026",
    "assessor": "Dr Example",
    **{item.code: "yes" if place < 9 else "no" if place < 20 else "dont_know" for place, item in enumerate(ITEMS)},
    "notes": "“He put his hands round my neck.”",
}
WISHES = {
    "aware_of_referral": "yes",
    "agrees": "disagrees",
    "wants": "To be left alone for now",
    "not_safe_to_talk_to": "Her mother-in-law",
    "lawful_basis": "vital_interests",
    "condition": "safeguarding",
    "reason": "Serious harm is likely.",
    "decided_by": "Dr Example",
    "proportionality": "Only what the meeting needs.",
}
ALL: dict[str, Typed] = {
    "you": YOU,
    "reasons": REASONS,
    "person": PERSON,
    "contact": CONTACT,
    "children": CHILDREN,
    "harm": HARM,
    "checklist": CHECKLIST,
    "wishes": WISHES,
}


def stored(section: str, **changes: Any) -> dict[str, list[str]]:
    """The same, as a draft keeps it; None leaves an answer out."""
    typed = {name: value for name, value in (ALL[section] | changes).items() if value is not None}
    return {name: value if isinstance(value, list) else [str(value)] for name, value in typed.items()}

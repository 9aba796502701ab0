"""The agreed codes of a submission, and the words for each. Plain Python: the API, the forms and the pages read it.

Not known, not asked, declined and not safe to ask are codes of their own: a blank would hide which of them it is.
A code is part of the API's contract: add to a list, never take away or rename.
"""

from cases import equality

# The record of a person speaks the same codes: they are kept with it.
UNSAID = equality.UNSAID
ETHNICITIES, DISABILITIES = equality.ETHNICITIES, equality.DISABILITIES
ORIENTATIONS, GENDER_IDENTITIES = equality.ORIENTATIONS, equality.GENDER_IDENTITIES
PREGNANCY, LANGUAGES = equality.PREGNANCY, equality.LANGUAGES

POSTCODE = r"^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}$"

MOST_TOGETHER = 3  # agencies that make a referral together with its sender

SCHEMES = {
    "iris": "IRIS (general practice)",
    "hospital_adviser": "Adviser based in a hospital",
    "pharmacy": "Pharmacy consultation room",
    "police_adviser": "Adviser based with the police",
    "other": "Another scheme",
}

# Religions of the 2021 census of England and Wales.
RELIGIONS = {
    "none": "No religion",
    "buddhist": "Buddhist",
    "christian": "Christian",
    "hindu": "Hindu",
    "jewish": "Jewish",
    "muslim": "Muslim",
    "sikh": "Sikh",
    "other": "Another religion",
    **UNSAID,
}
# Shown to the team that decides and to whoever leads the case: see RESTRICTED in referrals.rules.
IMMIGRATION = {
    "british_or_irish": "British or Irish",
    "settled": "Settled, or indefinite leave to remain",
    "pre_settled": "Pre-settled status",
    "spouse_visa": "Visa as a husband, wife or partner",
    "other_visa": "Another visa",
    "asylum": "Asylum seeker",
    "refugee": "Refugee",
    "none": "No leave to remain",
    **UNSAID,
}
PUBLIC_FUNDS = {"no_recourse": "No recourse to public funds", "recourse": "May have public funds", **UNSAID}
RESIDENCES = {
    "home": "Their own home",
    "with_others": "With family or friends",
    "temporary": "Temporary accommodation",
    "refuge": "A place of safety",
    "hospital": "Hospital",
    "no_fixed_abode": "No fixed address",
    "other": "Somewhere else",
    "not_known": "Not known",
}
HOUSING = {
    "owned": "Owned by them",
    "owned_jointly": "Owned together with the person causing harm",
    "owned_by_other": "Owned by the person causing harm",
    "private_rent": "Rented from a private landlord",
    "council_rent": "Rented from the council",
    "association_rent": "Rented from a housing association",
    "tied": "Comes with a job, or armed forces",
    "other": "Another kind",
    **UNSAID,
}

RELATIONSHIPS = {
    "husband_wife": "Husband or wife",
    "civil_partner": "Civil partner",
    "partner": "Partner",
    "ex_husband_wife": "Former husband or wife",
    "ex_civil_partner": "Former civil partner",
    "ex_partner": "Former partner",
    "parent_of_shared_child": "Parent of the same child",
    "parent": "Parent",
    "adult_child": "Grown-up son or daughter",
    "sibling": "Brother or sister",
    "grandparent": "Grandparent",
    "in_law": "In-law",
    "other_relative": "Another relative",
    "carer_relative": "Relative who gives care",
    "not_connected": "Not a partner or a relative",
    "not_known": "Not known",
}
CHILD_RELATIONSHIPS = {
    "child": "Son or daughter",
    "step_child": "Stepchild",
    "grandchild": "Grandchild",
    "sibling": "Brother or sister",
    "niece_nephew": "Niece or nephew",
    "foster_child": "Foster child",
    "other_relative": "Another relative",
    "none": "Not related",
    "not_known": "Not known",
}
LIVES_WITH = {
    "victim": "The person at risk",
    "perpetrator": "The person causing harm",
    "both": "Both of them",
    "other": "Somebody else",
    "in_care": "In care",
    "not_known": "Not known",
}

OTHER_RELATIONSHIPS = {
    "parent": "Parent",
    "grandparent": "Grandparent",
    "adult_child": "Grown-up son or daughter",
    "sibling": "Brother or sister",
    "new_partner": "New partner",
    "former_partner": "Former partner",
    "other_relative": "Another relative",
    "friend": "Friend or neighbour",
    "lodger": "Lives in the same home",
    "other": "Somebody else",
    "not_known": "Not known",
}
CUSTODY = {
    "at_liberty": "At liberty, no conditions",
    "in_police_custody": "In police custody",
    "on_bail": "On bail",
    "under_investigation": "Released under investigation",
    "remanded": "Remanded in prison",
    "in_prison": "Serving a sentence in prison",
    "on_licence": "On licence, or a community sentence",
    "detained_in_hospital": "Detained in hospital",
    "abroad": "Abroad",
    "not_known": "Not known",
}
CONSULTED = {"yes": "Yes", "no": "No", "not_reached": "Tried, not reached", "works_alone": "There is nobody to ask"}
PREVIOUS = {"yes": "Yes", "no": "No", "not_known": "Not known", "not_asked": "Not asked"}

CATEGORIES = {
    "assault_with_injury": "Assault with injury",
    "breach_of_bail": "Breach of bail",
    "breach_of_order": "Breach of a court order",
    "burglary": "Burglary or entering the home",
    "child_cruelty": "Cruelty to a child",
    "common_assault": "Common assault",
    "controlling_or_coercive": "Controlling or coercive behaviour",
    "criminal_damage": "Criminal damage",
    "false_imprisonment": "False imprisonment or kidnap",
    "economic": "Money or property withheld or taken",
    "forced_marriage": "Forced marriage",
    "harassment": "Harassment",
    "honour_based": "In the name of so-called honour",
    "intimate_images": "Intimate images shared, or threatened to be",
    "malicious_communications": "Malicious communications",
    "non_fatal_strangulation": "Strangulation or suffocation",
    "serious_assault": "Serious assault",
    "sexual": "Rape or sexual assault",
    "stalking": "Stalking",
    "threats": "Threats",
    "threats_to_kill": "Threats to kill",
    "verbal_argument": "Verbal argument",
    "other": "Something else",
}

AWARE = equality.AWARE
SPEAK_TO_POLICE = {
    "yes": "Yes",
    "no": "No",
    "unsure": "Unsure",
    "not_asked": "Not asked",
    "not_safe_to_ask": "Not safe to ask",
}

WISHES_NOT_ASKED = {
    "not_safe_to_ask": "It was not safe to ask",
    "not_reached": "They could not be reached",
    "declined": "They preferred not to say",
    "unable": "They were unable to say",
    "not_asked": "Not asked, for another reason",
}
PRIVACY = {
    "given": "Yes",
    "not_given_unsafe": "No, it was not safe",
    "not_given_not_reached": "No, they could not be reached",
    "not_given_other": "No, for another reason",
}

ANSWER_WORDS = {
    "yes": "Yes",
    "no": "No",
    "dont_know": "Don’t know",
    "not_asked": "Not asked",
    "declined": "Declined",
}


def words(found: dict[str, str], code: object) -> str:
    """The words for a code; a code that is not on the list is shown as it was sent."""
    return found.get(str(code), str(code)) if code else ""

"""The agreed codes of a submission, and the words for each. Plain Python: the API, the forms and the pages read it.

Not known, not asked, declined and not safe to ask are codes of their own: a blank would hide which of them it is.
A code is part of the API's contract: add to a list, never take away or rename.
"""

POSTCODE = r"^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}$"

UNSAID = {"not_known": "Not known", "not_asked": "Not asked", "declined": "Prefers not to say"}

SCHEMES = {
    "iris": "IRIS (general practice)",
    "hospital_adviser": "Adviser based in a hospital",
    "pharmacy": "Pharmacy consultation room",
    "police_adviser": "Adviser based with the police",
    "other": "Another scheme",
}

# Ethnic groups of the 2021 census of England and Wales.
ETHNICITIES = {
    "asian_bangladeshi": "Asian: Bangladeshi",
    "asian_chinese": "Asian: Chinese",
    "asian_indian": "Asian: Indian",
    "asian_pakistani": "Asian: Pakistani",
    "asian_other": "Asian: any other background",
    "black_african": "Black: African",
    "black_caribbean": "Black: Caribbean",
    "black_other": "Black: any other background",
    "mixed_white_asian": "Mixed: White and Asian",
    "mixed_white_black_african": "Mixed: White and Black African",
    "mixed_white_black_caribbean": "Mixed: White and Black Caribbean",
    "mixed_other": "Mixed: any other background",
    "white_british": "White: English, Welsh, Scottish, Northern Irish or British",
    "white_irish": "White: Irish",
    "white_gypsy_traveller": "White: Gypsy or Irish Traveller",
    "white_roma": "White: Roma",
    "white_other": "White: any other background",
    "arab": "Arab",
    "other": "Any other ethnic group",
    **UNSAID,
}
DISABILITIES = {
    "no": "No",
    "yes": "Yes, kind not given",
    "physical": "Physical",
    "sensory": "Sight or hearing",
    "learning": "Learning disability",
    "mental_health": "Mental health",
    "long_term_illness": "Long-term illness",
    "neurodivergence": "Neurodivergence",
    "other": "Another disability",
    **UNSAID,
}
ORIENTATIONS = {
    "heterosexual": "Heterosexual or straight",
    "gay_lesbian": "Gay or lesbian",
    "bisexual": "Bisexual",
    "other": "Another orientation",
    **UNSAID,
}
GENDER_IDENTITIES = {
    "same_as_birth": "Same as registered at birth",
    "different_from_birth": "Different from registered at birth",
    "non_binary": "Non-binary",
    **UNSAID,
}
PREGNANCY = {"yes": "Yes", "no": "No", "not_known": "Not known", "not_asked": "Not asked"}
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

AWARE = {
    "yes": "Yes",
    "no_unsafe": "No, it was not safe to say",
    "no_not_reached": "No, they could not be reached",
    "no_other": "No, for another reason",
}
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
# Languages that the form offers by name; the API takes any code of ISO 639.
LANGUAGES = {
    "en": "English",
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "bfi": "British Sign Language",
    "cs": "Czech",
    "cy": "Welsh",
    "de": "German",
    "es": "Spanish",
    "fa": "Persian or Dari",
    "fr": "French",
    "gu": "Gujarati",
    "hu": "Hungarian",
    "it": "Italian",
    "ku": "Kurdish",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "pa": "Punjabi",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "so": "Somali",
    "sq": "Albanian",
    "ta": "Tamil",
    "ti": "Tigrinya",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "yo": "Yoruba",
    "yue": "Cantonese",
    "zh": "Chinese (Mandarin)",
    "other": "Another language",
    "not_known": "Not known",
}


def words(found: dict[str, str], code: object) -> str:
    """The words for a code; a code that is not on the list is shown as it was sent."""
    return found.get(str(code), str(code)) if code else ""

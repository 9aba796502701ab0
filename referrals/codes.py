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

"""The codes of what is known about a person, and the words for each.

Plain Python: the record, the forms and the API read it.

Not known, not asked and declined are codes of their own: a blank would hide which of them it is. A code is part of the
API's contract: add to a list, never take away or rename.
"""

UNSAID = {"not_known": "Not known", "not_asked": "Not asked", "declined": "Prefers not to say"}

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

# Whether somebody knows that they were referred.
AWARE = {
    "yes": "Yes",
    "no_unsafe": "No, it was not safe to say",
    "no_not_reached": "No, they could not be reached",
    "no_other": "No, for another reason",
}

"""The agreed words for why it is lawful to share, and what the victim was asked and told. Plain Python.

Sources: UK GDPR articles 6 and 9; Data Protection Act 2018, schedule 1 and part 3; the powers that multi-agency work
with people at high risk is commonly done under. A partnership's own agreement says which of them it relies on.
"""

LAWFUL_BASES = {
    "public_task": "Public task",
    "legal_obligation": "Legal obligation",
    "vital_interests": "Vital interests: to protect somebody's life",
    "recognised_legitimate_interest": "Recognised legitimate interest: safeguarding, crime or an emergency",
    "legitimate_interests": "Legitimate interests",
    "consent": "Consent",
    "law_enforcement": "Law enforcement processing by a competent authority",
}
CONDITIONS = {
    "safeguarding": "Safeguarding of children and of individuals at risk",
    "unlawful_acts": "Preventing or detecting unlawful acts",
    "vital_interests": "Vital interests of somebody who cannot consent",
    "statutory": "Statutory and government purposes",
    "explicit_consent": "Explicit consent",
}
POWERS = {
    "crime_and_disorder": "Crime and Disorder Act 1998, section 115",
    "children_act": "Children Act 2004, sections 10 and 11",
    "care_act": "Care Act 2014, sections 42 to 45",
    "common_law": "Common law: to protect somebody from serious harm",
    "other": "Another power",
}
AGREES = "agrees"
AGREEMENT = {
    AGREES: "Agrees",
    "disagrees": "Does not agree",
    "not_asked_unsafe": "Not asked: it was not safe",
    "not_asked_other": "Not asked: another reason",
    "unable": "Unable to say",
}
TOLD = {
    "yes": "Yes",
    "withheld_unsafe": "No: telling them would not be safe",
    "not_yet": "Not yet",
    "not_known": "Not known",
}

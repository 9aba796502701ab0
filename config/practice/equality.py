"""About how old people of the practice county are, and what the national return asks of those at risk."""

import random

from cases.models import Involvement, Person

ETHNICITIES = {
    "white_british": 74, "white_other": 6, "asian_pakistani": 3, "asian_indian": 2, "asian_bangladeshi": 2,
    "black_african": 3, "black_caribbean": 1, "mixed_other": 2, "not_known": 4, "not_asked": 3,
}  # fmt: skip
DISABILITIES = {"no": 66, "mental_health": 11, "physical": 6, "long_term_illness": 4, "not_known": 8, "not_asked": 5}
ORIENTATIONS = {"heterosexual": 74, "gay_lesbian": 2, "bisexual": 2, "not_known": 12, "not_asked": 10}
IDENTITIES = {"same_as_birth": 80, "different_from_birth": 1, "not_known": 10, "not_asked": 9}
AGES = {"victim": (17, 24, 62), "perpetrator": (16, 26, 64), "child": (0, 4, 16)}  # youngest, most often, oldest
OF_UNKNOWN_AGE = 0.06


def say_more(person: Person, role: str) -> None:
    """About how old they were and, of whom the meeting was for, what the return asks. By the person's own chance."""
    own = random.Random(person.id.int)  # noqa: S311  (practice data, not a secret)
    if own.random() > OF_UNKNOWN_AGE:
        youngest, most, oldest = AGES[role]
        person.age_estimate = round(own.triangular(youngest, oldest, most))
    if role == Involvement.Role.VICTIM:
        person.ethnicity = own.choices(list(ETHNICITIES), list(ETHNICITIES.values()))[0]
        person.disability = own.choices(list(DISABILITIES), list(DISABILITIES.values()))[0]
        person.sexual_orientation = own.choices(list(ORIENTATIONS), list(ORIENTATIONS.values()))[0]
        person.gender_identity = own.choices(list(IDENTITIES), list(IDENTITIES.values()))[0]

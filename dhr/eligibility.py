"""Whether a death may be reviewed under the law, and what else should be thought of. Plain Python.

Sources: Domestic Violence, Crime and Victims Act 2004, s. 9: a person aged 16 or over; a relative, a present or former
intimate partner, or a member of the same household. Victims and Prisoners Act 2024, s. 19: abuse within the Domestic
Abuse Act 2021, whose s. 2 says who is personally connected.
"""

from collections.abc import Iterable
from enum import StrEnum

ADULT, LEAST_AGE = 18, 16


class Basis(StrEnum):
    """The law under which a review is held."""

    ACT_2004 = "act_2004"
    ACT_2024 = "act_2024"
    LOCAL = "local"


BASIS_LABELS = {
    Basis.ACT_2004: "Domestic Violence, Crime and Victims Act 2004, section 9",
    Basis.ACT_2024: "Victims and Prisoners Act 2024, section 19",
    Basis.LOCAL: "Local learning review, outside the Act",
}
# A tenant calls it as its law does.
TERMS = ("DHR", "DARDR", "DHR/DARDR")
HOUSEHOLD = "household_other"


def refusals(basis: Basis, ages: Iterable[int | None], *, new_law: bool) -> list[str]:
    """Why these deaths cannot be reviewed on this basis. Ages are those at death; an unknown one refuses nothing."""
    found = []
    if basis is not Basis.LOCAL and any(age is not None and age < LEAST_AGE for age in ages):
        found.append("Under the Act the person was 16 or over. Think of a child safeguarding practice review instead.")
    if basis is Basis.ACT_2024 and not new_law:
        found.append("The Victims and Prisoners Act 2024 is not in force here yet. Choose the 2004 Act.")
    return found


def prompts(
    basis: Basis, relationship: str, victim_ages: Iterable[int | None], other_ages: Iterable[int | None]
) -> list[str]:
    """What to think of besides: nothing here stops a review."""
    found = []
    if any(age is not None and age < ADULT for age in (*victim_ages, *other_ages)):
        found.append("Somebody was under 18: link the child safeguarding practice review, if there is one.")
    if basis is Basis.ACT_2024 and relationship == HOUSEHOLD:
        found.append("Were they personally connected? Sharing a household alone is not enough under the 2024 Act.")
    return found


def harmer_words(death_type: str, *, convicted: bool) -> str:
    """What to call the other side: nobody is charged in most suicides, and a review decides no guilt."""
    return "Person who caused harm" if convicted and death_type == "homicide" else "Person alleged to have caused harm"

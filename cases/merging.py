"""What two records of one person have in common, and whether they may become one. Plain Python.

Source: security design, wrong-person guard: a merge needs two identifiers in common, or a reason.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

NEEDED = 2
# Facts of a person that a merge may take from the other record, in the order of the page.
FIELDS = {
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "disability": "Disability",
    "sexual_orientation": "Sexual orientation",
    "gender_identity": "Gender identity",
    "pregnant": "Pregnant",
    "first_language": "First language",
    "interpreter_needed": "Interpreter needed",
    "age_estimate": "Age, estimated",
    "gp": "GP practice",
}
BLANK = ("", None, "not_known", "not_asked")
VICTIM, PERPETRATOR = "victim", "perpetrator"


class Identifier(StrEnum):
    """Something that two people seldom share."""

    NAME = "name"
    BORN = "born"
    CONTACT = "contact"
    ADDRESS = "address"

    @property
    def words(self) -> str:
        return {"name": "name", "born": "date of birth", "contact": "number or e-mail", "address": "address"}[
            self.value
        ]


def in_common(one: Mapping[Identifier, Iterable[object]], other: Mapping[Identifier, Iterable[object]]) -> list[str]:
    """The identifiers of which both have the same value, such as a date of birth to the day."""
    return [each.value for each in Identifier if set(one.get(each, ())) & set(other.get(each, ()))]


def why_not(one: Iterable[tuple[object, str, bool]], other: Iterable[tuple[object, str, bool]]) -> str:
    """Why two people must stay two, in words; empty where nothing speaks against it.

    Each is (case, role, whether it is sealed) of everything that a person is part of. Two people of one case are two
    people. Somebody at risk is never merged with somebody causing harm: whoever advises the other side could ask for
    the address. Names of a sealed case stay in it.
    """
    one, other = list(one), list(other)
    roles = {role for _, role, _ in one}, {role for _, role, _ in other}
    if {case for case, _, _ in one} & {case for case, _, _ in other}:
        return "They are both in one case, so they are two people. Correct that case first if it is wrong."
    if any(VICTIM in here and PERPETRATOR in there for here, there in (roles, roles[::-1])):
        return (
            "One is a person at risk and the other a person causing harm. They are never merged: it would let the "
            "other side’s advisers ask for an address. Saying that they are the same person is enough."
        )
    if any(sealed for _, _, sealed in (*one, *other)):
        return "One of the cases is restricted. Its names stay in it, so the two records stay apart."
    return ""


def to_take(kept: Mapping[str, object], absorbed: Mapping[str, object], chosen: Iterable[str]) -> list[str]:
    """The facts to take from the other record: those that were chosen, and those that are blank here and not there."""
    wanted = set(chosen)
    return [
        field
        for field in FIELDS
        if absorbed.get(field) not in BLANK
        and (kept.get(field) in BLANK or (field in wanted))
        and absorbed.get(field) != kept.get(field)
    ]

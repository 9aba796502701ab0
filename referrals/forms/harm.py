"""Whoever causes harm: one person or several."""

from typing import Any, ClassVar

from django import forms

from cases.models import Involvement, PersonName
from common.forms import DateField, Look, repeating
from referrals import codes, rules
from referrals.forms.parts import (
    AGE_LOOK,
    SEX,
    Rows,
    address,
    age,
    birthday,
    day,
    given,
    line,
    listed,
    name,
    person,
    postcode,
    radios,
    text,
)


class HarmForm(forms.Form):
    """The section about whoever causes harm: all of it is in the groups."""

    places: ClassVar[dict[str, str]] = {}

    def fill(self, sent: dict[str, Any], rows: Rows) -> None:
        """Put the answers into a submission."""
        sent["perpetrators"] = [_perpetrator(answers) for answers in rows["perpetrators"]]


class PerpetratorForm(forms.Form):
    """A person causing harm (alleged)."""

    nobody_knows = forms.BooleanField(label="It is not known who it is", required=False)
    given = line("First name or names", 100)
    family = line("Last name", 100)
    other_names = text("Other names they use", max_length=500, help_text="One on each line")
    born = birthday("Date of birth")
    also_born = birthday("Another date of birth they have given")
    age = age()
    sex = radios("Sex", SEX)
    relationship = listed("What are they to the person at risk?", codes.RELATIONSHIPS)
    line1 = line("Address", 100)
    line2 = line("Second line of the address", 100)
    town = line("Town or city", 100)
    postcode = postcode()
    unknown = forms.BooleanField(label="The address is not known", required=False)
    custody = listed("Are they held, or released and how?", codes.CUSTODY)
    bail_conditions = text("Conditions of bail or licence, and court orders", max_length=1000)
    conditions_until = DateField(label="Until when do they hold?", earliest=rules.EARLIEST, required=False)
    whereabouts = line("Where are they now?", 300)
    ethnicity = listed("Ethnic group", codes.ETHNICITIES)
    occupation = line("Occupation", 200)
    employer = line("Employer", 200)
    works_for_partner_agency = radios(
        "Do they, or does somebody close to them, work for an agency that may see this?",
        dict(Involvement.WorksForPartner.choices),
        "Select whether they, or somebody close to them, work for an agency that may see this",
        help_text="For example the police, the council, a school, health. Then only named people may see it",
    )
    looks: ClassVar = {
        "given": Look(width=20, optional=False),
        "family": Look(width=20, optional=False),
        "other_names": Look(rows=2, spellcheck=False),
        "age": AGE_LOOK,
        "sex": Look(inline=True),
        "line2": Look(hidden_label=True, optional=False),
        "postcode": Look(width=10, noun="the postcode"),
        "bail_conditions": Look(rows=2),
        "conditions_until": Look(noun="the last day of the conditions"),
        "works_for_partner_agency": Look(inline=True),
    }
    places: ClassVar = {"names": "given", "works_for_partner_agency": "works_for_partner_agency"}


def _perpetrator(answers: dict[str, Any]) -> dict[str, Any]:
    names = name(answers) + [_alias(each) for each in answers["other_names"].splitlines() if each.strip()]
    return person(
        answers,
        names[:20],
        [each for each in (answers["also_born"],) if each],
        unknown=True if answers["nobody_knows"] else None,
        relationship_to_victim=answers["relationship"],
        address=address(answers),
        conditions_until=day(answers["conditions_until"]),
        **{field: answers[field] for field in ("whereabouts", "custody", "bail_conditions")},
        **{field: answers[field] for field in ("ethnicity", "occupation", "employer")},
        works_for_partner_agency=answers["works_for_partner_agency"],
    )


def _alias(typed: str) -> dict[str, str]:
    """The last word of another name is the last name."""
    first, _, last = " ".join(typed.split()).rpartition(" ")
    return given(given=first[:100], family=last[:100]) | {"kind": PersonName.Kind.ALIAS.value}


Perpetrators = repeating(PerpetratorForm, noun="person causing harm", least=1, most=10)

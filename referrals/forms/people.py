"""The person at risk: names, dates of birth, home, work, language, health."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from cases.models import PersonName
from common.forms import Look, repeating
from referrals import codes
from referrals.forms.parts import (
    AGE_LOOK,
    SEX,
    YES_NO,
    Rows,
    address,
    age,
    birthday,
    given,
    line,
    listed,
    name,
    person,
    postcode,
    radios,
    said,
    text,
)

OTHER_NAMES = {code: words for code, words in PersonName.Kind.choices if code != PersonName.Kind.CURRENT}
# The questions whose answers are a code or a text of the same name in a submission.
SAME_NAME = (
    "first_language", "pregnant", "pregnancy_detail", "ethnicity", "disability", "disability_detail",
    "sexual_orientation", "gender_identity", "religion", "gp", "school", "occupation", "employer", "housing",
    "landlord", "mental_health", "substances", "nationality", "immigration_status", "public_funds",
)  # fmt: skip


class PersonForm(forms.Form):
    """The person at risk."""

    given = line("First name or names", 100)
    family = line("Last name", 100)
    born = birthday("Date of birth")
    age = age()
    sex = radios("Sex", SEX, "Select their sex, or “Not known”")
    district = forms.ChoiceField(
        label="In which district do they live?",
        help_text="It decides which team hears this",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select the district where they live"),
    )
    line1 = line("Address", 100)
    line2 = line("Second line of the address", 100)
    town = line("Town or city", 100)
    postcode = postcode()
    unknown = forms.BooleanField(label="The address is not known, or there is none", required=False)
    protected = forms.BooleanField(
        label="The address is confidential", required=False, help_text="A safe place, or a move that must stay secret"
    )
    kind = listed("What kind of place is it?", codes.RESIDENCES)
    housing = listed("Who owns or lets their home?", codes.HOUSING)
    landlord = line("Landlord", 200)
    occupation = line("Occupation", 200)
    employer = line("Employer", 200, help_text="So that nobody rings them at work by mistake")
    first_language = listed("First language", codes.LANGUAGES)
    interpreter = radios("Is an interpreter needed?", YES_NO, help_text="Never a relative or a friend")
    pregnant = radios("Are they pregnant?", codes.PREGNANCY)
    pregnancy_detail = line("When is the baby due, and who gives care?", 500)
    mental_health = text("Mental health", help_text="Only what matters for their safety")
    substances = text("Alcohol and drugs", help_text="Only what matters for their safety")
    ethnicity = listed("Ethnic group", codes.ETHNICITIES)
    religion = listed("Religion", codes.RELIGIONS)
    disability = listed("Disability", codes.DISABILITIES)
    disability_detail = text("What do they need because of a disability?")
    sexual_orientation = listed("Sexual orientation", codes.ORIENTATIONS)
    gender_identity = listed("Gender identity", codes.GENDER_IDENTITIES)
    gp = line("GP practice", 200)
    school = line("School or college, for a young person", 200)
    nationality = line("Nationality", 100)
    immigration_status = listed("Immigration status", codes.IMMIGRATION)
    public_funds = listed("Public funds", codes.PUBLIC_FUNDS)
    looks: ClassVar = {
        "given": Look(noun="the first name", optional=False, width=20),
        "family": Look(noun="the last name", optional=False, width=20),
        "born": Look(optional=False),
        "age": AGE_LOOK,
        "sex": Look(inline=True),
        "line1": Look(optional=False),
        "line2": Look(hidden_label=True, optional=False),
        "postcode": Look(width=10, noun="the postcode"),
        "interpreter": Look(inline=True),
        "pregnant": Look(inline=True, reveals={"yes": "pregnancy_detail"}),
        "mental_health": Look(rows=3),
        "substances": Look(rows=3),
        "disability_detail": Look(rows=2),
    }
    places: ClassVar = {"district": "district", "victim.names": "given", "victim.address": "line1"}

    def __init__(self, *args: Any, districts: Sequence[tuple[str, str]] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [("", "Choose one"), *districts]  # type: ignore[attr-defined]

    def fill(self, sent: dict[str, Any], rows: Rows) -> None:
        """Put the answers into a submission, beside what other sections know about this person."""
        answers = self.cleaned_data
        others = [name(row, kind=row["kind"]) for row in rows["names"]]
        names = [*name(answers, kind=PersonName.Kind.CURRENT.value), *(each for other in others for each in other)]
        born = [row["born"] for row in rows["births"]]
        facts = person(answers, names, born, **{field: answers[field] for field in SAME_NAME})
        facts |= given(interpreter_needed=said(answers["interpreter"]), address=address(answers))
        sent["district"] = answers["district"]
        sent["victim"] = {**sent.get("victim", {}), **facts}


class OtherNameForm(forms.Form):
    """Another name or spelling. Every one counts: agencies search on them."""

    given = line("First name or names", 100)
    family = line("Last name", 100)
    kind = radios("Which kind of name is it?", OTHER_NAMES, "Select which kind of name it is")
    looks: ClassVar = {"given": Look(width=20), "family": Look(width=20), "kind": Look(inline=True)}


class OtherBirthForm(forms.Form):
    """Another date of birth that somebody gave. Agencies disagree; all of them are searched for."""

    born = birthday("Another date of birth they have given", required=True)
    looks: ClassVar = {"born": Look(noun="the other date of birth")}


OtherNames = repeating(OtherNameForm, noun="other name", most=10)
Births = repeating(OtherBirthForm, noun="further date of birth", most=6)

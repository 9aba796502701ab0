"""What is typed about the people of a case."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from agencies.models import Agency, AgencyType
from cases import equality, relationships
from cases.ages import Precision
from cases.models import Case, Involvement, Person, PersonName
from common.forms import DateField, Look

EARLIEST = date(1900, 1, 1)
FIRST, LAST = "First name or names", "Last name"
YES_NO = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]
KNOWN = {"yes": True, "no": False}


class PartDateField(DateField):
    """A date of which the day, or the day and the month, may be unknown and left empty.

    Cleans to the first day of what is known and its precision, or None.
    """

    def clean(self, value: Any) -> Any:
        day, month, year = value if isinstance(value, (list, tuple)) else ("", "", "")
        if not any((day, month, year)):
            return super().clean(value)
        if day and not month:
            self._refuse("incomplete", parts=["month"], missing="month")
        precision = Precision.EXACT if day else Precision.MONTH if month else Precision.YEAR
        return super().clean([day or "1", month or "1", year]), precision


def _text(label: str, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, **more)


def _listed(label: str, choices: Sequence[tuple[str, str]], empty: str = "Not recorded") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", empty), *choices], required=False)


def _born(required: bool = False) -> PartDateField:
    return PartDateField(
        label="Date of birth",
        past=True,
        earliest=EARLIEST,
        required=required,
        help_text="For example, 27 3 1987. Leave out the day, or the day and the month, if they are not known",
    )


class NameForm(forms.Form):
    """One more name of somebody."""

    given, family = _text(FIRST, 100), _text(LAST, 100)
    kind = forms.ChoiceField(
        label="Which name is it?",
        choices=PersonName.Kind.choices,
        initial=PersonName.Kind.CURRENT,
        widget=forms.RadioSelect,
        error_messages={"required": "Select which name it is"},
        help_text="A new current name makes the one before a former name",
    )
    looks: ClassVar = {"given": Look(width=20), "family": Look(width=20)}


class BirthDateForm(forms.Form):
    """One more date of birth."""

    born = _born(required=True)


class PersonForm(forms.Form):
    """Somebody else in a case: a child, another person at risk, a further person causing harm."""

    role = forms.ChoiceField(
        label="Who are they in this case?",
        choices=[(code, words) for code, words in Involvement.Role.choices if code != Involvement.Role.VICTIM],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who they are in this case"},
    )
    given, family = _text(FIRST, 100), _text(LAST, 100)
    born = _born()
    age_estimate = forms.IntegerField(
        label="If no date of birth is known: about how old?", min_value=0, max_value=120, required=False
    )
    sex = forms.ChoiceField(label="Sex", choices=Person.Sex.choices, initial=Person.Sex.NOT_KNOWN)
    choice = _listed("What are they to somebody in this case?", relationships.choices(), "Not known")
    other = forms.ModelChoiceField(queryset=Person.objects.none(), label="To whom?", required=False)
    looks: ClassVar = {
        "given": Look(width=20),
        "family": Look(width=20),
        "age_estimate": Look(width=3, noun="the age", suffix="years"),
    }

    def __init__(self, *args: Any, case: Case, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = people.filter(involvements__case=case).distinct()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if bool(typed.get("choice")) != bool(typed.get("other")):
            missing, words = ("other", "Select to whom") if typed.get("choice") else ("choice", "Select what they are")
            self.add_error(missing, words)
        return typed


class RelationshipForm(forms.Form):
    """What one person in a case is to another."""

    first = forms.ModelChoiceField(
        queryset=Person.objects.none(), label="Person", error_messages={"required": "Select the first person"}
    )
    choice = forms.ChoiceField(label="is", choices=relationships.choices())
    second = forms.ModelChoiceField(
        queryset=Person.objects.none(), label="whom?", error_messages={"required": "Select the second person"}
    )

    def __init__(self, *args: Any, case: Case, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for end in ("first", "second"):
            self.fields[end].queryset = people.filter(involvements__case=case).distinct()  # type: ignore[attr-defined]


class SchoolForm(forms.Form):
    """Where somebody goes to school."""

    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(), label="A school that is a partner", required=False, empty_label="Another school"
    )
    name = _text("If it is another school, its name", 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = Agency.objects.filter(type=AgencyType.EDUCATION, active_to=None)
        self.fields["agency"].queryset = schools  # type: ignore[attr-defined]


class FactsForm(forms.Form):
    """What is known about somebody, and about them in this case."""

    safety = _text(
        "What keeps them safe, and what does not",
        4000,
        widget=forms.Textarea,
        help_text="For a child: who may collect them, contact that is ordered or refused, what they saw and said",
    )
    whereabouts = _text("Where they are now", 300, help_text="In custody, on bail, away. Never an address")
    works_for_partner_agency = _listed("Do they work for a partner agency?", Involvement.WorksForPartner.choices)
    sex = forms.ChoiceField(label="Sex", choices=Person.Sex.choices)
    age_estimate = forms.IntegerField(label="About how old?", min_value=0, max_value=120, required=False)
    first_language = _listed("First language", list(equality.LANGUAGES.items()))
    interpreter_needed = forms.ChoiceField(
        label="Is an interpreter needed?", choices=YES_NO, widget=forms.RadioSelect, help_text="Never a relative"
    )
    ethnicity = _listed("Ethnicity", list(equality.ETHNICITIES.items()))
    disability = _listed("Disability", list(equality.DISABILITIES.items()))
    sexual_orientation = _listed("Sexual orientation", list(equality.ORIENTATIONS.items()))
    gender_identity = _listed("Gender identity", list(equality.GENDER_IDENTITIES.items()))
    pregnant = _listed("Pregnant", list(equality.PREGNANCY.items()))
    gp = _text("GP practice", 200)
    looks: ClassVar = {
        "safety": Look(rows=4),
        "age_estimate": Look(width=3, noun="the age", suffix="years"),
        "interpreter_needed": Look(inline=True, noun="whether an interpreter is needed"),
    }
    OF_PERSON = (
        "sex", "age_estimate", "first_language", "ethnicity", "disability", "sexual_orientation", "gender_identity",
        "pregnant", "gp",
    )  # fmt: skip
    HERE = ("safety", "whereabouts", "works_for_partner_agency")

    def __init__(self, *args: Any, involvement: Involvement, **kwargs: Any) -> None:
        person = involvement.person
        initial = {field: getattr(person, field) for field in self.OF_PERSON}
        initial |= {field: getattr(involvement, field) for field in self.HERE}
        initial["interpreter_needed"] = {True: "yes", False: "no", None: "unknown"}[person.interpreter_needed]
        super().__init__(*args, initial=initial, **kwargs)
        for field in ("first_language", "ethnicity", "disability", "sexual_orientation", "gender_identity", "pregnant"):
            self._keep(field, initial[field])

    def _keep(self, field: str, value: str) -> None:
        """A code that a partner's system sent and that no list has stays a choice, or saving would lose it."""
        choices = self.fields[field].choices  # type: ignore[attr-defined]
        if value and value not in dict(choices):
            self.fields[field].choices = [*choices, (value, value.replace("_", " ").capitalize())]  # type: ignore[attr-defined]

    def clean_interpreter_needed(self) -> bool | None:
        return KNOWN.get(self.cleaned_data["interpreter_needed"])

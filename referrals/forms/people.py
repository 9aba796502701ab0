"""The people of a referral: the person at risk, children, whoever causes harm."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator

from cases.models import Involvement, Person, PersonName
from common.forms import DateField, Look, repeating
from referrals import codes, rules
from referrals.forms.parts import YES_NO, address, day, given, line, listed, name, person, radios, said, text

Rows = dict[str, list[dict[str, Any]]]
SEX = dict(Person.Sex.choices)
OTHER_NAMES = {code: words for code, words in PersonName.Kind.choices if code != PersonName.Kind.CURRENT}
HAS_CHILDREN = {"yes": "Yes", "no": "No", "not_known": "Not known"}


def _born(label: str) -> DateField:
    return DateField(label=label, past=True, earliest=rules.EARLIEST, required=False)


def _age() -> forms.IntegerField:
    label = "If no date of birth is known: about how old?"
    return forms.IntegerField(label=label, min_value=0, max_value=120, required=False)


def _postcode() -> forms.CharField:
    mended = "Enter a full UK postcode, like SS1 1ZZ, or leave it blank"
    return line("Postcode", 8, validators=[RegexValidator(codes.POSTCODE, mended)])


AGE_LOOK = Look(width=3, noun="the age", suffix="years")


class PersonForm(forms.Form):
    """The person at risk."""

    given = line("First name or names", 100)
    family = line("Last name", 100)
    born = _born("Date of birth")
    also_born = _born("Another date of birth they have given")
    age = _age()
    sex = radios("Sex", SEX, "Select their sex, or “Not known”")
    district = forms.ChoiceField(
        label="In which district do they live?",
        help_text="It decides which team hears this",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select the district where they live"),
    )
    line1 = line("Address", 100)
    line2 = line("Second line of the address", 100)
    town = line("Town or city", 100)
    postcode = _postcode()
    unknown = forms.BooleanField(label="The address is not known, or there is none", required=False)
    protected = forms.BooleanField(
        label="The address is confidential", required=False, help_text="A safe place, or a move that must stay secret"
    )
    first_language = listed("First language", codes.LANGUAGES)
    interpreter = radios("Is an interpreter needed?", YES_NO, help_text="Never a relative or a friend")
    pregnant = radios("Are they pregnant?", codes.PREGNANCY)
    ethnicity = listed("Ethnic group", codes.ETHNICITIES)
    disability = listed("Disability", codes.DISABILITIES)
    sexual_orientation = listed("Sexual orientation", codes.ORIENTATIONS)
    gender_identity = listed("Gender identity", codes.GENDER_IDENTITIES)
    gp = line("GP practice", 200)
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
        "pregnant": Look(inline=True),
    }
    places: ClassVar = {"district": "district", "victim.names": "given", "victim.address": "line1"}

    def __init__(self, *args: Any, districts: Sequence[tuple[str, str]] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [("", "Choose one"), *districts]  # type: ignore[attr-defined]

    def fill(self, sent: dict[str, Any], rows: Rows) -> None:
        """Put the answers into a submission, beside what other sections know about this person."""
        answers = self.cleaned_data
        codes_of = (
            "first_language",
            "pregnant",
            "ethnicity",
            "disability",
            "sexual_orientation",
            "gender_identity",
            "gp",
        )
        others = [name(row, kind=row["kind"]) for row in rows["names"]]
        names = [*name(answers, kind=PersonName.Kind.CURRENT.value), *(each for other in others for each in other)]
        facts = person(answers, names, **{field: answers[field] for field in codes_of})
        facts |= given(interpreter_needed=said(answers["interpreter"]), address=address(answers))
        sent["district"] = answers["district"]
        sent["victim"] = {**sent.get("victim", {}), **facts}


class OtherNameForm(forms.Form):
    """Another name or spelling. Every one counts: agencies search on them."""

    given = line("First name or names", 100)
    family = line("Last name", 100)
    kind = radios("Which kind of name is it?", OTHER_NAMES, "Select which kind of name it is")
    looks: ClassVar = {"given": Look(width=20), "family": Look(width=20), "kind": Look(inline=True)}


class ChildrenForm(forms.Form):
    """Whether there are children, and whether children's social care knows."""

    has_children = radios(
        "Are there children in the home, or children of either of them?",
        HAS_CHILDREN,
        "Select whether there are children",
    )
    referred_on = DateField(
        label="When did you refer the children to social care?",
        past=True,
        earliest=rules.EARLIEST,
        required=False,
        help_text="Leave blank if you have not. Do it now: it does not wait for this referral",
    )
    looks: ClassVar = {"has_children": Look(inline=True), "referred_on": Look(noun="the date of that referral")}
    places: ClassVar = {"safeguarding.children_referral_made_on": "referred_on"}

    def fill(self, sent: dict[str, Any], rows: Rows) -> None:
        """Put the answers into a submission."""
        if self.cleaned_data["has_children"] == "yes":
            sent["children"] = [_child(answers) for answers in rows["children"]]
        if referred := day(self.cleaned_data["referred_on"]):
            sent["safeguarding"] = {**sent.get("safeguarding", {}), "children_referral_made_on": referred}


class ChildForm(forms.Form):
    """One child."""

    given = line("First name or names", 100)
    family = line("Last name", 100)
    born = _born("Date of birth")
    age = _age()
    sex = radios("Sex", SEX)
    to_victim = listed("What are they to the person at risk?", codes.CHILD_RELATIONSHIPS)
    to_perpetrator = listed("What are they to the person causing harm?", codes.CHILD_RELATIONSHIPS)
    lives_with = listed("Whom do they live with?", codes.LIVES_WITH)
    school = line("School or nursery", 200)
    looks: ClassVar = {
        "given": Look(width=20),
        "family": Look(width=20),
        "age": AGE_LOOK,
        "sex": Look(inline=True),
    }


def _child(answers: dict[str, Any]) -> dict[str, Any]:
    return person(
        answers,
        name(answers),
        relationship_to_victim=answers["to_victim"],
        relationship_to_perpetrator=answers["to_perpetrator"],
        lives_with=answers["lives_with"],
        school=answers["school"],
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
    born = _born("Date of birth")
    age = _age()
    sex = radios("Sex", SEX)
    relationship = listed("What are they to the person at risk?", codes.RELATIONSHIPS)
    line1 = line("Address", 100)
    line2 = line("Second line of the address", 100)
    town = line("Town or city", 100)
    postcode = _postcode()
    whereabouts = line("Where are they now?", 300, help_text="In custody, on bail, at home. Conditions, if any")
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
        "works_for_partner_agency": Look(inline=True),
    }
    places: ClassVar = {"names": "given", "works_for_partner_agency": "works_for_partner_agency"}


def _perpetrator(answers: dict[str, Any]) -> dict[str, Any]:
    names = name(answers) + [_alias(each) for each in answers["other_names"].splitlines() if each.strip()]
    return person(
        answers,
        names[:20],
        unknown=True if answers["nobody_knows"] else None,
        relationship_to_victim=answers["relationship"],
        address=address(answers),
        whereabouts=answers["whereabouts"],
        works_for_partner_agency=answers["works_for_partner_agency"],
    )


def _alias(typed: str) -> dict[str, str]:
    """The last word of another name is the last name."""
    first, _, last = " ".join(typed.split()).rpartition(" ")
    return given(given=first[:100], family=last[:100]) | {"kind": PersonName.Kind.ALIAS.value}


OtherNames = repeating(OtherNameForm, noun="other name", most=10)
Children = repeating(ChildForm, noun="child", most=16)
Perpetrators = repeating(PerpetratorForm, noun="person causing harm", least=1, most=10)

"""Children, and other people in the home or near it who may come to harm."""

from typing import Any, ClassVar

from django import forms

from common.forms import Look, repeating
from referrals import codes
from referrals.forms.parts import (
    AGE_LOOK,
    SEX,
    Rows,
    address,
    age,
    birthday,
    day,
    line,
    listed,
    name,
    past_day,
    person,
    postcode,
    radios,
    text,
)

HAS_CHILDREN = {"yes": "Yes", "no": "No", "not_known": "Not known"}


class ChildrenForm(forms.Form):
    """Whether there are children, and whether children's social care knows."""

    has_children = radios(
        "Are there children in the home, or children of either of them?",
        HAS_CHILDREN,
        "Select whether there are children",
    )
    referred_on = past_day(
        "When did you refer the children to social care?",
        help_text="Leave blank if you have not. Do it now: it does not wait for this referral",
    )
    reference = line("Social care’s reference", 100)
    looks: ClassVar = {
        "has_children": Look(inline=True),
        "reference": Look(width=20),
        "referred_on": Look(noun="the date of that referral"),
    }
    places: ClassVar = {"safeguarding.children_referral_made_on": "referred_on"}

    def fill(self, sent: dict[str, Any], rows: Rows) -> None:
        """Put the answers into a submission."""
        if self.cleaned_data["has_children"] == "yes":
            sent["children"] = [_child(answers) for answers in rows["children"]]
        if referred := day(self.cleaned_data["referred_on"]):
            sent["safeguarding"] = {**sent.get("safeguarding", {}), "children_referral_made_on": referred}
        if reference := self.cleaned_data["reference"]:
            sent["safeguarding"] = {**sent.get("safeguarding", {}), "reference": reference}
        if others := [_other(answers) for answers in rows["others_at_risk"]]:
            sent["others_at_risk"] = others


class ChildForm(forms.Form):
    """One child."""

    given = line("First name or names", 100)
    family = line("Last name", 100)
    born = birthday("Date of birth")
    age = age()
    sex = radios("Sex", SEX)
    to_victim = listed("What are they to the person at risk?", codes.CHILD_RELATIONSHIPS)
    to_perpetrator = listed("What are they to the person causing harm?", codes.CHILD_RELATIONSHIPS)
    lives_with = listed("Whom do they live with?", codes.LIVES_WITH)
    line1 = line("Address, if they live somewhere else", 100)
    town = line("Town or city", 100)
    postcode = postcode()
    school = line("School or nursery", 200)
    looks: ClassVar = {
        "given": Look(width=20),
        "family": Look(width=20),
        "age": AGE_LOOK,
        "sex": Look(inline=True),
        "postcode": Look(width=10, noun="the postcode"),
    }


def _child(answers: dict[str, Any]) -> dict[str, Any]:
    return person(
        answers,
        name(answers),
        relationship_to_victim=answers["to_victim"],
        relationship_to_perpetrator=answers["to_perpetrator"],
        lives_with=answers["lives_with"],
        address=address(answers),
        school=answers["school"],
    )


class OtherForm(forms.Form):
    """Somebody else who may come to harm."""

    given = line("First name or names", 100)
    family = line("Last name", 100)
    born = birthday("Date of birth")
    age = age()
    relationship = listed("What are they to the person at risk?", codes.OTHER_RELATIONSHIPS)
    risk = text("Why may they come to harm?", max_length=1000)
    looks: ClassVar = {"given": Look(width=20), "family": Look(width=20), "age": AGE_LOOK, "risk": Look(rows=2)}


def _other(answers: dict[str, Any]) -> dict[str, Any]:
    return person(answers, name(answers), relationship_to_victim=answers["relationship"], risk=answers["risk"])


Children = repeating(ChildForm, noun="child", most=16)
Others = repeating(OtherForm, noun="other person", most=10)

"""What is typed about the people of a review: what the data return counts, and no name."""

from typing import Any, ClassVar

from django import forms

from common.forms import Look
from common.forms.asking import line, one_of, some_of, yes
from dhr.models import DeathReview, ReviewPerpetrator
from dhr.models.people import ETHNICITIES, SEXES, VULNERABILITIES, YES_NO


class PersonForm(forms.Form):
    """What is asked of everybody."""

    pseudonym = line("Name in the report", max_length=60, help_text="A name that is not theirs. It is in no return")
    age = forms.IntegerField(label="Age at the death", min_value=0, max_value=120, required=False)
    sex = one_of("Sex", SEXES)
    gender_identity = line("Gender identity", max_length=60)
    ethnicity = one_of("Ethnicity", ETHNICITIES)
    sexual_orientation = line("Sexual orientation", max_length=60)
    religion = line("Religion", max_length=60)
    disability = one_of("Disabled?", YES_NO)
    vulnerabilities = some_of("Vulnerabilities", VULNERABILITIES)
    looks: ClassVar[dict[str, Any]] = {"age": Look(width=3), "pseudonym": Look(width=20)}


class VictimForm(PersonForm):
    """Somebody who died."""

    pregnant = one_of("Pregnant?", YES_NO)
    previously_targeted = one_of("Targeted before?", YES_NO)
    children_count = forms.IntegerField(label="Children under 18", min_value=0, max_value=30, required=False)
    looks: ClassVar = PersonForm.looks | {"children_count": Look(width=3)}


class OtherForm(PersonForm):
    """Somebody on the other side."""

    relationship = one_of("What they were to the person who died", DeathReview.Relationship.choices)
    prior_abuse = one_of("Abuse before?", YES_NO)
    prior_offences = one_of("Offences before?", YES_NO)
    died_too = yes("They died too")
    outcome = one_of("What the courts found", ReviewPerpetrator.Outcome.choices, "Select what the courts found")
    sentence = line("Sentence")

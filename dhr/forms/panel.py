"""What is typed about those who lead a review, sit on its panel, or are kept from it."""

from typing import Any, ClassVar

from django import forms

from agencies.models import User
from common.forms import Look
from common.forms.asking import line, lines, on_day, one_of, yes
from dhr.forms.fields import an_agency
from dhr.models import (
    DeathReview,
    PanelMember,
    ReviewExclusion,
)


class AccountField(forms.EmailField):
    """The work address of somebody's account, if they have one."""

    def clean(self, value: Any) -> Any:
        address = super().clean(value)
        if not address:
            return None
        found = User.objects.filter(email=address.lower(), is_active=True).first()
        if found is None:
            raise forms.ValidationError("Nobody has an account with this address.")
        return found


class ChairForm(forms.Form):
    """Who leads the review."""

    name = line("Name", "Enter the name")
    user = AccountField(label="Work e-mail of their account", required=False)
    firm = line("Firm")
    appointed_on = on_day("Appointed on", "Enter the day")
    independence_declared_on = on_day("Independence declared on")
    employed_by = an_agency("An agency that employed them")
    employed_until = on_day("Until")
    training_on = on_day("Trained on")
    day_rate = forms.DecimalField(label="Day rate", min_value=0, max_digits=8, decimal_places=2, required=False)
    fee_cap = forms.DecimalField(label="Fee at most", min_value=0, max_digits=10, decimal_places=2, required=False)
    contract = line("Contract", max_length=60)
    override_reason = line("Why they are appointed in spite of a conflict", max_length=300)
    looks: ClassVar = {"day_rate": Look(prefix="£", width=5), "fee_cap": Look(prefix="£", width=10)}


class MemberForm(forms.Form):
    """Who sits on the panel."""

    agency = an_agency("Agency", "Select the agency")
    name = line("Name", "Enter the name")
    role = line("Role", max_length=100)
    user = AccountField(label="Work e-mail of their account", required=False)
    is_independent = yes("They had no part in the case")
    is_connected = yes("They are connected with the person who caused harm, or work with them")
    on = on_day("From", "Enter the day")


class ExcludeForm(forms.Form):
    """Who is kept from a review, from what of it, and why."""

    user = AccountField(
        label="Work e-mail of their account", error_messages={"required": "Enter the address of their account"}
    )
    scope = one_of("Kept from what?", ReviewExclusion.Scope.choices, "Select what they are kept from")
    reason = line("Why", "Say why")


class TermsForm(forms.Form):
    """What is looked at."""

    period_from = on_day("From", "Enter the first day looked at")
    period_to = on_day("To", "Enter the last day looked at")
    key_lines = lines("Key lines of enquiry", "Enter what is asked")
    agreed_on = on_day("Agreed on")
    shared_with_family_on = on_day("Shared with the family on")
    reason_for_change = lines("What changed, and why")


class MeetingForm(forms.Form):
    """A panel meeting."""

    on = on_day("Day", "Enter the day")
    present = forms.ModelMultipleChoiceField(
        queryset=PanelMember.objects.none(), label="Present", required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes = lines("Minutes")
    decisions = lines("Decisions")

    def __init__(self, *args: Any, review: DeathReview, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["present"]
        field.queryset = review.panel.filter(to_on=None).select_related("agency")
        field.label_from_instance = lambda member: f"{member.name}, {member.agency}"

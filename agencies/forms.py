from ipaddress import ip_network
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password

from agencies.models import Agency, AgencyType, ApiKey, Membership, User
from agencies.roles import GIVEN_BY_AGENCY, SENTENCES, Role
from common.forms import Look

MOST_NETWORKS = 20
GIVEN = [(role.value, SENTENCES[role][0]) for role in Role if role in GIVEN_BY_AGENCY]


class ColleagueField(forms.EmailField):
    """Somebody with an account, of any agency, by their work e-mail address. Cleans to the User."""

    def __init__(self, **kwargs: object):
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.error_messages["unknown"] = "Nobody with this address has an account. Check the spelling."

    def clean(self, value: object) -> User:
        email = super().clean(value).strip().lower()
        user = User.objects.filter(pk__in=Membership.objects.live().values("user_id"), email=email).first()
        if user is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return user


class InvitationForm(forms.Form):
    """Who is invited, and as what."""

    first_name = forms.CharField(max_length=100)
    last_name = forms.CharField(max_length=100)
    email = forms.EmailField(label="Work e-mail address", help_text="The invitation goes there. Check the spelling.")
    role = forms.ChoiceField(choices=GIVEN, widget=forms.RadioSelect)
    looks: ClassVar = {
        "first_name": Look(width=20),
        "last_name": Look(width=20),
        "role": Look(hints={role.value: SENTENCES[role][1] for role in GIVEN_BY_AGENCY}, noun="the role"),
    }


class PasswordForm(forms.Form):
    """The first password of an invited person. Long, and not a common one; no other rule (NCSC advice)."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Three random words work well.",
        max_length=128,
    )
    again = forms.CharField(
        label="The same password again",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=128,
    )
    looks: ClassVar = {"password": Look(width=20), "again": Look(width=20)}

    def __init__(self, *args: object, person: User | None = None, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.person = person

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]

    def clean(self) -> None:
        one, other = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if one and other and one != other:
            self.add_error("again", "Type the same password in both boxes")


class LinkForm(forms.Form):
    """To which work address a link is sent."""

    email = forms.EmailField(label="Work e-mail address", max_length=254)
    looks: ClassVar = {"email": Look(noun="your work e-mail address", autocomplete="email", spellcheck=False)}


class EnterForm(forms.Form):
    """Who comes in by a link; asked once."""

    first_name = forms.CharField(label="Your first name", max_length=100)
    last_name = forms.CharField(label="Your last name", max_length=100)
    looks: ClassVar = {
        "first_name": Look(width=20, noun="your first name", autocomplete="given-name"),
        "last_name": Look(width=20, noun="your last name", autocomplete="family-name"),
    }

    def __init__(self, *args: object, asks_name: bool, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not asks_name:
            self.fields.clear()


class KeyForm(forms.Form):
    """A key for the agency's own system."""

    label = forms.CharField(
        label="What will use this key?", max_length=100, help_text="For example: case system, live. Never a person."
    )
    scope = forms.ChoiceField(
        label="What may it do?",
        choices=ApiKey.Scope.choices,
        widget=forms.RadioSelect,
        initial=ApiKey.Scope.REFERRAL_SUBMIT,
        error_messages={"required": "Select what the key may do"},
    )
    days = forms.TypedChoiceField(
        label="How long should it last?",
        coerce=int,
        choices=[(90, "90 days"), (180, "180 days"), (365, "One year, the longest")],
        widget=forms.RadioSelect,
        initial=180,
    )
    networks = forms.CharField(
        label="Where will it be used from?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="IP addresses or networks, one on each line, like 192.0.2.10 or 192.0.2.0/24. Leave it empty for"
        " anywhere: then whoever steals the key can use it.",
    )
    looks: ClassVar = {"label": Look(width=20, noun="what will use this key"), "days": Look(inline=True)}

    def clean_networks(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["networks"].splitlines() if line.strip()]
        if len(lines) > MOST_NETWORKS:
            raise forms.ValidationError(f"Give at most {MOST_NETWORKS} networks")
        try:
            return [str(ip_network(line)) for line in lines]
        except ValueError:
            message = "Give each as an IP address or a network, like 192.0.2.10 or 192.0.2.0/24, one on each line"
            raise forms.ValidationError(message) from None

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = frozenset() if agency.type == AgencyType.POLICE else ApiKey.POLICE_SCOPES
        scopes = [each for each in ApiKey.Scope if each not in kept]
        self.fields["scope"].choices = [(each.value, each.label) for each in scopes]  # type: ignore[attr-defined]


class HookForm(forms.Form):
    """Where the agency's own system is told of a change of status."""

    url = forms.CharField(
        label="Address of your system",
        max_length=300,
        help_text="Like https://system.example.org/status. A change is posted there: a reference, a status and a time.",
        error_messages={"required": "Enter the address of your system"},
    )


class ActingForm(forms.Form):
    """Which agency somebody with several memberships acts for now."""

    membership = forms.ModelChoiceField(
        Membership.objects.none(), label="Act for", widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: object, memberships: object, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["membership"]
        field.queryset = memberships  # type: ignore[attr-defined]
        field.label_from_instance = lambda m: f"{m.agency}, {m.get_role_display()}"  # type: ignore[attr-defined]

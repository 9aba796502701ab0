"""The steps of an episode, each a small form."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from agencies.models import User
from common.forms import Look, NearDateField
from support.models import Episode

Reason = Episode.Reason


def _words(label: str, missing: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, widget=forms.Textarea, error_messages={"required": missing}, **options
    )


class AdviserField(forms.ModelChoiceField):
    """A colleague, with how much they have on."""

    def label_from_instance(self, obj: User) -> str:
        count = getattr(obj, "caseload", None)
        return f"{obj} ({count} open)" if count is not None else str(obj)


class TakeForm(forms.Form):
    """Whose it becomes."""

    adviser = AdviserField(queryset=User.objects.none(), label="Adviser", required=False, empty_label="Nobody yet")
    source = forms.ChoiceField(
        label="Where does it come from?", choices=Episode.Source.choices, required=False,
        help_text="Choose “The person themselves” where they asked for help and somebody wrote it down for them",
    )  # fmt: skip
    looks: ClassVar = {"adviser": Look(optional=False), "source": Look(optional=False)}

    def __init__(self, *args: Any, advisers: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["adviser"].queryset = advisers  # type: ignore[attr-defined]


class AllocateForm(forms.Form):
    """Another adviser."""

    adviser = AdviserField(
        queryset=User.objects.none(), label="Adviser", error_messages={"required": "Select an adviser"}
    )

    def __init__(self, *args: Any, advisers: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["adviser"].queryset = advisers  # type: ignore[attr-defined]


class TriageForm(forms.Form):
    """How urgent it is."""

    priority = forms.ChoiceField(
        label="Priority",
        choices=Episode.Priority.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a priority"},
    )
    compact = True


class HandOverForm(forms.Form):
    """Leave: whose people, to whom, until when."""

    adviser = AdviserField(
        queryset=User.objects.none(), label="Whose people?", error_messages={"required": "Select an adviser"}
    )
    to = AdviserField(
        queryset=User.objects.none(), label="Who looks after them?", error_messages={"required": "Select a colleague"}
    )
    until = NearDateField(
        label="Until which day?",
        help_text="For example, fri, +7 or 4 dec",
        error_messages={"required": "Enter the last day"},
    )
    looks: ClassVar = {"until": Look(width=10, noun="the last day")}

    def __init__(self, *args: Any, advisers: Any, may_choose: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        own = advisers.filter(pk=self.initial.get("adviser"))
        self.fields["adviser"].queryset = advisers if may_choose else own  # type: ignore[attr-defined]
        self.fields["to"].queryset = advisers  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A word on what was done."""

    note = _words("What did you do?", "Say what you did")
    looks: ClassVar = {"note": Look(rows=4)}


class _EndForm(forms.Form):
    reason = forms.ChoiceField(label="Why?", widget=forms.RadioSelect, error_messages={"required": "Select why"})
    note = _words("In a sentence", "Say it in a sentence")
    looks: ClassVar = {"note": Look(rows=3)}
    offers: ClassVar[Iterable[Reason]] = ()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(each.value, each.label) for each in self.offers]  # type: ignore[attr-defined]


class RefuseForm(_EndForm):
    """Not for this service."""

    offers = (Reason.INAPPROPRIATE, Reason.DUPLICATE, Reason.ROLE_CHANGED)


class CloseForm(_EndForm):
    """Why support ends."""

    offers = tuple(Reason)


class SubmitForm(forms.Form):
    """What a further version corrects; nothing, for the first."""

    why = forms.CharField(
        label="What does this version correct?", max_length=300,
        error_messages={"required": "Say what this version corrects"},
    )  # fmt: skip

    def __init__(self, *args: Any, again: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["why"]


class MoveForm(forms.Form):
    """Whom to move, and to whom."""

    episodes = forms.MultipleChoiceField(error_messages={"required": "Select at least one person"})
    to = AdviserField(queryset=User.objects.none(), label="Move to", error_messages={"required": "Select an adviser"})
    compact = True

    def __init__(self, *args: Any, advisers: Any, keys: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = advisers  # type: ignore[attr-defined]
        self.fields["episodes"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]


class CapacityForm(forms.Form):
    """How many referrals, and how many advisers there are."""

    referrals = forms.IntegerField(
        label="Referrals in a year", min_value=0, max_value=1_000_000,
        error_messages={"required": "Enter the number of referrals"},
    )  # fmt: skip
    provided = forms.DecimalField(
        label="Full-time advisers there are", required=False, min_value=0, max_value=10_000, decimal_places=2
    )
    looks: ClassVar = {
        "referrals": Look(width=10, noun="the number of referrals"),
        "provided": Look(width=10, noun="the number of advisers"),
    }

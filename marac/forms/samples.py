"""What is typed for a dip sample: which meetings, how many cases, ten scores, what follows."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from agencies.models import Agency
from common.forms import DateField, Look, NearDateField
from marac.forms.meeting import agencies_for_forum
from marac.models import DipSample, Forum
from marac.principles import NAMES
from marac.sampling import MOST, SCORES

LONG = 10_000


class DrawForm(forms.Form):
    """From which meetings, and how many."""

    starts_on = DateField(label="From the meeting on", past=True)
    ends_on = DateField(label="To the meeting on", past=True, help_text="The same day for one meeting alone")
    wanted = forms.IntegerField(
        label="How many cases?", min_value=1, max_value=MOST, initial=3,
        help_text="Linnet draws them by chance. All of them, where fewer were heard",
    )  # fmt: skip
    looks: ClassVar = {
        "starts_on": Look(noun="the first day"),
        "ends_on": Look(noun="the last day"),
        "wanted": Look(width=2, noun="how many cases"),
    }


class ScoresForm(forms.Form):
    """A score and a note for each of the ten principles. All of it may be left empty until the sample is finished."""

    compact, mark_optional = True, False

    def __init__(self, data: Any = None, *, sample: DipSample) -> None:
        kept = {each.number: each for each in sample.scores.all()}
        initial = {f"score_{n}": each.score for n, each in kept.items()}
        super().__init__(data, initial=initial | {f"note_{n}": each.note for n, each in kept.items()})
        self.looks: dict[str, Look] = {}
        for number, name in enumerate(NAMES, start=1):
            self.fields[f"score_{number}"] = forms.ChoiceField(
                label=f"{number}. {name}", choices=SCORES.items(), required=False, widget=forms.RadioSelect
            )
            self.fields[f"note_{number}"] = forms.CharField(
                label=f"Why, for principle {number}", max_length=LONG, required=False, widget=forms.Textarea
            )
            self.looks |= {f"score_{number}": Look(inline=True), f"note_{number}": Look(rows=2)}

    @property
    def scores(self) -> dict[int, tuple[str, str]]:
        """By the number of the principle."""
        said = self.cleaned_data
        return {n: (said[f"score_{n}"], said[f"note_{n}"]) for n in range(1, len(NAMES) + 1)}


class SampleActionForm(forms.Form):
    """What one agency does because of it."""

    text = forms.CharField(
        label="What will be done?",
        max_length=500,
        help_text="About how the meeting works. Nobody’s name: this is printed for the steering group",
    )
    owner_agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(), label="Which agency?", error_messages={"required": "Select the agency"}
    )
    due_on = NearDateField(label="By when?")
    looks: ClassVar = {"text": Look(noun="what will be done"), "due_on": Look(width=10, noun="the day")}

    def __init__(self, data: Any = None, *, forum: Forum) -> None:
        super().__init__(data)
        self.fields["owner_agency"].queryset = agencies_for_forum(forum)  # type: ignore[attr-defined]
        self.fields["due_on"].earliest = timezone.localdate()  # type: ignore[attr-defined]

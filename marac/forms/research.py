"""What an agency types about one case, and what the team types about the answers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cases.models import Involvement, Person
from common.forms import Look
from marac.models import IdentityCorrection, ResearchEntry, ResearchFinding, ResearchRequest
from marac.research import RESTRICTIONS
from marac.services import Answer, Correction, Finding

LONG = 10_000
KNOWN = ResearchFinding.Known.choices
LIMITS = [choice for choice in RESTRICTIONS if choice[0]]
FIELDS = ("known", "why", "worker", "last", "text", "limited", "limit")


class ResearchForm(forms.Form):
    """One page for all the people of a case: nothing known about anybody, or an answer for each."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    nothing_known = forms.BooleanField(required=False)
    systems = forms.CharField(
        label="Systems you searched",
        max_length=300,
        required=False,
        help_text="For example: tenancy, repairs, anti-social behaviour",
    )
    told_by = forms.CharField(label="Who told you this on the telephone?", max_length=200, required=False)
    wishes = forms.CharField(
        label="What the person at risk wishes, as your agency knows it",
        max_length=LONG,
        required=False,
        widget=forms.Textarea,
    )
    offers = forms.CharField(
        label="What can your agency offer?",
        max_length=LONG,
        required=False,
        widget=forms.Textarea,
        help_text="One offer a line. Each becomes a suggested action",
    )
    correction_kind = forms.ChoiceField(
        label="What looks wrong?",
        choices=[("", "Nothing"), *IdentityCorrection.Kind.choices],
        required=False,
    )
    correction_person = forms.ChoiceField(label="For whom?", required=False)
    correction = forms.CharField(
        label="What do you hold instead?",
        max_length=500,
        required=False,
        help_text="A coordinator looks at it. Nothing is overwritten",
    )
    compact, mark_optional = True, False

    def __init__(self, *args: Any, people: Sequence[Involvement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.looks: dict[str, Look] = {"wishes": Look(rows=3), "offers": Look(rows=3), "told_by": Look(width=20)}
        self.fields["nothing_known"].label = f"We checked and hold no information about {_all(len(people))}"
        self.fields["correction_person"].choices = [  # type: ignore[attr-defined]
            ("", "The case as a whole"),
            *((each.person_id.hex, each.person.current_name) for each in people),
        ]
        for each in people:
            self._ask_about(each)

    def _ask_about(self, involvement: Involvement) -> None:
        key, name = involvement.person_id.hex, involvement.person.current_name
        area = forms.Textarea
        self.fields |= {
            f"known_{key}": forms.ChoiceField(label=name, choices=KNOWN, required=False, widget=forms.RadioSelect),
            f"why_{key}": forms.CharField(label="If not checked, why?", max_length=300, required=False),
            f"worker_{key}": forms.CharField(label="Worker and telephone", max_length=200, required=False),
            f"last_{key}": forms.CharField(label="Last contact, and what comes next", max_length=300, required=False),
            f"text_{key}": forms.CharField(
                label="What bears on the risk now", max_length=LONG, required=False, widget=area
            ),
            f"limited_{key}": forms.CharField(
                label="A paragraph with a limit on its use", max_length=LONG, required=False, widget=area
            ),
            f"limit_{key}": forms.ChoiceField(label="Its limit", choices=[("", "Choose one"), *LIMITS], required=False),
        }
        self.looks |= {
            f"known_{key}": Look(inline=True, small=True, noun=f"whether you know {name}"),
            f"text_{key}": Look(rows=3),
            f"limited_{key}": Look(rows=2),
        }

    def blocks(self) -> list[dict[str, Any]]:
        """The fields of each person, by what they ask."""
        found = []
        for each in self.people:
            fields = {name: self[f"{name}_{each.person_id.hex}"] for name in FIELDS}
            begun = any(fields[name].value() or fields[name].errors for name in FIELDS[1:])
            found.append({"involvement": each, "is_begun": begun, **fields})
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for each in self.people:
            key = each.person_id.hex
            if found.get(f"limited_{key}") and not found.get(f"limit_{key}"):
                self.add_error(f"limit_{key}", "Select the limit on this paragraph")
            if found.get(f"known_{key}") == ResearchFinding.Known.NOT_CHECKED and not found.get(f"why_{key}"):
                self.add_error(f"why_{key}", f"Enter why {each.person.current_name} was not checked")
        if found.get("nothing_known") and self._says_something(found):
            self.add_error("nothing_known", "You ticked that nothing is known and wrote something too. Take one away")
        if found.get("correction_kind") and not found.get("correction"):
            self.add_error("correction", "Enter what you hold instead")
        return found

    def _says_something(self, found: dict[str, Any]) -> bool:
        keys = [each.person_id.hex for each in self.people]
        texts = [found.get(f"{name}_{key}") for key in keys for name in ("worker", "last", "text", "limited")]
        known = [found.get(f"known_{key}") not in ("", "not_known") for key in keys]
        return any((*texts, *known, found.get("wishes"), found.get("offers")))

    def check_whole(self) -> bool:
        """Before it is sent: every person has an answer, and the systems are named. Adds what is missing as errors."""
        found = self.cleaned_data
        if not found["systems"].strip():
            self.add_error("systems", "Enter which of your systems you searched")
        if not found["nothing_known"]:
            for each in self.people:
                field = f"known_{each.person_id.hex}"
                if not found[field]:
                    self.add_error(field, f"Select whether you know {each.person.current_name}")
        return not self.errors

    @property
    def answer(self) -> Answer:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        findings = [self._finding(each.person) for each in self.people]
        corrections = []
        if typed["correction"] and typed["correction_kind"]:
            people = {each.person_id.hex: each.person for each in self.people}
            about = people.get(typed["correction_person"])
            corrections = [Correction(typed["correction_kind"], typed["correction"], about)]
        return Answer(typed["systems"], findings, typed["wishes"], typed["offers"], corrections)

    def _finding(self, person: Person) -> Finding:
        said = {name: self.cleaned_data[f"{name}_{person.pk.hex}"] for name in FIELDS}
        known = ResearchFinding.Known.NOT_KNOWN if self.cleaned_data["nothing_known"] else said["known"]
        return Finding(
            person, known, said["why"], said["worker"], said["last"], said["text"], said["limited"], said["limit"]
        )


def _all(number: int) -> str:
    return "this person" if number == 1 else f"any of these {number} people"


def typed_before(request: ResearchRequest, *, systems: str) -> dict[str, Any]:
    """What stands in the form when it opens: what was saved, and the systems of the agency's last answer."""
    initial: dict[str, Any] = {"version": request.version, "systems": request.systems or systems}
    initial["told_by"] = request.told_by
    for finding in request.findings.all():
        key = finding.person_id.hex
        initial |= {f"known_{key}": finding.known, f"why_{key}": finding.why_not}
        initial |= {f"worker_{key}": finding.worker, f"last_{key}": finding.last_contact}
    offers = []
    for entry in request.entries.order_by("position"):
        if entry.kind == ResearchEntry.Kind.OFFER:
            offers.append(entry.text)
        elif entry.person_id is None:
            initial["wishes"] = entry.text
        elif entry.restriction:
            initial |= {f"limited_{entry.person_id.hex}": entry.text, f"limit_{entry.person_id.hex}": entry.restriction}
        else:
            initial[f"text_{entry.person_id.hex}"] = entry.text
    return initial | {"offers": "\n".join(offers)}


class ReminderForm(forms.Form):
    """Which agencies are reminded."""

    agency = forms.TypedMultipleChoiceField(
        coerce=int,
        label="Remind",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select an agency to remind"},
    )
    looks = {"agency": Look(small=True)}

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """What a coordinator did about a correction."""

    status = forms.ChoiceField(choices=IdentityCorrection.Status.choices)

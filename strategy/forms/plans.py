"""What is typed about strategies, plans and their actions."""

from typing import Any, ClassVar

from django import forms

from agencies.models import Agency, Area
from common.forms import Look
from common.forms.asking import line, lines, on_day, one_of, one_row, said_lines, some_rows
from strategy.acting import STATUS_WORDS, Status
from strategy.models import Action, Board, Plan, Strategy, StrategyOutcome, TrainingSession


class StrategyForm(forms.Form):
    """A strategy and its outcomes."""

    name = line("Name", "Enter the name")
    board = one_row(Board.objects.all(), "Board that agreed it", "Select the board")
    vision = lines("Vision")
    outcomes = lines("Outcomes, one a line, in their order", "Write at least one outcome")
    starts_on = on_day("Published on", "Enter the day")
    ends_on = on_day("Until")
    succeeds = one_row(Strategy.objects.filter(successor=None), "Strategy that it succeeds")

    def clean_outcomes(self) -> list[str]:
        return said_lines(self.cleaned_data["outcomes"])


class IndicatorForm(forms.Form):
    """An indicator that says something of an outcome."""

    code = forms.SlugField(
        label="Code of the indicator",
        max_length=40,
        help_text="As in the quarterly report, for example heard-in-time",
        error_messages={"required": "Enter the code"},
    )
    why = line("What it says of the outcome")
    looks: ClassVar = {"code": Look(width=20)}


class PlanForm(forms.Form):
    """A plan on a page, or an improvement plan."""

    name = line("Name", "Enter the name")
    kind = one_of("What is it?", Plan.Kind.choices, "Select what it is")
    board = one_row(Board.objects.all(), "Board that it belongs to", "Select the board")
    strategy = one_row(Strategy.objects.all(), "Strategy that it carries out")
    vision = lines("Vision")
    partners = lines("Partners")
    inspected_from = on_day("Inspectors were there from")
    inspected_to = on_day("Inspectors were there to")
    starts_on = on_day("Agreed or submitted on", "Enter the day")


class ObjectiveForm(forms.Form):
    """What the plan wants to reach."""

    ref = line("Number", "Enter the number", max_length=20)
    text = lines("Objective, or area for improvement", "Enter what is wanted")
    outcome = one_row(StrategyOutcome.objects.none(), "Outcome that it serves")
    added_on = on_day("Agreed on", "Enter the day")
    looks: ClassVar = {"ref": Look(width=5), "text": Look(rows=3)}

    def __init__(self, *args: Any, outcomes: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["outcome"]
        field.queryset = outcomes


class AgreedForm(forms.Form):
    """An action as it was agreed."""

    objective = one_row(Plan.objects.none(), "Objective", "Select the objective")
    ref = line("Number", "Enter the number", max_length=20, help_text="For example, 1.2")
    text = lines("What is to be done", "Enter what is to be done")
    owner = one_row(Agency.objects.all(), "Agency that does it", "Select the agency")
    lead = line("Post that leads it")
    agreed_on = on_day("Agreed on", "Enter the day")
    target_on = on_day("To be done by", "Enter the day")
    origin = one_of("Is it new?", Action.Origin.choices, "Select whether it is new")
    finding_ref = line("Number of the inspectors’ finding", max_length=40)
    impact = lines("What should change for people, for children first")
    boards = some_rows(Board.objects.all(), "Other boards that are told how it goes")
    looks: ClassVar = {"ref": Look(width=5), "finding_ref": Look(width=10), "text": Look(rows=3)}

    def __init__(self, *args: Any, objectives: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["objective"]
        field.queryset = objectives


class UpdateForm(forms.Form):
    """How far it is: one choice and one sentence."""

    status = one_of(
        "How far is it?",
        [(each.value, STATUS_WORDS[each]) for each in (Status.PLANNED, Status.DOING)],
        "Select how far it is",
    )
    note = lines("In a sentence", "Say in a sentence how far it is")
    looks: ClassVar = {"status": Look(small=True), "note": Look(rows=3)}


class EvidenceForm(forms.Form):
    """What shows that it was done."""

    description = lines("What was done", "Say what was done")
    impact = lines("What changed for people", "Say what changed for people")
    link = forms.URLField(label="Where it can be seen", required=False, assume_scheme="https")


class CheckForm(forms.Form):
    """Whether the evidence is enough."""

    is_enough = one_of("Is it enough?", [("yes", "Yes, it is done"), ("no", "No, something is missing")], "Select one")
    answer = lines("If not, what is missing")

    def clean_is_enough(self) -> bool:
        return bool(self.cleaned_data["is_enough"] == "yes")


class ExtendForm(forms.Form):
    """A later date."""

    new_target_on = on_day("New date", "Enter the new date")
    reason = line("Why", "Say why it needs more time", max_length=300)


class DropForm(forms.Form):
    """Why it is dropped."""

    reason = line("Why", "Say why it is dropped", max_length=300)


class ReportForm(forms.Form):
    """One more board that is told."""

    board = one_row(Board.objects.all(), "Board", "Select the board")


class TrainingForm(forms.Form):
    """Something that was held."""

    kind = one_of("For whom?", TrainingSession.Kind.choices, "Select for whom")
    on = on_day("Held on", "Enter the day")
    title = line("What it was about")
    area = one_row(Area.objects.filter(kind=Area.Kind.AUTHORITY, valid_to=None), "District")
    places = forms.IntegerField(
        label="How many pharmacies, practices or schools took part", min_value=0, max_value=5000, required=False
    )
    people = forms.IntegerField(
        label="How many people took part",
        min_value=0,
        max_value=50_000,
        error_messages={"required": "Enter how many people took part"},
    )
    looks: ClassVar = {"places": Look(width=5), "people": Look(width=5)}

    def clean_places(self) -> int:
        return self.cleaned_data["places"] or 0

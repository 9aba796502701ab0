"""Needs, court dates, orders and disclosures: a small form each."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from common.dates import LONDON, london_moment
from common.forms import Look, NearDateField, TimeField
from support.models import CourtDate, DisclosureConsideration, Need, Order


class _Kept(forms.ModelForm):
    """``row`` is what the service keeps."""

    compact = True

    @property
    def row(self) -> Any:
        """What was typed, not saved yet."""
        return self.instance


class NeedForm(_Kept):
    """What help is needed."""

    since = NearDateField(label="Since", error_messages={"required": "Enter the day"})
    met_on = NearDateField(label="Met on", required=False)

    class Meta:
        model = Need
        fields = ("kind", "since", "met_on", "note")
        labels: ClassVar = {"kind": "What do they need help with?", "note": "Note"}

    looks: ClassVar = {"since": Look(width=10, noun="the day"), "met_on": Look(width=10)}


class _AtForm(_Kept):
    on = NearDateField(label="Date", error_messages={"required": "Enter the date"})
    time = TimeField(label="Time", error_messages={"required": "Enter the time"})
    moment = "at"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kept = getattr(self.instance, self.moment, None)
        if kept:
            local = kept.astimezone(LONDON)
            self.initial.update({"on": local.date(), "time": local.time()})

    def clean(self) -> dict[str, Any]:
        """The date and the time are one moment in London."""
        said = super().clean() or {}
        if said.get("on") and said.get("time") is not None:
            setattr(self.instance, self.moment, london_moment(said["on"], said["time"]))
        return said


class CourtForm(_AtForm):
    """A day at court."""

    class Meta:
        model = CourtDate
        fields = ("kind", "court", "what", "outcome")
        labels: ClassVar = {"kind": "Which court?", "court": "Name of the court", "what": "What is it about?",
                            "outcome": "What came of it?"}  # fmt: skip

    field_order = ("kind", "court", "on", "time", "what", "outcome")
    looks: ClassVar = {"on": Look(width=10, noun="the date"), "time": Look(width=5, noun="the time")}


class OrderForm(_AtForm):
    """A protective order."""

    ends_on = NearDateField(label="Ends on", required=False, help_text="Leave it empty for “until further order”")
    moment = "given_at"

    class Meta:
        model = Order
        fields = ("kind", "ends_on", "court", "conditions", "victim_aware", "is_breached")
        labels: ClassVar = {
            "kind": "Which order?",
            "court": "Name of the court",
            "conditions": "What it forbids",
            "victim_aware": "Does the person know of it?",
            "is_breached": "It was breached",
        }

    field_order = ("kind", "on", "time", "ends_on", "court", "conditions", "victim_aware", "is_breached")
    looks: ClassVar = {
        "on": Look(width=10, noun="the date it was given"), "time": Look(width=5, noun="the time it was given"),
        "ends_on": Look(width=10), "conditions": Look(rows=3),
    }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """It ends after it was given."""
        said = super().clean()
        given, ends = said.get("on"), said.get("ends_on")
        if isinstance(given, date) and ends and ends < given:
            self.add_error("ends_on", "The order must end after it was given")
        return said


class DisclosureForm(_Kept):
    """That a disclosure was considered; never what was disclosed."""

    applied_on = NearDateField(label="Asked or begun on", error_messages={"required": "Enter the day"})
    decided_on = NearDateField(label="Decided on", required=False)

    class Meta:
        model = DisclosureConsideration
        fields = ("route", "applied_on", "decision", "decided_on", "support_offered")
        labels: ClassVar = {"route": "By which route?", "decision": "What was decided?",
                            "support_offered": "We offered support with it"}  # fmt: skip

    looks: ClassVar = {"applied_on": Look(width=10, noun="the day"), "decided_on": Look(width=10)}

    def clean(self) -> dict[str, Any]:
        """A decision has its day, and only a decision has one."""
        said = super().clean() or {}
        is_open = said.get("decision") == DisclosureConsideration.Decision.OPEN
        if said.get("decision") and not is_open and not said.get("decided_on"):
            self.add_error("decided_on", "Enter the day of the decision")
        if is_open and said.get("decided_on"):
            self.add_error("decided_on", "Leave the day empty until it is decided")
        return said


PRACTICAL: dict[str, type[_Kept]] = {
    "need": NeedForm, "court": CourtForm, "order": OrderForm, "disclosure": DisclosureForm,
}  # fmt: skip

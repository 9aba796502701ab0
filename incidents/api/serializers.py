"""The body of a batch of crimes, field by field. Checked here is the shape; what a crime has to hold is in rows.py."""

from typing import Any

from rest_framework import serializers

from incidents.models import CrimeRecord, Grade
from incidents.rows import HIGHEST_SCORE
from incidents.services import RESULTS
from referrals.api.fields import Code, Many, Moment, Part, Text, Whole
from referrals.api.serializers import FieldProblemSerializer

MOST = 200
KINDS = [("crime", "Crime"), ("non_crime", "Not a crime")]


def optional(**more: Any) -> dict[str, Any]:
    return {"required": False, **more}


class CrimeSerializer(Part):
    """A crime or non-crime incident as your force recorded it. Nobody is named in it."""

    crime_ref = Text(40, help_text="The force’s own number: letters, digits and / . _ -, no spaces.")
    kind = Code("CrimeKind", KINDS, help_text="Crime, or an incident that is no crime.")
    incident_at = Moment(help_text="When it happened, with the offset from UTC.")
    recorded_at = Moment(help_text="When it was recorded. The timer of the second assessment starts here.")
    district = Text(100, help_text="GSS code or name of the local authority, in your force’s area.")
    offence_group = Code("OffenceGroup", CrimeRecord.Offence.choices, help_text="Group of the offence.")
    initial_grade = Code("CrimeGrade", Grade.choices, help_text="The first grade. It never changes afterwards.")
    tool = Code("GradingTool", CrimeRecord.Tool.choices, **optional(), help_text="With which tool it was graded.")
    score = Whole(min_value=0, max_value=HIGHEST_SCORE, **optional(), help_text="What the tool came to.")
    assessor = Text(20, **optional(allow_blank=True), help_text="Staff number of whoever graded it. Never a name.")
    graded_at = Moment(**optional(), help_text="When it was graded.")
    outcome = Code(
        "CrimeOutcome", CrimeRecord.Outcome.choices, **optional(), help_text="Left out, a known outcome stays."
    )
    case_reference = Text(20, **optional(allow_blank=True), help_text="Reference of a case here, if you were told one.")


class CrimesSerializer(Part):
    """Up to 200 crimes."""

    crimes = Many(CrimeSerializer(), MOST, min_length=1, help_text="The crimes, each with a result of its own.")


class CrimeResultSerializer(serializers.Serializer):
    """What became of one crime."""

    item = serializers.IntegerField(help_text="Its place in what you sent, from 0.")
    result = serializers.ChoiceField(choices=[(each, each) for each in RESULTS.values()])
    errors = FieldProblemSerializer(many=True)  # type: ignore[assignment]


class CrimesAnswerSerializer(serializers.Serializer):
    """What became of each, and how many of each kind."""

    results = CrimeResultSerializer(many=True)
    created = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    outcome_updated = serializers.IntegerField()
    refused = serializers.IntegerField()

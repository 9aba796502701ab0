"""The body of an incident and its children, field by field. Checked here is the shape; what counts is in services."""

from typing import Any

from rest_framework import serializers

from encompass.models import EncompassIncident, Notice
from referrals.api.fields import Code, Day, Many, Moment, Part, Pattern, Text

LONG = 5000
MOST = 12
WITHOUT_SCHOOL = [(str(each.value), str(each.label)) for each in (Notice.Route.HOME_EDUCATED, Notice.Route.NO_SCHOOL)]


def optional(**more: Any) -> dict[str, Any]:
    return {"required": False, **more}


class NoticeChildSerializer(Part):
    """One child and one school. A child at two establishments is sent twice."""

    given = Text(100, help_text="First name.")
    family = Text(100, help_text="Last name.")
    date_of_birth = Day(help_text="From the start of Reception to 17; nurseries where the area chose so.")
    school_urn = Pattern(r"^[0-9]{6}$", 6, **optional(), help_text="Unique reference number of the school or college.")
    council = Pattern(
        r"^[EWNS][0-9]{8}$", 9, **optional(), help_text="Without a school: GSS code of the upper-tier council."
    )
    without_school = Code("WithoutSchool", WITHOUT_SCHOOL, **optional(), help_text="Without a school: why.")
    was_present = Code(
        "ChildPresent", Notice.Answer.choices, help_text="Whether the child was there. Send in any case."
    )
    whereabouts = Text(200, **optional(allow_blank=True), help_text="Where the child was.")
    spoken_to = Code("ChildSpokenTo", Notice.Spoken.choices, help_text="Whether an officer spoke to the child.")
    voice = Text(LONG, **optional(allow_blank=True), help_text="What the child said, in the child’s own words.")
    keep_back = Text(
        LONG,
        **optional(allow_blank=True),
        help_text="Why it is not safe to tell the school: a supervisor decides first.",
    )


class NoticesSerializer(Part):
    """What was recorded, once, and every child it affects. Standard risk is sent too."""

    police_reference = Text(60, help_text="Your number for the incident. Each is sent once.")
    occurred_at = Moment(help_text="When it happened, with the offset from UTC.")
    recorded_at = Moment(help_text="When you recorded it. The deadline counts from here.")
    place = Text(200, **optional(allow_blank=True), help_text="Where. No address that must stay secret.")
    risk_grade = Code(
        "NoticeGrade", EncompassIncident.Grade.choices, help_text="For the figures. Schools never see it."
    )
    circumstances = Text(LONG, help_text="What the school needs to know. Name no other child: each school reads it.")
    contact = Text(200, help_text="Whom the school may ring.")
    children = Many(NoticeChildSerializer(), MOST, min_length=1, help_text="The children, each with their school.")


# -- what we answer ----------------------------------------------------------------------------------------------------


class NoticeReceiptSerializer(serializers.Serializer):
    """One notice. It names nobody."""

    child = serializers.IntegerField(help_text="The child’s place in what you sent, from 0.")
    reference = serializers.CharField(help_text="Our reference of the notice.")
    due_at = serializers.DateTimeField(help_text="By when the school is told in time.")


class NoticesReceiptSerializer(serializers.Serializer):
    """What we answer when everything is stored."""

    reference = serializers.CharField(help_text="Our reference of the incident.")
    notices = NoticeReceiptSerializer(many=True)

"""The body of a referral, field by field: what the API's description tells a partner's developer.

Checked here is the shape. What a submission has to hold to count as a referral is in ``referrals.rules``.
"""

from rest_framework import serializers

from agencies.models import AgencyType
from cases import lawful, tools
from cases.models import Incident, Level
from referrals import codes
from referrals.api.fields import Code, Day, Email, Many, Moment, Part, Pattern, Text, Whole, YesNo
from referrals.api.people import (
    LONG,
    ChildSerializer,
    OtherSerializer,
    PerpetratorSerializer,
    VictimSerializer,
    optional,
)
from referrals.models import Criterion, Referral


class ReferrerSerializer(Part):
    """Who makes the referral. The clock starts when we receive it, whatever date is on the form."""

    name = Text(200, help_text="Name of the person who makes the referral.")
    role = Text(200, **optional(allow_blank=True), help_text="Job title.")
    email = Email(**optional(), help_text="Work e-mail address. Only people with an account are ever written to.")
    phone = Text(30, **optional(allow_blank=True), help_text="Work telephone number.")
    consulted = Code("Consulted", codes.CONSULTED, **optional(), help_text="A manager or representative was asked.")
    consulted_with = Text(200, **optional(allow_blank=True), help_text="Who was asked.")


class TogetherSerializer(Part):
    """An agency that makes the referral together with the sender. It gets no access by it, and is told nothing."""

    kind = Code("AgencyKind", AgencyType.choices, help_text="What kind of agency. Each once, never the sender’s own.")
    agency = Text(100, **optional(allow_blank=True), help_text="Its name. No name of a person in it.")


class InvestigationSerializer(Part):
    """A police investigation that is open, in this force or another."""

    reference = Text(60, **optional(allow_blank=True), help_text="Crime reference.")
    officer = Text(200, **optional(allow_blank=True), help_text="Officer in the case.")
    force = Text(100, **optional(allow_blank=True), help_text="Their force.")
    contact = Text(254, **optional(allow_blank=True), help_text="How to reach them.")


class PreviousSerializer(Part):
    """Whether the person has been referred before, as far as the sender knows. We look for ourselves as well."""

    known = Code("Previous", codes.PREVIOUS, help_text="Referred before.")
    on = Day(**optional(), help_text="When they were last referred.")
    reference = Text(60, **optional(allow_blank=True), help_text="Its reference or number.")


class ElsewhereSerializer(Part):
    """A meeting in another area that has heard of the person."""

    area = Text(100, help_text="Which area.")
    on = Day(**optional(), help_text="When it was heard there.")
    reference = Text(60, **optional(allow_blank=True), help_text="Its reference there.")


class IncidentSerializer(Part):
    """Something that happened, whoever knows of it."""

    occurred_at = Moment(help_text="When, with the offset from UTC.")
    kind = Code("IncidentKind", Incident.Kind.choices, help_text="Crime, not a crime, or not reported.")
    category = Code("IncidentCategory", codes.CATEGORIES, **optional(), help_text="What it was.")
    police_reference = Text(60, **optional(allow_blank=True), help_text="Crime or incident number.")
    reported_to_police = YesNo(**optional(), help_text="Whether the police know.")
    summary = Text(LONG, **optional(allow_blank=True), help_text="What happened.")


_answer = {
    item.code: Code("Answer", codes.ANSWER_WORDS, **optional(), help_text=item.prompt)
    for item in (*tools.ITEMS, *tools.POLICE_ONLY)
}
AnswersSerializer = type("AnswersSerializer", (Part,), {"__doc__": "An answer to each item.", **_answer})


class RiskAssessmentSerializer(Part):
    """A risk tool's answers, or the score they came to. Counted by us; a judgement can raise it and never lower it."""

    tool = Code("RiskTool", tools.CHOICES, help_text="Which tool.")
    assessed_on = Day(help_text="When it was filled in.")
    assessor = Text(200, **optional(allow_blank=True), help_text="By whom.")
    answers = AnswersSerializer(**optional(), help_text="For the checklists of 24 and of 27 items.")
    stated_score = Whole(min_value=0, max_value=27, **optional(), help_text="Yes answers, where none are sent.")
    grade = Code(
        "RiskGrade", Level.choices, **optional(), help_text="The grade, of a tool that is graded and not counted."
    )
    notes = Text(LONG, **optional(allow_blank=True), help_text="What was said, and by whom if not by the person.")
    wording = Text(40, **optional(allow_blank=True), help_text="Which wording of the tool was used.")


class VictimViewSerializer(Part):
    """What the person at risk knows, wants and fears. Read first at the meeting."""

    aware_of_referral = Code("Awareness", codes.AWARE, help_text="Whether they know about the referral.")
    agrees = Code("Agreement", lawful.AGREEMENT, help_text="Whether they agree to it. Not the same as knowing.")
    wants = Text(LONG, **optional(allow_blank=True), help_text="What would make them feel safer.")
    afraid_of = Text(LONG, **optional(allow_blank=True), help_text="Everybody they are afraid of.")
    safe_to_talk_to = Text(LONG, **optional(allow_blank=True), help_text="Who may be talked to.")
    not_safe_to_talk_to = Text(LONG, **optional(allow_blank=True), help_text="Who must not be talked to.")
    wants_to_speak_to_police = Code(
        "SpeakToPolice", codes.SPEAK_TO_POLICE, **optional(), help_text="About what they disclosed."
    )
    police_rationale = Text(
        LONG, **optional(allow_blank=True), help_text="Why, or why not. Some areas take no referral without it."
    )
    wishes_not_asked = Code(
        "WishesNotAsked", codes.WISHES_NOT_ASKED, **optional(), help_text="Why nothing stands in “wants”."
    )


class SharingSerializer(Part):
    """Why it is lawful to share. All of it is needed where the person does not agree."""

    lawful_basis = Code(
        "LawfulBasis", lawful.LAWFUL_BASES, **optional(), help_text="Basis of UK GDPR article 6, or Part 3."
    )
    condition = Code(
        "SharingCondition", lawful.CONDITIONS, **optional(), help_text="Condition for special-category data."
    )
    reason = Text(LONG, **optional(allow_blank=True), help_text="Why sharing is necessary.")
    decided_by = Text(200, **optional(allow_blank=True), help_text="Who decided.")
    proportionality = Text(LONG, **optional(allow_blank=True), help_text="How it is kept to what is needed.")
    privacy_information = Code(
        "PrivacyInformation", codes.PRIVACY, **optional(), help_text="Whether the person was told how data are used."
    )
    privacy_reason = Text(LONG, **optional(allow_blank=True), help_text="Why they were not told.")


class SafeguardingSerializer(Part):
    """Referrals made to social care already. They do not wait for the meeting."""

    children_referral_made_on = Day(**optional(), help_text="To children’s social care.")
    adults_referral_made_on = Day(**optional(), help_text="To adult social care.")
    reference = Text(100, **optional(allow_blank=True), help_text="Their reference.")


class SubmissionSerializer(Part):
    """A referral."""

    external_reference = Text(100, **optional(allow_blank=True), help_text="Your own reference. No name in it.")
    referrer = ReferrerSerializer()
    referred_with = Many(
        TogetherSerializer(),
        codes.MOST_TOGETHER,
        **optional(),
        help_text="Agencies that make the referral together with yours. Each gets an equal part of it in the figures.",
    )
    scheme = Code("Scheme", codes.SCHEMES, **optional(), help_text="A scheme that the referral comes through.")
    district = Pattern(r"^[EWNS][0-9]{8}$", 9, help_text="GSS code of the local authority where the person lives.")
    criteria = Many(
        Code("Criterion", Criterion.choices),
        4,
        help_text="The grounds. Visible high risk is added by us where the score reaches the area’s threshold.",
    )
    reasons = Text(10_000, help_text="Why you are worried now. For professional judgement, at least a sentence.")
    incident_reported_at = Moment(**optional(), help_text="When the incident was reported to you.")
    incidents = Many(IncidentSerializer(), 50, **optional(), help_text="What has happened, as far as you know.")
    victim = VictimSerializer()
    perpetrators = Many(PerpetratorSerializer(), 20, min_length=1, help_text="Everybody causing harm (alleged).")
    children = Many(ChildSerializer(), 20, **optional(), help_text="Children of either, or in the home.")
    others_at_risk = Many(OtherSerializer(), 20, **optional(), help_text="Other people who may come to harm.")
    investigation = InvestigationSerializer(**optional())
    previous_referral = PreviousSerializer(**optional())
    heard_elsewhere = Many(ElsewhereSerializer(), 10, **optional(), help_text="Meetings in other areas.")
    risk_assessment = RiskAssessmentSerializer(**optional())
    victim_view = VictimViewSerializer()
    sharing = SharingSerializer(**optional())
    safeguarding = SafeguardingSerializer(**optional())
    immediate_actions = Text(LONG, help_text="What you have done already today. Do not wait for the meeting.")


# -- what we answer ----------------------------------------------------------------------------------------------------


class ReceiptSerializer(serializers.Serializer):
    """What we answer when a referral has been stored. It names nobody."""

    reference = serializers.CharField(help_text="Our reference, ten characters.")
    reference_spoken = serializers.CharField(help_text="The same in groups, as it is said on the telephone.")
    status = serializers.ChoiceField(choices=Referral.Status.choices)
    status_label = serializers.CharField(help_text="The status in words.")
    received_at = serializers.DateTimeField(help_text="When we received it. The clock starts on this London date.")
    hear_by = serializers.DateField(help_text="The last day on which a hearing is in time.")


class StatusSerializer(ReceiptSerializer):
    """Where a referral of yours stands. Never whether anybody in it was known before."""

    external_reference = serializers.CharField(help_text="Your own reference, if you sent one.")
    heard_on = serializers.DateField(allow_null=True, help_text="When it was first heard.")
    refusal = serializers.ChoiceField(
        choices=Referral.Refusal.choices, allow_null=True, help_text="A code for why it was not accepted."
    )
    refusal_label = serializers.CharField(allow_null=True, help_text="The same in words.")


class FieldProblemSerializer(serializers.Serializer):
    """One thing to mend."""

    field = serializers.CharField(help_text="Where: victim.names[0].given")
    message = serializers.CharField(help_text="What to do. Never quotes what was sent.")


class ProblemSerializer(serializers.Serializer):
    """A refusal (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What to do.")
    reason = serializers.CharField(required=False, help_text="A code for why a file was not taken.")
    errors = FieldProblemSerializer(many=True, required=False)  # type: ignore[assignment]

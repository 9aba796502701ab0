"""The body of a referral, field by field: what the API's description tells a partner's developer.

Checked here is the shape. What a submission has to hold to count as a referral is in ``referrals.rules``.
"""

from typing import Any

from rest_framework import serializers

from cases import lawful, tools
from cases.models import Incident, Involvement, Level, Person, PersonName, SafeContact
from referrals import codes
from referrals.api.fields import Code, Day, Email, Many, Moment, Part, Pattern, Text, Whole, YesNo
from referrals.models import Criterion, Referral

LONG = 5000
LANGUAGE = r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*|other|not_known)$"


def optional(**more: Any) -> dict[str, Any]:
    return {"required": False, **more}


class ReferrerSerializer(Part):
    """Who makes the referral. The clock starts when we receive it, whatever date is on the form."""

    name = Text(200, help_text="Name of the person who makes the referral.")
    role = Text(200, **optional(allow_blank=True), help_text="Job title.")
    email = Email(**optional(), help_text="Work e-mail address. Only people with an account are ever written to.")
    phone = Text(30, **optional(allow_blank=True), help_text="Work telephone number.")


class NameSerializer(Part):
    """One name of somebody. Send every spelling: agencies search on them. At least one part."""

    given = Text(100, **optional(allow_blank=True), help_text="First name or names.")
    family = Text(100, **optional(allow_blank=True), help_text="Last name.")
    kind = Code(
        "NameKind", PersonName.Kind.choices, **optional(), help_text="Which name it is; current where left out."
    )


class AddressSerializer(Part):
    """Where somebody lives. It is shown only where it is needed, and each look at it is recorded."""

    lines = Many(Text(100, allow_blank=True), 6, **optional(), help_text="House and street.")
    town = Text(100, **optional(allow_blank=True), help_text="Town or city.")
    postcode = Pattern(codes.POSTCODE, 8, **optional(), help_text="Full UK postcode.")
    protected = YesNo(**optional(), help_text="Confidential: a refuge, or a move that must stay secret.")
    unknown = YesNo(**optional(), help_text="The address is not known, or there is none.")


class ContactSerializer(Part):
    """One way to reach the person at risk. Unknown is treated as not safe."""

    channel = Code("Channel", SafeContact.Channel.choices, help_text="The way.")
    value = Text(254, **optional(allow_blank=True), help_text="The number or the address.")
    safe = Code(
        "Safety", SafeContact.Safety.choices, **optional(), help_text="Whether it is safe; unknown where left out."
    )
    times = Text(200, **optional(allow_blank=True), help_text="When it is safe, or at which times not.")
    may_leave_message = YesNo(**optional(), help_text="Whether a message may be left.")
    code_word = Text(60, **optional(allow_blank=True), help_text="A word that proves who is calling.")


class PersonSerializer(Part):
    """What is asked about everybody."""

    names = Many(NameSerializer(), 20, **optional(), help_text="All names and spellings.")
    dates_of_birth = Many(Day(), 10, **optional(), help_text="All dates of birth that were given.")
    age_estimate = Whole(min_value=0, max_value=120, **optional(), help_text="Years, where no date of birth is known.")
    sex = Code("Sex", Person.Sex.choices, **optional(), help_text="Sex.")


class AdultSerializer(PersonSerializer):
    """What is asked about adults, with codes for not known, not asked and declined."""

    ethnicity = Code("Ethnicity", codes.ETHNICITIES, **optional(), help_text="Ethnic group, as in the 2021 census.")
    disability = Code("Disability", codes.DISABILITIES, **optional(), help_text="Disability.")
    sexual_orientation = Code("SexualOrientation", codes.ORIENTATIONS, **optional(), help_text="Sexual orientation.")
    gender_identity = Code("GenderIdentity", codes.GENDER_IDENTITIES, **optional(), help_text="Gender identity.")
    first_language = Pattern(LANGUAGE, 20, **optional(), help_text="ISO 639 code, “other” or “not_known”.")
    interpreter_needed = YesNo(**optional(), help_text="An interpreter is needed. Never a relative.")
    address = AddressSerializer(**optional(), help_text="Present address.")


class VictimSerializer(AdultSerializer):
    """The person at risk. A name, and an address or the word that it is not known."""

    names = Many(NameSerializer(), 20, min_length=1, help_text="All names and spellings.")
    pregnant = Code("Pregnancy", codes.PREGNANCY, **optional(), help_text="Pregnant.")
    contacts = Many(ContactSerializer(), 20, **optional(), help_text="Safe and unsafe ways to get in touch.")
    gp = Text(200, **optional(allow_blank=True), help_text="General practice.")
    school = Text(200, **optional(allow_blank=True), help_text="School or college, for a young person.")


class PerpetratorSerializer(AdultSerializer):
    """A person causing harm (alleged)."""

    unknown = YesNo(**optional(), help_text="Nobody knows who it is: then no name is needed.")
    relationship_to_victim = Code(
        "Relationship", codes.RELATIONSHIPS, **optional(), help_text="What they are to the person at risk."
    )
    whereabouts = Text(300, **optional(allow_blank=True), help_text="Where they are now: custody, bail, address.")
    works_for_partner_agency = Code(
        "WorksForPartnerAgency",
        Involvement.WorksForPartner.choices,
        help_text="Whether they, or somebody close to them, work for an agency that may see this case.",
    )


class ChildSerializer(PersonSerializer):
    """A child. Children are people in their own right (Domestic Abuse Act 2021, section 3)."""

    relationship_to_victim = Code(
        "ChildRelationship", codes.CHILD_RELATIONSHIPS, **optional(), help_text="To the person at risk."
    )
    relationship_to_perpetrator = Code(
        "ChildRelationship", codes.CHILD_RELATIONSHIPS, **optional(), help_text="To the person causing harm."
    )
    lives_with = Code("LivesWith", codes.LIVES_WITH, **optional(), help_text="With whom the child lives.")
    school = Text(200, **optional(allow_blank=True), help_text="School or nursery.")


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


class SafeguardingSerializer(Part):
    """Referrals made to social care already. They do not wait for the meeting."""

    children_referral_made_on = Day(**optional(), help_text="To children’s social care.")
    adults_referral_made_on = Day(**optional(), help_text="To adult social care.")
    reference = Text(100, **optional(allow_blank=True), help_text="Their reference.")


class SubmissionSerializer(Part):
    """A referral."""

    external_reference = Text(100, **optional(allow_blank=True), help_text="Your own reference. No name in it.")
    referrer = ReferrerSerializer()
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
    question = serializers.CharField(allow_null=True, help_text="What the team asks, while it waits for your answer.")


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
    errors = FieldProblemSerializer(many=True, required=False)  # type: ignore[assignment]

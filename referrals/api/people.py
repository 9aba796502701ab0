"""The people of a referral, field by field. Every field added since version 1 may be left out."""

from typing import Any

from cases.models import Involvement, Person, PersonName, SafeContact
from referrals import codes
from referrals.api.fields import Code, Day, Many, Part, Pattern, Text, Whole, YesNo

LONG = 5000
LANGUAGE = r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*|other|not_known)$"


def optional(**more: Any) -> dict[str, Any]:
    """A field that may be left out."""
    return {"required": False, **more}


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
    kind = Code("Residence", codes.RESIDENCES, **optional(), help_text="What kind of place it is.")


class ContactSerializer(Part):
    """One way to reach the person at risk. Unknown is treated as not safe."""

    channel = Code("Channel", SafeContact.Channel.choices, help_text="The way.")
    value = Text(254, **optional(allow_blank=True), help_text="The number or the address.")
    safe = Code(
        "Safety", SafeContact.Safety.choices, **optional(), help_text="Whether it is safe; unknown where left out."
    )
    times = Text(200, **optional(allow_blank=True), help_text="When it is safe, or at which times not.")
    may_leave_message = YesNo(**optional(), help_text="Whether a message may be left.")
    withheld_number = YesNo(**optional(), help_text="Calls must come from a number that does not show.")
    code_word = Text(60, **optional(allow_blank=True), help_text="A word that proves who is calling.")


class SafePersonSerializer(Part):
    """Somebody through whom the person at risk may be reached."""

    name = Text(200, **optional(allow_blank=True), help_text="Their name.")
    relationship = Text(100, **optional(allow_blank=True), help_text="What they are to the person at risk.")
    phone = Text(30, **optional(allow_blank=True), help_text="Their telephone number.")
    knows = Text(500, **optional(allow_blank=True), help_text="What they know, and what may be said to them.")


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
    occupation = Text(200, **optional(allow_blank=True), help_text="What they do for a living.")
    employer = Text(200, **optional(allow_blank=True), help_text="Where they work.")


class VictimSerializer(AdultSerializer):
    """The person at risk. A name, and an address or the word that it is not known."""

    names = Many(NameSerializer(), 20, min_length=1, help_text="All names and spellings.")
    pregnant = Code("Pregnancy", codes.PREGNANCY, **optional(), help_text="Pregnant.")
    contacts = Many(ContactSerializer(), 20, **optional(), help_text="Safe and unsafe ways to get in touch.")
    gp = Text(200, **optional(allow_blank=True), help_text="General practice.")
    school = Text(200, **optional(allow_blank=True), help_text="School or college, for a young person.")
    pregnancy_detail = Text(500, **optional(allow_blank=True), help_text="When it is due, who gives care.")
    safe_person = SafePersonSerializer(**optional(), help_text="Somebody else who is safe to contact.")
    housing = Code("Housing", codes.HOUSING, **optional(), help_text="Who owns or lets the home.")
    landlord = Text(200, **optional(allow_blank=True), help_text="Landlord.")
    religion = Code("Religion", codes.RELIGIONS, **optional(), help_text="Religion, as in the 2021 census.")
    mental_health = Text(LONG, **optional(allow_blank=True), help_text="Mental health, as far as it matters here.")
    substances = Text(LONG, **optional(allow_blank=True), help_text="Alcohol and drugs, as far as it matters here.")
    disability_detail = Text(LONG, **optional(allow_blank=True), help_text="What the person needs.")
    nationality = Text(100, **optional(allow_blank=True), help_text="Nationality. Kept apart: leading team only.")
    immigration_status = Code(
        "ImmigrationStatus", codes.IMMIGRATION, **optional(), help_text="Kept apart: leading team only."
    )
    public_funds = Code("PublicFunds", codes.PUBLIC_FUNDS, **optional(), help_text="Kept apart: leading team only.")


class PerpetratorSerializer(AdultSerializer):
    """A person causing harm (alleged)."""

    unknown = YesNo(**optional(), help_text="Nobody knows who it is: then no name is needed.")
    relationship_to_victim = Code(
        "Relationship", codes.RELATIONSHIPS, **optional(), help_text="What they are to the person at risk."
    )
    whereabouts = Text(300, **optional(allow_blank=True), help_text="Where they are now: custody, bail, address.")
    custody = Code("Custody", codes.CUSTODY, **optional(), help_text="Whether they are held, or released and how.")
    bail_conditions = Text(1000, **optional(allow_blank=True), help_text="Conditions of bail or licence, orders.")
    conditions_until = Day(**optional(), help_text="Last day of bail, of the licence or of the order.")
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
    address = AddressSerializer(**optional(), help_text="Where the child lives, if somewhere else.")
    school = Text(200, **optional(allow_blank=True), help_text="School or nursery.")


class OtherSerializer(PersonSerializer):
    """Somebody else who may come to harm: in the home, or a new partner."""

    relationship_to_victim = Code(
        "OtherRelationship", codes.OTHER_RELATIONSHIPS, **optional(), help_text="To the person at risk."
    )
    risk = Text(1000, **optional(allow_blank=True), help_text="Why they may come to harm.")

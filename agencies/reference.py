"""Reference data that every installation starts from: places, bank holidays, the national clocks. Safe to run again.

Sources: authorities and codes, ONS Code History Database (names and codes of local authority districts, England);
thirteen community safety partnerships over fourteen authorities, Essex Police and Crime Panel, report EPCP/10/17,
section 9; meeting areas, the same report, section 8; bank holidays, gov.uk/bank-holidays, England and Wales.
"""

from datetime import date

from django.db import transaction

from agencies.models import Area, BankHoliday, Policy

# EPCP/10/17 section 10 gives the month; the day is the first of it.
ESSEX_ASSESSES_SINCE = date(2017, 3, 1)

# Local government as it stands; a reorganisation ends these rows and names their successors.
VALID_FROM = date(1974, 4, 1)
ESSEX_DISTRICTS = {
    "Basildon": "E07000066",
    "Braintree": "E07000067",
    "Brentwood": "E07000068",
    "Castle Point": "E07000069",
    "Chelmsford": "E07000070",
    "Colchester": "E07000071",
    "Epping Forest": "E07000072",
    "Harlow": "E07000073",
    "Maldon": "E07000074",
    "Rochford": "E07000075",
    "Tendring": "E07000076",
    "Uttlesford": "E07000077",
}
UNITARIES = {"Southend-on-Sea": ("E06000033", "Southend"), "Thurrock": ("E06000034", "Thurrock")}
SHARED_PARTNERSHIP = {"Castle Point": "Castle Point and Rochford", "Rochford": "Castle Point and Rochford"}
PARTNERSHIP = "Southend, Essex and Thurrock"

NATIONAL_POLICY = (
    (Policy.Key.HEARING_TARGET_DAYS, 14, "EPCP/10/17 section 8: all cases heard within 14 days of referral"),
    (Policy.Key.HIGH_RISK_TICKS, 14, "SafeLives, checklist practice guidance: 14 or more yes answers"),
    (Policy.Key.MEDIUM_RISK_TICKS, 10, "Norfolk and Plymouth protocols: 10 to 13 yes answers are medium"),
    (Policy.Key.GRADE_MEETS_GROUND, 0, "Default: a tool graded high is a professional judgement, not a count"),
    (Policy.Key.REPEAT_MONTHS, 12, "SafeLives, definition of a repeat: within 12 months of the last referral"),
    (Policy.Key.REPEAT_ANCHOR, 0, "SafeLives, definition of a repeat: the months run from the last referral"),
    (Policy.Key.REPEAT_BEHAVIOUR, 0, "SafeLives, definition of a repeat: any instance of abuse, criminal or not"),
    (Policy.Key.ESCALATION_COUNT, 3, "SafeLives, referral criteria: usually three events in a rolling 12 months"),
    (Policy.Key.ESCALATION_MONTHS, 12, "SafeLives, referral criteria: a rolling 12 months"),
    (Policy.Key.POLICE_RATIONALE, 0, "Default: the reason is asked for and may be left out"),
    (Policy.Key.VICTIM_UPDATE_DAYS, 2, "Default: two working days, as several published protocols set"),
    (Policy.Key.ACTION_DUE_DAYS, 5, "Default: five working days"),
    (Policy.Key.RESEARCH_DUE_DAYS, 1, "Default: one working day before the meeting"),
    (Policy.Key.AGREEMENT_NEEDED, 0, "Default: the team is warned; a partnership says from when papers are refused"),
    (Policy.Key.TRANSFER_RECEIPT_DAYS, 2, "Default: two working days, then the other area is chased"),
    (Policy.Key.ADULT_FEMALES, 0, "Not said: give each area’s figure, with the year and the age it begins at"),
    (Policy.Key.EMERGENCY_DAYS, 1, "Default: an emergency meeting sits within one working day"),
    (Policy.Key.MINUTES_DUE_DAYS, 3, "Derbyshire protocol: minutes within three working days"),
    (Policy.Key.FLAG_MONTHS, 12, "SafeLives: files are flagged for twelve months from the latest referral"),
    (Policy.Key.CONTACT_REVIEW_DAYS, 28, "Default: safe contact is asked again after four weeks"),
    (Policy.Key.SUPPORT_TRIAGE_HOURS, 48, "Durham service specification: triage within 48 hours"),
    (Policy.Key.FIRST_CONTACT_DAYS, 2, "Default: two working days to the first try"),
    (Policy.Key.CONTACT_TRIES, 3, "Default: three tries on different days and at different times"),
    (Policy.Key.CONTACT_AGAIN_DAYS, 1, "Default: the next working day after no answer"),
    (Policy.Key.CONTACT_HIGH_DAYS, 2, "Default: two working days at high risk"),
    (Policy.Key.CONTACT_OTHER_DAYS, 5, "Default: five working days"),
    (Policy.Key.SUPPORT_REVIEW_WEEKS, 8, "Published adviser practice: risk is reviewed every eight weeks"),
    (Policy.Key.SUPPORT_SILENCE_DAYS, 14, "Default: a manager looks after two weeks without contact"),
    (Policy.Key.CASELOAD_MOST, 25, "SafeLives, capacity: 60 to 80 cases a year, so 20 to 25 at once"),
    (Policy.Key.SMALL_NUMBER, 5, "Default: counts of one to four are hidden"),
    (Policy.Key.PUBLIC_SMALL_NUMBER, 8, "NHS England, Hospital Episode Statistics: counts of one to seven are hidden"),
    (Policy.Key.SECONDARY_ASSESSMENT, 0, "Off, until a force says from when its sergeants assess again"),
    (Policy.Key.SECONDARY_HIGH_HOURS, 24, "Default: a crime graded high is assessed again within a day"),
    (Policy.Key.SECONDARY_MEDIUM_HOURS, 72, "Default: a crime graded medium is assessed again within three days"),
    (Policy.Key.WITHIN_TARGET_PERCENT, 95, "Default: set by the board"),
    (Policy.Key.NOTICE_AMBER_HOURS, 2, "Default; Domestic Abuse Act 2021, s. 49A: as soon as reasonably practicable"),
    (Policy.Key.NOTICE_BEFORE_RECEPTION, 0, "Statutory guidance, Nov 2025: from Reception; nurseries locally"),
    (Policy.Key.REVIEW_TERM, 0, "Domestic Violence, Crime and Victims Act 2004, s. 9: domestic homicide review"),
    (Policy.Key.REVIEW_NEW_LAW, 0, "Victims and Prisoners Act 2024, s. 19: not commenced"),
    (Policy.Key.REVIEW_NOTIFY_DAYS, 10, "Default; statutory guidance 2016: as soon as practicable"),
    (Policy.Key.REVIEW_ACKNOWLEDGE_DAYS, 2, "Default: two working days"),
    (Policy.Key.REVIEW_SCOPING_DAYS, 10, "Default: ten working days"),
    (Policy.Key.REVIEW_DECIDE_MONTHS, 1, "Statutory guidance on domestic homicide reviews, 2016, section 5: one month"),
    (Policy.Key.REVIEW_TELL_OFFICE_DAYS, 5, "Default; statutory guidance 2016: without delay"),
    (Policy.Key.REVIEW_TELL_FAMILY_DAYS, 5, "Default; statutory guidance 2016: promptly"),
    (Policy.Key.REVIEW_CHAIR_MONTHS, 1, "Default: one month after the decision"),
    (Policy.Key.REVIEW_PANEL_MONTHS, 2, "Default: two months after the decision"),
    (Policy.Key.REVIEW_REPORT_WEEKS, 8, "Default: eight weeks"),
    (
        Policy.Key.REVIEW_COMPLETE_MONTHS,
        6,
        "Statutory guidance on domestic homicide reviews, 2016, section 5: six months",
    ),
    (Policy.Key.REVIEW_COPY_DAYS, 10, "Default; 2004 Act, s. 9(3B): as soon as reasonably practicable"),
    (Policy.Key.REVIEW_SUBMIT_DAYS, 10, "Default: ten working days"),
    (Policy.Key.REVIEW_REVISE_MONTHS, 3, "Default: three months, where the letter names no date"),
    (Policy.Key.REVIEW_PUBLISH_MONTHS, 1, "Default: one month after the letter"),
    (Policy.Key.REVIEW_WARN_FAMILY_DAYS, 10, "Default: ten working days"),
    (Policy.Key.REVIEW_REPLY_DAYS, 90, "Default: ninety days"),
    (Policy.Key.REVIEW_CHAIR_YEARS, 5, "Default: five years"),
    (Policy.Key.REVIEW_KEEP_YEARS, 10, "Default: ten years, never while a legal hold stands"),
    (Policy.Key.SYSTEMIC_REVIEWS, 3, "Default: the same theme in three reviews"),
    (Policy.Key.SYSTEMIC_YEARS, 5, "Default: in five years"),
    (Policy.Key.FUND_PERCENT, 12, "EPCP/10/17 section 9: 12% of each partnership's allocation"),
    (Policy.Key.FUND_FIXED_POUNDS, 35000, "EPCP/10/17 section 9: and 35,000 pounds"),
)

PARTNERSHIP_POLICY = (
    (
        Policy.Key.POLICE_RATIONALE,
        1,
        date(2017, 4, 1),
        "Southend, Essex and Thurrock referral form: not taken without the answer and its reason",
    ),
)

BANK_HOLIDAYS = """
2024-01-01 New Year's Day
2024-03-29 Good Friday
2024-04-01 Easter Monday
2024-05-06 Early May bank holiday
2024-05-27 Spring bank holiday
2024-08-26 Summer bank holiday
2024-12-25 Christmas Day
2024-12-26 Boxing Day
2025-01-01 New Year's Day
2025-04-18 Good Friday
2025-04-21 Easter Monday
2025-05-05 Early May bank holiday
2025-05-26 Spring bank holiday
2025-08-25 Summer bank holiday
2025-12-25 Christmas Day
2025-12-26 Boxing Day
2026-01-01 New Year's Day
2026-04-03 Good Friday
2026-04-06 Easter Monday
2026-05-04 Early May bank holiday
2026-05-25 Spring bank holiday
2026-08-31 Summer bank holiday
2026-12-25 Christmas Day
2026-12-28 Boxing Day (substitute day)
2027-01-01 New Year's Day
2027-03-26 Good Friday
2027-03-29 Easter Monday
2027-05-03 Early May bank holiday
2027-05-31 Spring bank holiday
2027-08-30 Summer bank holiday
2027-12-27 Christmas Day (substitute day)
2027-12-28 Boxing Day (substitute day)
2028-01-03 New Year's Day (substitute day)
2028-04-14 Good Friday
2028-04-17 Easter Monday
2028-05-01 Early May bank holiday
2028-05-29 Spring bank holiday
2028-08-28 Summer bank holiday
2028-12-25 Christmas Day
2028-12-26 Boxing Day
"""


@transaction.atomic
def load_reference() -> None:
    """Put the reference rows in place; rows that are there already are left as they are."""
    _areas()
    for line in BANK_HOLIDAYS.split("\n"):
        if line:
            day, _, name = line.partition(" ")
            BankHoliday.objects.get_or_create(on=date.fromisoformat(day), defaults={"name": name})
    for key, value, source in NATIONAL_POLICY:
        Policy.objects.get_or_create(
            area=None, key=key, starts_on=date(2015, 4, 1), defaults={"value": value, "source": source}
        )
    Policy.objects.get_or_create(
        area=Area.objects.get(kind=Area.Kind.POLICE_FORCE, name="Essex Police"),
        key=Policy.Key.SECONDARY_ASSESSMENT,
        starts_on=ESSEX_ASSESSES_SINCE,
        defaults={"value": 1, "source": "EPCP/10/17 section 10: from March 2017 on all high and medium risk crimes"},
    )
    for key, value, starts_on, source in PARTNERSHIP_POLICY:
        place = Area.objects.get(kind=Area.Kind.PARTNERSHIP, name=PARTNERSHIP)
        Policy.objects.get_or_create(
            area=place, key=key, starts_on=starts_on, defaults={"value": value, "source": source}
        )


def _area(kind: Area.Kind, name: str, gss_code: str = "", **more: Area | None) -> Area:
    defaults = {"gss_code": gss_code, **more}
    return Area.objects.get_or_create(kind=kind, name=name, valid_from=VALID_FROM, defaults=defaults)[0]


def _areas() -> None:
    kind = Area.Kind
    partnership = _area(kind.PARTNERSHIP, PARTNERSHIP)
    force = _area(kind.POLICE_FORCE, "Essex Police", "E23000028")
    county = _area(kind.UPPER_TIER, "Essex", "E10000012", parent=partnership)
    essex = _area(kind.MARAC, "Essex", parent=partnership)
    for name, code in ESSEX_DISTRICTS.items():
        safety = _area(kind.COMMUNITY_SAFETY, SHARED_PARTNERSHIP.get(name, name), parent=partnership)
        where = {"parent": county, "upper_tier": county, "community_safety": safety}
        _area(kind.AUTHORITY, name, code, meeting_area=essex, police_force=force, **where)
    for name, (code, short) in UNITARIES.items():
        meeting = _area(kind.MARAC, short, parent=partnership)
        safety = _area(kind.COMMUNITY_SAFETY, short, parent=partnership)
        tier = _area(kind.UPPER_TIER, name, code, parent=partnership)
        where = {"parent": tier, "upper_tier": tier, "community_safety": safety}
        _area(kind.AUTHORITY, name, code, meeting_area=meeting, police_force=force, **where)

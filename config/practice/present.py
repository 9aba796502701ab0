"""The last three weeks, made by the services that people use: a referral in every state of its clock, in each area."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from agencies.principal import Principal, principal_scope
from cases.models import Case
from cases.services import exclude_person, write_note
from cases.tools import RIC24
from common.dates import london_date, london_moment
from config.practice.county import MEMBERS, County
from config.practice.names import CHILD, FEMALE, MALE, full_name
from config.practice.risk import tell_risk
from config.practice.together import as_sent, kinds_with
from config.practice.voices import answer_the_next
from marac.models import Attendance, Hearing, Meeting
from marac.services import (
    AttendanceRow,
    add_action,
    adjourn_hearing,
    end_meeting,
    hear_case,
    list_referral,
    make_meetings,
    publish_meeting,
    record_attendance,
)
from referrals.models import Referral
from referrals.services import (
    Seal,
    accept_referral,
    decline_referral,
    return_referral,
    start_screening,
    submit_referral,
)

WEEKS = timedelta(days=21)
# Days since it was received, and how far it has come. Late, due today, soon and later all stand in each area's list.
STORY = (
    (20, "heard"),
    (19, "heard"),
    (18, "heard"),
    (17, "heard late"),
    (16, "submitted"),
    (15, "accepted"),
    (14, "submitted"),
    (13, "adjourned"),
    (12, "returned"),
    (11, "screening"),
    (10, "accepted"),
    (9, "listed"),
    (8, "listed"),
    (7, "submitted"),
    (6, "accepted"),
    (5, "submitted"),
    (4, "listed"),
    (3, "not_met"),
    (2, "submitted"),
    (1, "submitted"),
)
WISHES = ("Locks changed before Friday.", "To be left alone, and to keep her job.", "To move nearer her sister.")
DISTRICTS = {
    "Southend": ["Southend-on-Sea"],
    "Thurrock": ["Thurrock"],
    "Essex": ["Basildon", "Colchester", "Tendring", "Chelmsford", "Harlow", "Braintree", "Brentwood"],
}
SENDERS = ("police", "police", "police", "gp", "police", "childrens-representative", "housing-representative")


@dataclass
class Stage:
    """One area's people and meetings while its story is told."""

    county: County
    area: str
    now: datetime
    pick: random.Random

    def __post_init__(self) -> None:
        self.today = london_date(self.now)
        self.coordinator = Principal.of(self.county.people[f"{self.area.lower()}-coordinator"])

    def at(self, day: date, hour: int) -> datetime:
        """A moment on a day, and never after now."""
        return min(london_moment(day, time(hour, self.pick.randrange(60))), self.now)


def build_present(county: County, *, now: datetime, seed: int = 2026) -> int:
    """Tell the story in each area; returns the number of referrals."""
    told = 0
    for number, area in enumerate(county.forums):
        stage = Stage(county, area, now, random.Random(seed + number))  # noqa: S311  (practice data, not a secret)
        with principal_scope(stage.coordinator):
            forum = county.forums[area]
            make_meetings(forum, by=stage.coordinator, after=stage.today - WEEKS, until=stage.today + WEEKS)
        for days, state in STORY:
            _tell(stage, days, state)
            told += 1
        _hold(stage)
    _one_conflict(county, now)
    tell_risk(county, now=now)
    answer_the_next(county, now=now)
    _one_sealed(county, now)
    return told + 1


def _tell(stage: Stage, days: int, state: str) -> None:
    day = stage.today - timedelta(days=days)
    member = stage.county.people[stage.pick.choice(SENDERS)]
    sender, payload = Principal.of(member), make_payload(stage, day)
    payload["referred_with"] = as_sent(kinds_with(member.agency.name, f"{stage.area} {days}"))
    with principal_scope(sender):
        referral = submit_referral(payload, by=sender, route="web", at=stage.at(day, 9))
    with principal_scope(stage.coordinator):
        _bring(stage, referral, state, day + timedelta(days=1))


def _bring(stage: Stage, referral: Referral, state: str, day: date) -> None:
    """Bring a referral as far as its state says."""
    by, at = stage.coordinator, stage.at(day, 11)
    if state == "screening":
        start_screening(referral, by=by, at=at)
    elif state == "returned":
        return_referral(referral, by=by, question="Which of the two dates of birth is right?", at=at)
    elif state == "not_met":
        note = "Children’s social care leads for somebody of this age. We have sent it on today."
        decline_referral(referral, by=by, refusal=Referral.Refusal.UNDER_16, note=note, at=at)
    elif state != "submitted":
        case = accept_referral(referral, by=by, at=at)
        referral.refresh_from_db()
        write_note(case, by=by, body="Spoke to the referrer. No change since the referral.", at=at)
        if state != "accepted":
            _list(stage, referral, state, at)


def _list(stage: Stage, referral: Referral, state: str, at: datetime) -> None:
    meetings = Meeting.objects.filter(forum=stage.county.forums[stage.area], status=Meeting.Status.PLANNED)
    if state == "listed":
        wanted = meetings.filter(held_on__gt=stage.today)
    elif state == "heard late":
        wanted = meetings.filter(held_on__gt=referral.due_on, held_on__lte=stage.today)
    else:
        wanted = meetings.filter(held_on__gte=london_date(at), held_on__lte=stage.today)
    meeting = wanted.order_by("held_on").first()
    if meeting is not None:
        list_referral(meeting, by=stage.coordinator, referral=referral, at=at)


def _hold(stage: Stage) -> None:
    """Hold every meeting up to yesterday; publish the next one, so that its members can read it."""
    by, meetings = stage.coordinator, Meeting.objects.filter(forum=stage.county.forums[stage.area])
    with principal_scope(by):
        for meeting in meetings.filter(held_on__lt=stage.today, status=Meeting.Status.PLANNED).order_by("held_on"):
            publish_meeting(meeting, by=by, at=stage.at(meeting.held_on - timedelta(days=1), 16))
            rows = [
                AttendanceRow(stage.county.agencies[name], *_attended(stage.pick, number), "A. Representative")
                for number, name in enumerate(MEMBERS)
            ]
            record_attendance(meeting, by=by, rows=rows)
            for number, hearing in enumerate(Hearing.objects.filter(meeting=meeting).order_by("position")):
                _hear(stage, hearing, number)
            end_meeting(meeting, by=by, at=stage.at(meeting.held_on, 15))
        coming = meetings.filter(held_on__gt=stage.today, hearings__isnull=False).order_by("held_on").first()
        if coming is not None:
            publish_meeting(coming, by=by, at=stage.now)


def _attended(pick: random.Random, number: int) -> tuple[str, str]:
    if number > 1 and pick.random() < 0.12:
        return Attendance.Status.APOLOGY_INFO_SENT, ""
    return Attendance.Status.PRESENT, pick.choice(
        [Attendance.Mode.IN_PERSON, Attendance.Mode.VIDEO, Attendance.Mode.PHONE]
    )


def _hear(stage: Stage, hearing: Hearing, number: int) -> None:
    by, at = stage.coordinator, stage.at(hearing.meeting.held_on, 14)
    days = (stage.today - hearing.referral.received_on).days
    if days == 13 and hearing.meeting.held_on <= stage.today:
        adjourn_hearing(hearing, by=by, deferral=Hearing.Deferral.KEY_AGENCY_ABSENT, note="To be heard next time.")
        return
    for text, owner in (
        ("Change the locks and check the alarm at the home", "Estuary Homes"),
        ("Tell the school who may collect the children", "Essex Children’s Social Care"),
        ("Visit to check that bail is kept", "Essex Police"),
    )[: 2 + number % 2]:
        add_action(hearing, by=by, text=text, owner_agency=stage.county.agencies[owner])
    hear_case(
        hearing,
        by=by,
        risks="Separation, threats to kill and an earlier strangulation. Contact at handover of the children.",
        outcome="High risk. Plan agreed; the adviser keeps in touch every week.",
        victim_update_agency=stage.county.agencies["Saltings Advocacy"],
        update_method=Hearing.Method.ADVISER,
        views_read=Hearing.Views.READ,
        adviser_line="Weekly contact; a safety plan has been made.",
        child_line="Children’s social care leads; the school knows who may collect.",
        flag=Hearing.Flag.FLAG,
        at=at,
    )


def _one_conflict(county: County, now: datetime) -> None:
    """A coordinator who is related to a party: one listed case does not exist for them."""
    by = Principal.of(county.people["southend-coordinator"])
    with principal_scope(by):
        listed = Hearing.objects.filter(meeting__forum=county.forums["Southend"], status=Hearing.Status.LISTED).first()
        if listed is not None:
            user = county.people["conflicted-coordinator"].user
            exclude_person(listed.case, by=by, user=user, reason="Related to a party")


def _one_sealed(county: County, now: datetime) -> Case:
    """A victim of somebody who works for a partner agency: only named people see the case."""
    stage = Stage(county, "Southend", now, random.Random(7))  # noqa: S311  (practice data, not a secret)
    day = stage.today - timedelta(days=4)
    payload = make_payload(stage, day)
    payload["perpetrators"][0]["works_for_partner_agency"] = "yes"
    sender = Principal.of(county.people["adviser"])
    with principal_scope(sender):
        referral = submit_referral(payload, by=sender, route="web", at=stage.at(day, 9))
    with principal_scope(stage.coordinator):
        named = [county.people["adviser"].user, county.people["chair"].user]
        seal = Seal("The person causing harm works for a partner agency", named)
        return accept_referral(referral, by=stage.coordinator, at=stage.at(day, 12), seal=seal)


# -- what a referral says ---------------------------------------------------------------------------------------------


def make_payload(stage: Stage, day: date) -> dict[str, Any]:
    """What somebody sends on a day: invented, whole, and by the rules."""
    pick = stage.pick
    ticks = pick.randrange(10, 21)
    given, family = full_name(pick, FEMALE)
    district = stage.county.districts[pick.choice(DISTRICTS[stage.area])]
    high, escalates = ticks >= 14, pick.random() < 0.3
    criteria = ["visible_high_risk"] if high else ["professional_judgement"]
    return {
        "referrer": {"name": "A. Worker", "role": "Practitioner", "phone": "01632 960111"},
        "district": district.gss_code,
        "criteria": criteria + (["potential_escalation"] if escalates else []),
        "reasons": "Threats to kill since the separation, and she is frightened to go home. She minimises, and he "
        "waits outside her work. Two earlier calls this summer.",
        "incidents": [_incident(day - timedelta(days=40 * number)) for number in range(3 if escalates else 1)],
        "victim": _victim(pick, given, family, district.name),
        "perpetrators": [_perpetrator(pick, district.name)],
        "children": [_child(pick, family) for _ in range(pick.choice((0, 1, 2)))],
        "risk_assessment": _assessment(pick, ticks, day),
        "victim_view": {
            # For some it was not safe to ask: then the sender says why sharing is lawful all the same.
            "aware_of_referral": "no_unsafe" if ticks % 5 == 0 else "yes",
            "agrees": "not_asked_unsafe" if ticks % 5 == 0 else "agrees",
            "wants": pick.choice(WISHES),
            "afraid_of": "Him and his brother",
            "safe_to_talk_to": "Her sister",
            "not_safe_to_talk_to": pick.choice(("Mother-in-law", "Her manager", "")),
            "wants_to_speak_to_police": pick.choice(("yes", "no", "unsure")),
            "police_rationale": "Said when she was alone with the worker.",
        },
        "sharing": {
            "lawful_basis": "public_task",
            "condition": "safeguarding",
            "reason": "High risk of serious harm.",
            "proportionality": "Only what the meeting needs to plan for safety.",
            "decided_by": "Jo Reed, team manager",
        },
        "safeguarding": {"children_referral_made_on": day.isoformat()},
        "immediate_actions": "Safety advice given. Alarm requested.",
    }  # fmt: skip


def _incident(day: date) -> dict[str, Any]:
    return {
        "occurred_at": london_moment(day - timedelta(days=1), time(22, 10)).isoformat(),
        "kind": "crime",
        "category": "common_assault",
        "reported_to_police": True,
        "summary": "Pushed against a wall; the children were upstairs.",
    }


def _victim(pick: random.Random, given: str, family: str, town: str) -> dict[str, Any]:
    protected = pick.random() < 0.15
    number = pick.randrange(100, 999)
    return {
        "names": [{"given": given, "family": family}],
        "dates_of_birth": [date(pick.randrange(1965, 2005), pick.randrange(1, 13), pick.randrange(1, 28)).isoformat()],
        "sex": "female",
        "ethnicity": "not_asked",
        "housing": pick.choice(("private_rent", "council_rent", "owned_jointly")),
        "occupation": pick.choice(("Care worker", "Teaching assistant", "Cashier", "")),
        "public_funds": pick.choice(("recourse", "no_recourse", "not_known")),
        "address": {"lines": [f"{pick.randrange(1, 99)} Practice Road"], "town": town, "protected": protected},
        "contacts": [
            {
                "channel": "phone",
                "value": f"01632 960{number}",
                "safe": pick.choice(("safe", "safe_with_limits", "not_safe")),
                "times": "Weekdays 10am to 12 noon",
                "may_leave_message": False,
                "code_word": "library",
            },
            {"channel": "letter", "safe": "not_safe"},
        ],
    }


def _perpetrator(pick: random.Random, town: str) -> dict[str, Any]:
    given, family = full_name(pick, MALE)
    return {
        "names": [{"given": given, "family": family}],
        "dates_of_birth": [date(pick.randrange(1960, 2004), pick.randrange(1, 13), pick.randrange(1, 28)).isoformat()],
        "sex": "male",
        "relationship_to_victim": "ex_partner",
        "address": {"lines": [f"Flat {pick.randrange(1, 20)}, Sample Street"], "town": town},
        "whereabouts": "Bailed not to attend the home address",
        "works_for_partner_agency": "unknown" if pick.random() < 0.1 else "no",
    }


def _child(pick: random.Random, family: str) -> dict[str, Any]:
    return {
        "names": [{"given": pick.choice(CHILD), "family": family or "Practice"}],
        "dates_of_birth": [date(pick.randrange(2010, 2025), pick.randrange(1, 13), pick.randrange(1, 28)).isoformat()],
        "relationship_to_victim": "child",
        "relationship_to_perpetrator": "child",
        "lives_with": "victim",
        "school": "Harbour Hill School",
    }


def _assessment(pick: random.Random, ticks: int, day: date) -> dict[str, Any]:
    yes = set(pick.sample(RIC24, ticks))
    answers = {code: "yes" if code in yes else pick.choice(("no", "no", "no", "dont_know")) for code in RIC24}
    return {"tool": "safelives_ric24", "assessed_on": day.isoformat(), "assessor": "A. Worker", "answers": answers}

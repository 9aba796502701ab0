"""Death reviews of the practice county: one in nearly every state, and one with forty-seven recommendations.

Told through the services, day by day, so that each has the history that a real one would have.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
from django.utils import timezone
from django.utils.text import slugify

from agencies.models import Agency, Area, Membership, User
from agencies.principal import Principal, principal_scope
from agencies.roles import Role
from common.dates import london_date
from config.practice.county import POLICE, County, make_agency, make_member
from config.practice.lessons import build_office, build_plan
from dhr import services
from dhr.models import (
    ChronologyEvent,
    DeathReview,
    QualityArea,
    ReviewDocument,
)
from dhr.services import Appointment, Notification
from dhr.sheets import Line
from dhr.states import State
from documents.kinds import FileKind
from documents.services import Upload, facts_of

S = State
OFFICE = "Central review team"
HOSPITAL = "Mid Estuary Hospital"
REPORTERS = (HOSPITAL, "Probation East", "Essex Children’s Social Care", "Estuary Homes")
RATIONALE = "The core group found that abuse by a partner preceded the death, and that agencies knew of both people."
REFUSAL = "The core group found no abuse, violence or neglect by anybody to whom the person was connected."
# Code name, partnership, days since the notification, how far it is, what kind of death.
STORIES: tuple[tuple[str, str, int, State, str], ...] = (
    ("Harebell", "Colchester", 900, S.MONITORING, "homicide"),
    ("Teasel", "Basildon", 400, S.PAUSED, "homicide"),
    ("Yarrow", "Southend", 380, S.DRAFTING, "homicide"),
    ("Bryony", "Thurrock", 520, S.WITH_HOME_OFFICE, "homicide"),
    ("Tansy", "Braintree", 610, S.CHANGES, "homicide"),
    ("Campion", "Harlow", 24, S.AWAITING_DECISION, "suicide"),
    ("Sorrel", "Tendring", 60, S.NOT_REVIEWED, "unexplained"),
    ("Vetch", "Chelmsford", 9, S.SCOPING, "homicide"),
    ("Mallow", "Castle Point and Rochford", 55, S.COMMISSIONED, "suicide"),
    ("Clover", "Uttlesford", 150, S.IN_PROGRESS, "homicide"),
    ("Sedge", "Epping Forest", 40, S.TRANSFERRED, "homicide"),
    ("Burdock", "Maldon", 2, S.NOTIFIED, "homicide"),
)
EVENTS = (
    (
        760,
        "day",
        "victim",
        "Seen in hospital with a sprained wrist",
        "Discharged; not asked about home",
    ),
    (640, "month", "perpetrator", "Lost his work and moved back in", ""),
    (590, "day", "child", "The school noticed that nobody came to collect", "Rang the grandmother"),
    (545, "exact", "victim", "Rang 101 about messages from a former partner", "Advice given by telephone"),
)


@dataclass(frozen=True)
class Team:
    """Who works on the reviews."""

    runner: Principal
    chair: Membership
    hospital: Membership
    county: County
    paper: dict[str, Any]  # the fields of a washed file, made once


def build_reviews(county: County, *, now: datetime, seed: int = 2026) -> int:
    """Make the office, the partnerships and their reviews; returns how many there are."""
    today = london_date(now)
    team = _team(county, now=now)
    pick = random.Random(seed)  # noqa: S311  (practice data, not a secret)
    for code_name, csp, days, state, death in STORIES:
        _tell(team, code_name, csp, today - timedelta(days=days), state, death, today=today)
    harebell = DeathReview.objects.get(code_name="Harebell")
    build_plan(team.runner, county, harebell, pick, today=today)
    build_office(team.runner, county, today=today)
    return len(STORIES)


def _team(county: County, *, now: datetime) -> Team:
    since = now.date()
    office = make_agency(OFFICE, "other", since=since)
    runner = make_member("review-coordinator", "Dilys", "Pryce-Jones", office, Role.REVIEW_COORDINATOR, now)
    independent = make_agency("Ó Conaire Reviews", "other", since=since)
    chair = make_member("review-chair", "Ngozi", "Ó Conaire", independent, Role.INDEPENDENT_CHAIR, now)
    hospital = county.agencies[HOSPITAL]
    owner = make_member("recommendation-owner", "Tamsin", "Okoye", hospital, Role.AGENCY_REPRESENTATIVE, now)
    for area in Area.objects.filter(kind=Area.Kind.COMMUNITY_SAFETY):
        agency = make_agency(f"{area.name} community safety partnership", "other", since=since)
        agency.areas.add(area)
        if area.name == "Colchester":
            make_member("safety-chair", "Christoph", "Abernathy", agency, Role.SAFETY_CHAIR, now)
        else:
            _decider(agency, area, now)
    by = Principal.of(runner)
    upload = Upload(_pdf(), FileKind.PDF, "report")
    return Team(by, chair, owner, county, facts_of(upload, by=by, at=now))


def _decider(agency: Agency, area: Area, now: datetime) -> None:
    """A chair without a door of their own."""
    email = f"{slugify(area.name)}.chair@practice.invalid"
    user = User.objects.filter(email=email).first() or User.objects.create_user(
        email, first_name="Chair", last_name=f"of {area.name}"
    )
    facts = {"role": Role.SAFETY_CHAIR, "starts_at": now - timedelta(days=1000)}
    Membership.objects.get_or_create(user=user, agency=agency, defaults=facts)


def _pdf() -> bytes:
    out = BytesIO()
    with pikepdf.new() as blank:
        blank.add_blank_page()
        blank.save(out)
    return out.getvalue()


def _tell(team: Team, code_name: str, csp: str, first: date, state: State, death: str, *, today: date) -> None:
    """One review, from its notification to where it is now."""
    area = Area.objects.get(kind=Area.Kind.COMMUNITY_SAFETY, name=csp)
    others = [] if death == "suicide" else [{"age": 39, "sex": "male", "ethnicity": "white_british"}]
    said = Notification(
        code_name=code_name, csp=area, notifier=team.county.agencies[POLICE], died_on=first - timedelta(days=3),
        known_on=first - timedelta(days=1), notified_on=first, death_type=death, relationship="partner",
        victims=[{"age": 34, "sex": "female", "ethnicity": "white_british", "pseudonym": "Wren"}], others=others,
    )  # fmt: skip
    with principal_scope(team.runner):
        review = services.notify_review(said, by=team.runner, today=today)
    if state is S.NOTIFIED:
        return
    if state is S.TRANSFERRED:
        _step(team.runner, review, S.TRANSFERRED, first + timedelta(days=6), reason="Suffolk")
        return
    _scope(team, review, first + timedelta(days=1), is_ended=state is not S.SCOPING)
    if state in (S.SCOPING, S.AWAITING_DECISION):
        return
    late = 21 if code_name in ("Yarrow", "Harebell") else 0
    decided = first + timedelta(days=24 + late)
    _decide(team, review, decided, is_review=state is not S.NOT_REVIEWED, is_light=code_name == "Clover")
    if state not in (S.NOT_REVIEWED, S.COMMISSIONED):
        _work(team, review, decided, state, today=today)


def _step(by: Principal, review: DeathReview, to: State, on: date, **more: str) -> None:
    with principal_scope(by):
        services.take_step(review, by=by, to=to, today=on, on=on, **more)
    review.refresh_from_db()


def _scope(team: Team, review: DeathReview, on: date, *, is_ended: bool) -> None:
    by, agencies = team.runner, [team.county.agencies[name] for name in (POLICE, *REPORTERS)]
    with principal_scope(by):
        asked = services.ask_agencies(review, by=by, agencies=agencies, on=on)
        for number, each in enumerate(asked if is_ended else asked[1:3]):
            services.record_return(
                each, by=by, on=on + timedelta(days=5 + number), known_to="both" if number % 2 else "victim",
                summary="Known since 2019.", early_learning="Ask again after a sprain." if number == 1 else "",
            )  # fmt: skip
    _step(by, review, S.SCOPING, on)
    if is_ended:
        _step(by, review, S.AWAITING_DECISION, on + timedelta(days=12))


def _partnership(review: DeathReview) -> Principal:
    return Principal.of(Membership.objects.get(agency=review.partnership, role=Role.SAFETY_CHAIR))


def _decide(team: Team, review: DeathReview, on: date, *, is_review: bool, is_light: bool) -> None:
    by = _partnership(review)
    scale = ("lighter" if is_light else "full") if is_review else ""
    note = "The Home Office agreed by letter that a lighter review meets the duty." if is_light else ""
    with principal_scope(by):
        services.decide_review(
            review, by=by, choice="review" if is_review else "no_review", scale=scale, decided_on=on, today=on,
            rationale=RATIONALE if is_review else REFUSAL, criteria=["aged_16", "violence", "relative", "lessons"],
            route="" if is_review else "single_agency", statutory_note=note, minute="Extraordinary meeting, item 2",
        )  # fmt: skip
    review.refresh_from_db()


def _told(by: Principal, review: DeathReview, on: date, **facts: Any) -> None:
    with principal_scope(by):
        services.record_facts(review, by=by, today=on, **facts)
    review.refresh_from_db()


def _work(team: Team, review: DeathReview, decided: date, state: State, *, today: date) -> None:
    """From the decision on, as far as the story goes."""
    told = decided + timedelta(days=4)
    _told(team.runner, review, told, home_office_told_on=told, family_told_on=told)
    _panel(team, review, decided)
    _step(team.runner, review, S.IN_PROGRESS, decided + timedelta(days=70))
    if state is S.PAUSED:
        _pause(team, review, decided + timedelta(days=80), None, today=today)
        return
    if review.code_name in ("Harebell", "Yarrow"):
        _pause(team, review, decided + timedelta(days=80), decided + timedelta(days=200), today=today)
    started = decided + timedelta(days=80)
    _reports(team, review, started, accepts=3 if state is S.IN_PROGRESS else 4)
    if state is S.IN_PROGRESS:
        _own_part(team, review)
        return
    _step(team.runner, review, S.DRAFTING, started + timedelta(days=140 if review.code_name != "Yarrow" else 150))
    if state is not S.DRAFTING:
        _publish(team, review, started + timedelta(days=170), state)


def _panel(team: Team, review: DeathReview, decided: date) -> None:
    by, user = team.runner, team.chair.user
    seats = {HOSPITAL: team.hospital.user} if review.code_name == "Clover" else {}
    with principal_scope(by):
        services.appoint_chair(
            review, by=by,
            said=Appointment(
                name="Dr Ngozi Ó Conaire", user=user, appointed_on=decided + timedelta(days=28),
                independence_declared_on=decided + timedelta(days=28), day_rate=Decimal("450.00"),
                fee_cap=Decimal("9500.00"),
            ),
        )  # fmt: skip
        members = [
            services.add_panel_member(
                review, by=by, agency=team.county.agencies[name], name="Head of safeguarding",
                on=decided + timedelta(days=40), is_independent=True, user=seats.get(name),
            )
            for name in (*REPORTERS, POLICE)
        ]  # fmt: skip
        services.write_terms(
            review, by=by, period_from=review.died_on - timedelta(days=1095), period_to=review.died_on,
            key_lines="What did agencies know?\nHow was risk assessed?\nWhat would have helped?",
            agreed_on=decided + timedelta(days=56), shared_with_family_on=decided + timedelta(days=50),
        )  # fmt: skip
        services.record_meeting(
            review, by=by, on=decided + timedelta(days=56), present=members, decisions="Terms agreed.",
            minutes="The panel read the scoping returns.",
        )  # fmt: skip
        facts = {
            "relation": "Sister", "advocate": "Ashgrove Family Advocacy", "response": "accepted", "consents": True,
            "offered_on": decided + timedelta(days=5), "pseudonym_chosen": "Wren",
            "dates_to_avoid": "3 February and 19 July", "terms_shared_on": decided + timedelta(days=50),
        }  # fmt: skip
        services.save_family(review, by=by, facts=facts)
    review.refresh_from_db()


def _pause(team: Team, review: DeathReview, first: date, last: date | None, *, today: date) -> None:
    by = team.runner
    with principal_scope(by):
        services.pause_review(
            review, by=by, reason="criminal_proceedings", approved_by="Chair of the partnership", on=first, today=today,
            note="Early learning goes on.",
        )  # fmt: skip
        if last:
            services.resume_review(review, by=by, on=last, today=today)
    review.refresh_from_db()


def _reports(team: Team, review: DeathReview, first: date, *, accepts: int) -> None:
    by, agencies = team.runner, [team.county.agencies[name] for name in REPORTERS]
    if review.code_name == "Clover":
        agencies.append(agencies.pop(0))  # the hospital has not handed in its report
    kind = "summary" if review.scale == "lighter" else "imr"
    with principal_scope(by):
        asked = services.commission_reports(review, by=by, agencies=agencies, kind=kind, on=first)
        for number, each in enumerate(asked[:accepts]):
            on = first + timedelta(days=45 + 9 * number)
            services.move_contribution(
                each, by=by, to="received", on=on, author="A senior manager", author_independent=True
            )
            services.move_contribution(each, by=by, to="accepted", on=on + timedelta(days=8))
            lines = [
                Line(review.died_on - timedelta(days=days), precision, "21:40" if precision == "exact" else "", subject,
                     f"Record {number + 1}", event, response, "", number == 2)
                for days, precision, subject, event, response in EVENTS[number :: 2]
            ]  # fmt: skip
            services.add_events(review, by=by, agency=each.agency, lines=lines)
        if accepts == len(asked):
            services.merge_chronology(review, by=by, on=first + timedelta(days=90))
    review.refresh_from_db()


def _own_part(team: Team, review: DeathReview) -> None:
    """The hospital sends its own events, and takes one back."""
    by = Principal.of(team.hospital)
    lines = [
        Line(review.died_on - timedelta(days=days), precision, "", subject, f"Note {days}", event, response, "", False)
        for days, precision, subject, event, response in EVENTS[:3]
    ]
    with principal_scope(by):
        services.add_events(review, by=by, agency=team.hospital.agency, lines=lines)
        last = ChronologyEvent.objects.get(review=review, source=f"Note {EVENTS[2][0]}")
        services.take_back_event(last, by=by, at=timezone.now())


def _add(team: Team, review: DeathReview, paper: str, on: date, marking: str = "sensitive") -> ReviewDocument:
    """A paper from the file that was washed once."""
    with principal_scope(team.runner):
        return ReviewDocument.objects.create(
            review=review, paper=paper, version=1, marking=marking,
            anonymised_by_id=team.runner.user_id if marking == "public" else None,
            anonymised_on=on if marking == "public" else None, **team.paper,
        )  # fmt: skip


def _publish(team: Team, review: DeathReview, on: date, state: State) -> None:
    by, decider = team.runner, _partnership(review)
    overview = _add(team, review, "overview", on, "public")
    for paper in ("summary", "action_plan", "media_plan"):
        _add(team, review, paper, on, "public")
    with principal_scope(by):
        family = review.family.get()
        services.save_family(review, by=by, facts={"draft_shared_on": on - timedelta(days=20)}, engagement=family)
        for each in review.contributions.all():
            services.check_facts(each, by=by, on=on - timedelta(days=10))
    _step(by, review, S.SIGN_OFF, on)
    _told(by, review, on, sign_off_minute="Meeting of the partnership, item 4", commissioner_told_on=on)
    _step(by, review, S.WITH_HOME_OFFICE, on + timedelta(days=8))
    if state is S.WITH_HOME_OFFICE:
        return
    letter = on + timedelta(days=120)
    with principal_scope(by):
        areas = ["Say more about economic abuse.", "Explain why no adviser was involved."]
        services.record_letter(review, by=by, letter_on=letter, outcome="changes", areas=areas)
    _step(by, review, S.CHANGES, letter)
    if state is S.CHANGES:
        return
    with principal_scope(by):
        for area in QualityArea.objects.filter(review=review):
            services.answer_area(area, by=by, answer="Section 9 now says so.", on=letter + timedelta(days=30))
    _step(by, review, S.APPROVED, letter + timedelta(days=31))
    _add(team, review, "letter", letter)
    public = letter + timedelta(days=60)
    _told(
        by, review, public, family_warned_on=public - timedelta(days=20), published_url="https://example.org/harebell"
    )
    with principal_scope(decider):
        services.check_anonymity(overview, by=decider, on=public)
    _step(decider, review, S.PUBLISHED, public)

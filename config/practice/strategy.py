"""Boards, two strategies, a plan on a page, an inspection plan and training of the practice county.

Told through the services, day by day, as a strategy lead would.
"""

from datetime import date, datetime, timedelta
from typing import Any

from agencies.models import Membership
from agencies.principal import Principal, principal_scope
from agencies.roles import Role
from common.dates import london_date, months_after
from config.practice.county import ADVISERS, OFFICE, POLICE, County, make_agency, make_member
from strategy import services
from strategy.models import Action, Board, Plan, Strategy
from strategy.services import Agreed

# Kind, name, and which it answers to.
FIRST = "Domestic abuse board for Southend, Essex and Thurrock"
BOARDS = (
    ("local", FIRST, ""),
    ("executive", "Strategic development group", FIRST),
    ("commissioning", "Joint commissioning group", FIRST),
    ("safeguarding", "Safeguarding children partnership", ""),
)
# Who sits on the first board. Nobody speaks for children at the moment.
SEATS = (
    ("Leader of the county council", "chair", "authority"),
    ("Assistant chief constable", "vice", "policing"),
    ("Chief executive of a district", "member", "district"),
    ("Director of a refuge", "member", "charities"),
    ("Survivors’ panel", "member", "victims"),
    ("Director of nursing", "member", "health"),
)
OUTCOMES_2015 = (
    "Young people know what a healthy relationship is",
    "Victims, adults and children, are safe and feel safe",
    "Victims recover and live independently",
    "People who cause harm are kept from doing so",
    "Communities know what abuse is and what to do",
)
OUTCOMES_2020 = (
    "Children and young people grow up in healthy relationships",
    "Victims are supported to be safe and to feel safe",
    "People rebuild their lives",
    "People who cause harm are supported to change, or stopped",
    "Communities, professionals and employers recognise abuse",
)
INDICATORS = {2: ("heard-in-time", "repeat-cases"), 3: ("quality-of-life",), 4: ("repeat-cases",)}
OBJECTIVES = (
    ("Fewer repeat victims and serial perpetrators", 4),
    ("Prevent abuse by acting early", 1),
    ("Find and support victims whom nobody sees", 2),
    ("Respond to sexual violence", 2),
)
# Objective, what, which agency, days until it is due, how far it is. In the order of their numbers.
ACTIONS: tuple[tuple[int, str, str, int, str], ...] = (
    (1, "Look at every third call from one address within three days", POLICE, 120, "doing"),
    (1, "Offer a behaviour-change place to everybody with two victims", "Probation East", -12, "doing"),
    (1, "Check repeat cases with advisers each month", ADVISERS, 40, "verified"),
    (2, "Teach healthy relationships in every secondary school", "Essex Children’s Social Care", 20, "doing"),
    (2, "Tell schools before the next school day", POLICE, 200, "awaiting"),
    (3, "Train every pharmacy in how to ask and where to send", "Mid Estuary Hospital", 75, "doing"),
    (3, "Name one adviser for each general practice", "Mid Estuary Hospital", 150, "planned"),
    (3, "Put posters where older people and carers go", "Estuary Homes", -40, "dropped"),
    (4, "Agree one way from police to the sexual assault centre", POLICE, 90, "planned"),
)
FINDINGS = (
    ("3.2", "Children are heard when plans are made", "Essex Children’s Social Care", 35),
    ("4.1", "Probation shares release dates with schools’ leads", "Probation East", 60),
    ("5.6", "Health visitors ask alone, at each visit", "Mid Estuary Hospital", -5),
)
# Kind, days ago, places, people.
TRAINED = (
    ("pharmacy", 20, 6, 14), ("pharmacy", 115, 9, 22), ("iris", 33, 4, 51), ("iris", 210, 3, 38),
    ("practice", 64, 2, 17), ("school", 12, 5, 83), ("school", 140, 7, 120), ("criteria", 8, 0, 26),
    ("criteria", 96, 0, 31), ("criteria", 280, 0, 18),
)  # fmt: skip


def build_strategy(county: County, *, now: datetime) -> int:
    """Make the boards and all that they agreed; returns how many actions there are."""
    today = london_date(now)
    office = make_agency(OFFICE, "other", since=now.date())
    by = Principal.of(make_member("strategy-lead", "Gethin", "Marchbanks", office, Role.STRATEGY_LEAD, now))
    with principal_scope(by):
        boards = _boards(by)
        current = _strategies(by, boards[0])
        plan = _plan(by, county, boards, current, today=today)
        _inspection(by, county, boards, today=today)
        for kind, days, places, people in TRAINED:
            held = today - timedelta(days=days)
            services.record_training(by=by, kind=kind, on=held, places=places, people=people, today=today)
    _progress(by, plan, today=today)
    return len(ACTIONS) + len(FINDINGS)


def _boards(by: Principal) -> list[Board]:
    made: dict[str, Board] = {}
    for kind, name, parent in BOARDS:
        under_the_act: dict[str, Any] = {}
        if kind == "local":
            authorities = ["Essex County Council", "Southend-on-Sea City Council", "Thurrock Council"]
            under_the_act = {"authorities": authorities, "has_districts": True}
        made[name] = services.add_board(
            by=by, name=name, kind=kind, starts_on=date(2021, 9, 1), parent=made.get(parent), **under_the_act
        )
    for holder, seat, category in SEATS:
        services.seat_member(
            made[FIRST], by=by, holder=holder, seat=seat, category=category, from_on=date(2024, 4, 1), is_voting=True
        )
    services.write_terms(
        made[FIRST], by=by, purpose="To agree the strategy, to see that it is carried out, and to report each year.",
        approved_on=date(2024, 4, 1), review_due_on=date(2027, 4, 1), quorum=5,
    )  # fmt: skip
    return list(made.values())


def _strategies(by: Principal, board: Board) -> Strategy:
    facts: dict[str, Any] = {"by": by, "board": board}
    old = services.write_strategy(
        **facts, name="Domestic abuse strategy 2015 to 2020", starts_on=date(2015, 4, 1), outcomes=OUTCOMES_2015
    )
    new = services.write_strategy(
        **facts, name="Domestic abuse strategy from 2020", starts_on=date(2020, 4, 1), outcomes=OUTCOMES_2020,
        succeeds=old, vision="Everybody lives free of abuse, and nobody has to ask twice.",
    )  # fmt: skip
    for outcome in (*old.outcomes.all(), *new.outcomes.all()):
        for code in INDICATORS.get(outcome.number, ()):
            services.link_indicator(outcome, by=by, code=code)
    return new


def _plan(by: Principal, county: County, boards: list[Board], current: Strategy, *, today: date) -> Plan:
    agreed = months_after(today, -5)
    plan = services.make_plan(
        by=by, board=boards[0], name="Plan on a page", kind="page", starts_on=agreed, strategy=current,
        vision="Fewer people are harmed, and fewer are harmed again.",
    )  # fmt: skip
    outcomes = {outcome.number: outcome for outcome in current.outcomes.all()}
    objectives = [
        services.add_objective(plan, by=by, ref=str(number), text=text, added_on=agreed, outcome=outcomes[serves])
        for number, (text, serves) in enumerate(OBJECTIVES, start=1)
    ]
    for number, (objective, text, owner, days, _) in enumerate(ACTIONS, start=1):
        said = Agreed(
            ref=f"{objective}.{number}", text=text, owner=county.agencies[owner], agreed_on=agreed,
            target_on=today + timedelta(days=days), origin="retained" if number % 3 == 0 else "new",
            boards=[boards[1]] if number % 2 else [],
        )  # fmt: skip
        services.add_action(objectives[objective - 1], by=by, said=said)
    return plan


def _inspection(by: Principal, county: County, boards: list[Board], *, today: date) -> None:
    there = months_after(today, -8)
    plan = services.make_plan(
        by=by, board=boards[0], name="Improvement plan after the joint inspection", kind="inspection",
        starts_on=months_after(there, 4), inspected_from=there, inspected_to=there + timedelta(days=4),
        partners="Police, children’s social care, health, probation, schools",
    )  # fmt: skip
    for number, (finding, text, owner, days) in enumerate(FINDINGS, start=1):
        area = services.add_objective(plan, by=by, ref=finding, text=text, added_on=plan.starts_on)
        said = Agreed(
            ref=str(number), text=text, owner=county.agencies[owner], agreed_on=plan.starts_on, finding_ref=finding,
            target_on=today + timedelta(days=days), impact="Children say that they were asked.", boards=[boards[3]],
        )  # fmt: skip
        services.add_action(area, by=by, said=said)


def _progress(lead: Principal, plan: Plan, *, today: date) -> None:
    """Owners say how far they are; one action is done and checked, one waits for that, one was dropped."""
    for action, (_, _, _, _, state) in zip(plan.actions.order_by("sort_key"), ACTIONS, strict=True):
        if state == "dropped":
            with principal_scope(lead):
                services.drop_action(action, by=lead, reason="The county’s campaign does this already.")
        elif state != "planned":
            _owner_says(lead, action, state, today=today)


def _owner_says(lead: Principal, action: Action, state: str, *, today: date) -> None:
    owner = Membership.objects.filter(agency=action.owner, role=Role.AGENCY_REPRESENTATIVE).first()
    by = Principal.of(owner) if owner else lead
    with principal_scope(by):
        note = "The first two districts have begun."
        services.update_action(action, by=by, status="doing", note=note, on=today - timedelta(days=30))
        if state != "doing":
            services.submit_evidence(
                action, by=by, description="It is in the way we work now, and was looked at twice.",
                impact="Nine of ten people said that they were asked.", on=today - timedelta(days=12),
            )  # fmt: skip
    if state == "verified":
        with principal_scope(lead):
            services.check_evidence(action, by=lead, is_enough=True, on=today - timedelta(days=4))

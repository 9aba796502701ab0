"""What the practice county's reviews recommend and teach: a plan of forty-seven, the fund, what the board was told.

Told through the services, as config.practice.reviews is.
"""

import random
from datetime import date, timedelta
from decimal import Decimal

from agencies.models import Membership, User
from agencies.principal import Principal, principal_scope
from common.quarters import Quarter
from config.practice.county import POLICE, County
from dhr import services
from dhr.models import DeathReview, Evidence, Recommendation, RecommendationUpdate, Theme
from dhr.services import Wanted

PLAN = ("Mid Estuary Hospital", "Probation East", "Essex Children’s Social Care", "Estuary Homes", POLICE)
ASKS = (
    (
        "Ask about strangulation at every emergency visit",
        "non-fatal-strangulation",
        "A sprained wrist was treated, and nobody asked about the neck.",
    ),
    (
        "Name one adviser for each general practice",
        "asking-in-primary-care",
        "Four practices knew her, none of them knew whom to ring.",
    ),
    (
        "Share release dates with the advice service",
        "information-sharing",
        "He was released on a Friday; the advice service heard on Monday.",
    ),
    (
        "Tell the school when a carer is arrested",
        "children-as-victims",
        "The school rang the grandmother and wrote nothing down.",
    ),
    (
        "Bring an interpreter within 24 hours, never family",
        "race-faith-and-culture",
        "A cousin interpreted when she was asked whether she was safe.",
    ),
    (
        "Record older people’s carers as possibly causing harm",
        "carers-and-older-people",
        "Her carer was never thought of as somebody to be afraid of.",
    ),
    (
        "Write one page on coercive control for call handlers",
        "controlling-or-coercive-behaviour",
        "Call handlers heard of messages and recorded “no offences”.",
    ),
    (
        "Check every repeat caller within three days",
        "risk-assessment",
        "The third call in a week was graded as the first.",
    ),
    (
        "Give families the name of an advocate on day one",
        "the-familys-voice",
        "The family learned of an advocate from the coroner, months later.",
    ),
    (
        "Change locks without asking for a crime number",
        "housing",
        "New locks waited for a crime number that was never given.",
    ),
)


def build_office(by: Principal, county: County, *, today: date) -> None:
    """What the central office has besides its reviews: its fund, what the board was told, who is kept out."""
    _money(by, county, today=today)
    harebell, teasel = (DeathReview.objects.get(code_name=name) for name in ("Harebell", "Teasel"))
    this = Quarter.of(today)
    with principal_scope(by):
        for quarter, note in ((this.back(2), ""), (this.previous, "Two owners were asked again.")):
            services.report_quarter(harebell, by=by, on=quarter.ends_on, note=note)
        kept_out = User.objects.filter(memberships__agency=county.agencies[POLICE]).order_by("pk").first()
        if kept_out:
            services.exclude(teasel, by=by, user=kept_out, scope="all", reason="Was the first officer at the scene.")
        services.record_facts(teasel, by=by, today=today, hold_reason="The coroner asked that everything be kept.")


def build_plan(by: Principal, county: County, review: DeathReview, pick: random.Random, *, today: date) -> None:
    """Forty-seven recommendations, numbered as real ones are; some late, some verified, one for everybody."""
    agencies = [county.agencies[name] for name in PLAN]
    themes = set(Theme.objects.values_list("code", flat=True))
    agreed = review.completed_on or today
    for number in range(1, 48):
        text, theme, finding = ASKS[number % len(ASKS)]
        ref = f"11.{number}" if number % 10 else f"11.{number - 1}.1"
        target = today + timedelta(days=pick.randrange(-150, 260))
        scope = "national" if number in (12, 37) else "local" if number == 2 else "single"
        said = Wanted(
            ref=ref, text=text if number <= 10 else f"{text}, in every district", scope=scope, agreed_on=agreed,
            lead=agencies[number % len(agencies)], for_all=number == 2, finding=finding,
            success_measure="Nine of ten records show it.", themes=[theme] if theme in themes else [],
            target_on=max(target, agreed), milestones=[("Draft agreed", max(target - timedelta(days=60), agreed))],
        )  # fmt: skip
        with principal_scope(by):
            made = services.add_recommendation(review, by=by, said=said)
        _progress(by, made, number, pick, today=today)


def _progress(by: Principal, made: Recommendation, number: int, pick: random.Random, *, today: date) -> None:
    """How far one is: 21 verified, 3 refused, 2 sent on, the others under way."""
    if number in (12, 37):
        with principal_scope(by):
            services.send_to_national(made, by=by, to="Home Office", on=today - timedelta(days=60))
            services.chase_national(made, by=by, on=today - timedelta(days=21))
        return
    status = "not_accepted" if number in (5, 23, 41) else "verified" if number % 9 in (1, 3, 6, 7) else "in_progress"
    for part in made.owners.all():
        part.response, part.responded_on = ("not_accepted" if status == "not_accepted" else "accepted"), made.agreed_on
        part.reason = "Another agency does this already." if status == "not_accepted" else ""
        part.save()
    lead = made.owners.get(is_lead=True)
    made.status, made.is_public = status, True
    if status == "verified":
        made.done_on = made.verified_on = today - timedelta(days=pick.randrange(5, 90))
        Evidence.objects.create(
            recommendation=made, agency=lead.agency, description="The form has a new question.",
            impact="Asked in nine of ten records.", link="https://example.org/evidence",
            submitted_on=made.done_on, checked_on=made.done_on, checked_for_id=by.agency_id,
            checked_by_id=by.user_id,
        )  # fmt: skip
    else:
        made.milestones.update(done_on=made.agreed_on)
        user = Membership.objects.filter(agency=lead.agency).values_list("user_id", flat=True).first()
        RecommendationUpdate.objects.create(
            recommendation=made, agency=lead.agency, by_id=user, on=today - timedelta(days=pick.randrange(10, 120)),
            status="in_progress", note=pick.choice(("Pilot in two districts.", "Draft agreed.", "Training booked.")),
        )  # fmt: skip
    made.save()


def _money(by: Principal, county: County, *, today: date) -> None:
    """A fund with one allocation still unknown, some costs, and a seminar."""
    first = Quarter.of(today).year_starts_on
    with principal_scope(by):
        year = services.open_year(first, by=by)
        for number, share in enumerate(year.shares.select_related("csp").order_by("csp__name")):
            if share.csp.name != "Uttlesford":
                services.set_share(share, by=by, allocation=Decimal(18000 + 1250 * number))
        review = DeathReview.objects.get(code_name="Harebell")
        services.add_cost(year, by=by, kind="chair", amount=Decimal("9500.00"), on=first, review=review)
        services.add_cost(year, by=by, kind="administration", amount=Decimal("6000.00"), on=first)
        services.add_cost(
            year, by=by, kind="seminar", amount=Decimal("1850.00"), on=max(first, today), is_forecast=True
        )
        services.add_learning_event(
            by=by, kind="seminar", title="Strangulation: ask, write it down, act", on=today - timedelta(days=30),
            reviews=[review], themes=["non-fatal-strangulation"], attendance=_came(county), score=Decimal("4.4"),
            answers=41,
        )  # fmt: skip


def _came(county: County) -> dict[str, int]:
    """Who came to the seminar, by agency."""
    return {str(county.agencies[name].pk): 10 + 3 * number for number, name in enumerate(PLAN[:3])} | {"other": 25}

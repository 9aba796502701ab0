"""The central office: its fund, learning events, what the board is told each quarter, and reminders."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from agencies.models import Area, Policy
from agencies.principal import Principal
from agencies.roles import Permission
from audit.services import record
from common.errors import Conflict, DomainError
from common.quarters import Quarter
from common.standing import Rag
from dhr import fund as funds
from dhr.models import (
    DeathReview,
    FundShare,
    FundYear,
    LearningEvent,
    MonitoringEntry,
    ReviewCost,
    ReviewReminder,
)
from dhr.selectors import limits_on
from dhr.services.steps import held
from dhr.standings import figures_of, judged, with_rows


def _office(by: Principal) -> int:
    office = by.agency_with(Permission.REVIEW_RUN)
    if office is None:
        raise DomainError("Only the review coordinator does this.")
    return office


def partnerships_on(day: date) -> list[Area]:
    """The community safety partnerships that exist on a day, by name."""
    found = Area.objects.filter(kind=Area.Kind.COMMUNITY_SAFETY, valid_from__lte=day)
    return [area for area in found.order_by("name") if area.valid_to is None or area.valid_to >= day]


@transaction.atomic
def open_year(starts_on: date, *, by: Principal) -> FundYear:
    """A financial year of the fund, with an empty share for each partnership."""
    office = _office(by)
    if starts_on != Quarter.of(starts_on).year_starts_on:
        raise DomainError("A financial year begins on 1 April.")
    year, is_new = FundYear.objects.get_or_create(office_id=office, starts_on=starts_on)
    for area in partnerships_on(starts_on):
        FundShare.objects.get_or_create(year=year, csp=area, defaults={"office_id": office})
    if is_new:
        record("fund year opened", by=by, subjects=[f"year {year.pk}"])
    return year


@transaction.atomic
def set_share(
    share: FundShare, *, by: Principal, allocation: Decimal | None, received: Decimal | None = None
) -> FundShare:
    """What a partnership was allocated, in pounds; None while it is not known. Never guessed."""
    _office(by)
    if allocation is not None and allocation < 0:
        raise DomainError("An allocation is nought or more.")
    share.allocation, share.received = allocation, received
    share.save(update_fields=["allocation", "received"])
    record("allocation set", by=by, subjects=[f"year {share.year_id}"], detail=f"area {share.csp_id}")
    return share


@transaction.atomic
def add_cost(
    year: FundYear,
    *,
    by: Principal,
    kind: str,
    amount: Decimal,
    on: date,
    review: DeathReview | None = None,
    is_forecast: bool = False,
    note: str = "",
) -> ReviewCost:
    """Money spent, or expected to be."""
    office = _office(by)
    if amount <= 0:
        raise DomainError("Enter an amount above nought")
    if Quarter.of(on).year_starts_on != year.starts_on:
        raise DomainError("The day is in another financial year.")
    made = ReviewCost.objects.create(
        office_id=office, year=year, review=review, kind=kind, amount=amount, on=on, is_forecast=is_forecast, note=note
    )
    record("cost added", by=by, subjects=[f"year {year.pk}", *([review.pk] if review else [])], detail=kind)
    return made


def fund_of(year: FundYear, *, area: Area | None = None) -> funds.Fund:
    """The year's money by the percentage and the fixed sum in force on its first day."""
    limits = limits_on(year.starts_on, area=area)
    shares = year.shares.select_related("csp").order_by("csp__name")
    costs = list(year.costs.values_list("is_forecast", "amount"))
    return funds.fund(
        {share.csp.name: share.allocation for share in shares},
        percent=limits[Policy.Key.FUND_PERCENT],
        fixed=Decimal(limits[Policy.Key.FUND_FIXED_POUNDS]),
        costs=[amount for is_forecast, amount in costs if not is_forecast],
        forecast=[amount for is_forecast, amount in costs if is_forecast],
    )


@transaction.atomic
def add_learning_event(
    *,
    by: Principal,
    kind: str,
    title: str,
    on: date,
    reviews: Sequence[DeathReview] = (),
    themes: Sequence[str] = (),
    attendance: Mapping[str, int] | None = None,
    score: Decimal | None = None,
    answers: int = 0,
) -> LearningEvent:
    """A seminar or a briefing: who came, by agency, and what they thought of it."""
    office = _office(by)
    if any(count < 0 for count in (attendance or {}).values()):
        raise DomainError("Enter how many people came")
    if answers > sum((attendance or {}).values()):
        raise DomainError("More people answered than came.")
    made = LearningEvent.objects.create(
        office_id=office, kind=kind, title=title.strip(), on=on, reviews=[review.pk for review in reviews],
        themes=list(themes), attendance=dict(attendance or {}), score=score, answers=answers,
    )  # fmt: skip
    record("learning event added", by=by, subjects=[f"event {made.pk}"], detail=kind)
    return made


@transaction.atomic
def report_quarter(review: DeathReview, *, by: Principal, on: date, note: str = "") -> MonitoringEntry:
    """What the board is told of a review's recommendations, once a quarter of the financial year."""
    review = held(review, by=by)
    first = Quarter.of(on).starts_on
    if MonitoringEntry.objects.filter(review=review, quarter_from=first).exists():
        raise Conflict("This quarter was reported already.")
    figures = figures_of(judged(with_rows(review.recommendations.all()), today=on), today=on)
    made = MonitoringEntry.objects.create(
        review=review, quarter_from=first, on=on, verified=figures.verified, counted=figures.counted,
        late=figures.by_rag[Rag.RED], note=note.strip(), by_id=by.user_id,
    )  # fmt: skip
    record("quarter reported", by=by, subjects=[review.pk], detail=first.isoformat())
    return made


@transaction.atomic
def remind(review: DeathReview, *, by: Principal, kind: str, due_on: date, today: date, days: int = 7) -> bool:
    """Remind whoever acts of a date within a week, or one that has passed. True where it was not said before."""
    if due_on - today > timedelta(days=days) or by.user_id is None:
        return False
    reminder = ReviewReminder(review=review, kind=kind, due_on=due_on, recipient_id=by.user_id)
    before = ReviewReminder.objects.filter(kind=kind, due_on=due_on, review=review, recipient_id=by.user_id).exists()
    ReviewReminder.objects.bulk_create([reminder], ignore_conflicts=True)
    if not before:
        record("reminded", by=by, subjects=[review.pk], detail=kind)
    return not before

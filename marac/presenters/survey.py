"""Whom an agency may ask how it was for them, and what a forum's people said in twelve months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.models import Policy
from agencies.principal import Principal
from agencies.services import policy_on
from common.quarters import Quarter
from marac.models import Forum, Hearing
from marac.presenters.words import name_of
from marac.services import asked_of
from marac.survey import AskedFigures, asked_figures

PAGE = 25
QUARTERS_BEFORE = 3


@dataclass(frozen=True)
class VoicesPage:
    """What people said of one forum, in the twelve months to the end of a quarter."""

    forum: Forum
    quarter: Quarter
    starts_on: date
    figures: AskedFigures


def people_to_ask(principal: Principal, *, today: date) -> Sequence[tuple[Hearing, str]]:
    """Those whom the principal's agency may ask, who were told longest ago first."""
    mine = Hearing.objects.to_ask(principal, today).select_related("case", "referral", "update")
    return [(each, name_of(each.case, each.referral)) for each in mine.order_by("update__done_on", "pk")[:PAGE]]


def voices_page(forum: Forum, *, principal: Principal, quarter: Quarter, today: date) -> VoicesPage:
    """Of the cases heard that the principal sees. Two queries, however many there are."""
    first, last = quarter.back(QUARTERS_BEFORE).starts_on, quarter.ends_on
    heard = Hearing.objects.visible_to(principal).filter(
        meeting__forum=forum, meeting__held_on__range=(first, last), status=Hearing.Status.HEARD
    )
    cases = [asked_of(each, on=today) for each in heard.select_related("update", "survey")]
    least = policy_on(last, Policy.Key.SMALL_NUMBER, area=forum.area)
    return VoicesPage(forum, quarter, first, asked_figures(cases, small_number=least))

"""Whose flags come off in a month, so that agencies take them away together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from agencies.models import Policy
from agencies.principal import Principal
from agencies.services import policy_on
from common.dates import months_after
from common.parts import Link
from marac.flags import Flagged, coming_off
from marac.models import Forum, Hearing
from marac.presenters.words import name_of
from referrals.models import Referral

MOST, MONTHS_SHOWN = 500, 4


@dataclass(frozen=True)
class FlagsPage:
    """One month of one forum."""

    forum: Forum
    month: date
    rows: Sequence[tuple[Hearing, str, date]]
    months: Sequence[Link]


def month_of(text: str, *, today: date) -> date:
    """The first day of the month that an address names; of this month for anything else."""
    try:
        return date.fromisoformat(text).replace(day=1)
    except ValueError:
        return today.replace(day=1)


def flags_page(forum: Forum, *, principal: Principal, month: date, today: date) -> FlagsPage:
    """The cases that the principal sees whose flag ends in a month. A later referral starts the months again."""
    flagged = Hearing.objects.visible_to(principal).filter(meeting__forum=forum, flag=Hearing.Flag.FLAG)
    ends = flagged.filter(flag_until__gte=month, flag_until__lt=months_after(month, 1))
    by_case = {each.case_id: each for each in ends.select_related("case", "referral").order_by("flag_until")[:MOST]}
    later = flagged.filter(case__in=by_case).values_list("case_id", "flag_until")
    flags = [Flagged(case, until) for case, until in later if until]
    months = policy_on(today, Policy.Key.FLAG_MONTHS, area=forum.area)
    latest = Referral.objects.visible_to(principal).filter(case__in=by_case).order_by().values("case_id")
    days = latest.annotate(day=Max("received_on")).values_list("case_id", "day")
    flags += [Flagged(case, months_after(day, months)) for case, day in days]
    found = [(by_case[each.key], each.until) for each in coming_off(flags, year=month.year, month=month.month)]
    return FlagsPage(
        forum,
        month,
        [(hearing, name_of(hearing.case, hearing.referral), until) for hearing, until in found],
        [_link(months_after(today.replace(day=1), n), month) for n in range(-1, MONTHS_SHOWN)],
    )


def _link(first: date, shown: date) -> Link:
    return Link(f"{first:%B %Y}", f"?month={first.isoformat()}", current=first == shown)

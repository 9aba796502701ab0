"""What pages and other rooms read of meetings, put together from several tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.models import Membership
from agencies.principal import Principal
from cases.models import Exclusion
from marac.models import Forum, Hearing, Meeting
from marac.national_return import Row
from referrals.models import Referral


@dataclass(frozen=True)
class SteppedBack:
    """Somebody who declared a conflict, for one item of an agenda. Never why: that is for those who lead the case."""

    hearing: Hearing
    user_id: int
    name: str


def who_stepped_back(meeting: Meeting, *, principal: Principal) -> list[SteppedBack]:
    """By item, in the order of the agenda, of the cases that the principal sees and for those who run the meeting."""
    if not Meeting.objects.run_by(principal).filter(pk=meeting.pk).exists():
        return []
    agenda = Hearing.objects.visible_to(principal).filter(meeting=meeting).on_agenda().in_order().select_related("case")
    by_case = {hearing.case_id: hearing for hearing in agenda}
    declared = Exclusion.objects.filter(case__in=by_case, is_declared=True).select_related("user")
    places = list(by_case)
    found = sorted(declared, key=lambda each: (places.index(each.case_id), each.pk))
    return [SteppedBack(by_case[each.case_id], each.user_id, str(each.user)) for each in found]


# A hub has sent it on to a meeting, or managed it before somebody asked for a meeting after all.
HUB_IS_DONE = Q(managed_on__isnull=False) | Q(
    Exists(Hearing.objects.filter(referral=OuterRef("pk"), status=Hearing.Status.SENT_ON))
)


def hears_first(forum: Forum) -> Forum | None:
    """The hub that discusses every case of this forum's area before the forum does; None where there is none."""
    if forum.is_hub:
        return None
    return Forum.objects.filter(area=forum.area_id, agency=forum.agency_id, kind__in=Forum.HUBS).first()


def waiting_in_area(forum: Forum, *, principal: Principal) -> QuerySet:
    """What waits for a place in the area of a forum, with its hub or with itself."""
    mine = Referral.objects.visible_to(principal).awaiting_listing()
    return mine.filter(to_agency=forum.agency_id, district__meeting_area=forum.area_id).order_by("due_on", "pk")


def waiting_for(forum: Forum, *, principal: Principal) -> QuerySet:
    """What the forum has still to hear and has no place yet, as far as the principal sees it: soonest day 14 first.

    Where a hub discusses every case first, a meeting waits only for what the hub has sent on.
    """
    mine = waiting_in_area(forum, principal=principal)
    if forum.is_hub:
        return mine.exclude(HUB_IS_DONE)
    return mine.filter(HUB_IS_DONE) if hears_first(forum) else mine


DISCUSSED = """
SELECT case_key, victim_key, held_on, source, kind, is_repeat, children, ethnicity, orientation, gender_identity,
       disability, sex, age, harmer_ages, hearing_id
FROM returns.listed WHERE forum_id = %s AND held_on BETWEEN %s AND %s
"""


def discussed(forum: Forum, *, starts_on: date, ends_on: date) -> list[Row]:
    """What the national return counts of a forum, as far as whoever is signed in may see it: the tables decide."""
    with connection.cursor() as cursor:
        cursor.execute(DISCUSSED, [forum.pk, starts_on, ends_on])
        return [Row(*row) for row in cursor.fetchall()]


def agency_names(user_ids: Iterable[int]) -> dict[int, str]:
    """The agency of each of these people, as it is now."""
    found: dict[int, Any] = {}
    for member in Membership.objects.live().filter(user__in=list(user_ids)).select_related("agency").order_by("pk"):
        found.setdefault(member.user_id, member.agency.name)
    return found

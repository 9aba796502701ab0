"""What pages and other rooms read of meetings, put together from several tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from agencies.models import Membership
from agencies.principal import Principal
from cases.models import Exclusion
from marac.models import Hearing, Meeting


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


def agency_names(user_ids: Iterable[int]) -> dict[int, str]:
    """The agency of each of these people, as it is now."""
    found: dict[int, Any] = {}
    for member in Membership.objects.live().filter(user__in=list(user_ids)).select_related("agency").order_by("pk"):
        found.setdefault(member.user_id, member.agency.name)
    return found

"""Which agencies of a forum are given its papers: those that signed what it agreed about sharing information.

Source: domain notes, section 6.4 (an agency that has not signed, or whose review is overdue, cannot receive lists). The
area's policy ``agreement_needed`` says whether they are refused or the team is only warned. A meeting that was called
for one case that cannot wait goes on: its reason is on record. What an agency was given to do it always sees.
"""

from datetime import date

from agencies.models import Policy
from agencies.principal import Principal
from agencies.services import NoPolicy, policy_on
from marac.models import Forum, Meeting, SharingAgreement


def agreement_is_needed(forum: Forum, *, today: date) -> bool:
    """Whether papers are refused without one; not where nobody has said so."""
    try:
        return bool(policy_on(today, Policy.Key.AGREEMENT_NEEDED, area=forum.area))
    except NoPolicy:
        return False


def kept_out(forum: Forum, *, today: date) -> frozenset[int]:
    """The agencies of a forum that are given no paper on a day. Never the team itself."""
    if not agreement_is_needed(forum, today=today):
        return frozenset()
    signed = SharingAgreement.objects.filter(forum=forum, signed_on__lte=today).order_by("signed_on", "pk")
    latest = dict(signed.values_list("agency_id", "review_on"))
    members = forum.members.exclude(pk=forum.agency_id).values_list("pk", flat=True)
    return frozenset(key for key in members if key not in latest or latest[key] < today)


def kept_out_of(meeting: Meeting, *, today: date) -> frozenset[int]:
    """The agencies that are given no paper of one meeting. Of one for a case that cannot wait, none is kept out."""
    return frozenset() if meeting.is_emergency else kept_out(meeting.forum, today=today)


def is_kept_out(meeting: Meeting, *, by: Principal, today: date) -> bool:
    """Whether the papers of this meeting are refused to the principal's agency."""
    return by.agency_id in kept_out_of(meeting, today=today)


def forums_without_papers(principal: Principal, *, today: date) -> list[Forum]:
    """The forums that refuse the principal's agency their papers, by name."""
    seen = Forum.objects.visible_to(principal).select_related("area", "agency")
    return [each for each in seen.order_by("name") if principal.agency_id in kept_out(each, today=today)]

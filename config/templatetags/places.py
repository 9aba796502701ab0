"""``{% load places %}``: the tabs of a record, whichever app owns each page."""

from typing import Any, NamedTuple

from django import template
from django.template import Context
from django.urls import reverse

from agencies.principal import NOBODY, Principal
from agencies.roles import Permission
from cases.models import Case
from common.parts import Link
from incidents.models import GradeTask
from incidents.presenters.tasks import TaskRow
from incidents.presenters.words import lowered

register = template.Library()


class Tab(NamedTuple):
    """A page of a case; with a permission, only for whoever's agency leads the case and whose role holds it."""

    label: str
    url_name: str
    permission: Permission | None = None


CASE_TABS = (
    Tab("Overview", "case"),
    Tab("People", "people"),
    Tab("Risk", "risk"),
    Tab("Support", "case_support"),
    Tab("Meetings and actions", "case_meetings"),
    Tab("Who can see it", "case_access", Permission.CASE_SHARE),
)


@register.inclusion_tag("components/sub_navigation.html", takes_context=True)
def case_tabs(context: Context, reference: str, current: str) -> dict[str, Any]:
    """The pages of a case. A case knows nothing of its meetings: the tabs are put together here."""
    principal = getattr(context.get("request"), "principal", NOBODY)
    links = [
        Link(tab.label, reverse(tab.url_name, kwargs={"reference": reference}), current=tab.url_name == current)
        for tab in CASE_TABS
        if tab.permission is None or _leads(principal, reference, tab.permission)
    ]
    return {"links": links, "label": "Case"}


@register.inclusion_tag("incidents/_notices.html", takes_context=True)
def case_notices(context: Context, case: Case) -> dict[str, Any]:
    """What the agency that coordinates a case has to decide about it. A case knows nothing of the police's grades."""
    principal = getattr(context.get("request"), "principal", NOBODY)
    if not (principal.may(Permission.REFERRAL_TRIAGE) or principal.may(Permission.MEETING_RUN)):
        return {"tasks": []}
    waiting = GradeTask.objects.visible_to(principal).open().filter(case=case).oldest_first()
    return {"tasks": [TaskRow(task, lowered(task.crime_ref, task.became)) for task in waiting]}


def _leads(principal: Principal, reference: str, permission: Permission) -> bool:
    return principal.may(permission) and (
        Case.objects.led_with(principal, permission).filter(reference=reference).exists()
    )

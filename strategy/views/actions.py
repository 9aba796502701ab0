"""What agencies do under a plan: their own list, one action, and the steps of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.gates import requires
from agencies.principal import Principal
from agencies.roles import Permission
from strategy import services
from strategy.forms.plans import CheckForm, DropForm, EvidenceForm, ExtendForm, ReportForm, UpdateForm
from strategy.models import Action
from strategy.presenters.actions import action_page as presented
from strategy.presenters.actions import ours
from strategy.views.records import READ, form_methods, form_page


def _works(action: Action, by: Principal) -> bool:
    return services.is_owner(action, by) or by.may(Permission.STRATEGY_KEEP)


def _keeps(action: Action, by: Principal) -> bool:
    return by.may(Permission.STRATEGY_KEEP)


@dataclass(frozen=True)
class Deed:
    """One thing that can be said of an action. ``dated``: its service is told the day."""

    title: str
    form: type[forms.Form]
    do: Callable[..., object]
    may: Callable[[Action, Principal], bool]
    dated: bool = False


DEEDS = {
    "update": Deed("How far is it?", UpdateForm, services.update_action, _works, dated=True),
    "evidence": Deed("Show that it is done", EvidenceForm, services.submit_evidence, _works, dated=True),
    "check": Deed("Is the evidence enough?", CheckForm, services.check_evidence, services.may_check, dated=True),
    "extend": Deed("Agree a later day", ExtendForm, services.extend_action, _keeps),
    "drop": Deed("Drop this action", DropForm, services.drop_action, _keeps),
    "report": Deed("Tell another board", ReportForm, services.report_to, _keeps),
}


def _action(request: HttpRequest, action_id: UUID) -> Action:
    seen = Action.objects.visible_to(request.principal).select_related("owner", "plan", "objective")
    return get_object_or_404(seen, pk=action_id)


@requires(Permission.PLAN_DO)
@require_safe
def our_actions(request: HttpRequest) -> HttpResponse:
    """What the reader's agency still has to do, the worst first."""
    rows = ours(request.principal, today=timezone.localdate())
    return render(request, "strategy/ours.html", {"rows": rows})


@requires(READ)
@require_safe
def action_page(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """One action."""
    page = presented(_action(request, action_id), principal=request.principal, today=timezone.localdate())
    return render(request, "strategy/action.html", {"page": page})


@requires(READ)
@form_methods
def action_do(request: HttpRequest, action_id: UUID, step: str) -> HttpResponse:
    """Say one thing of an action."""
    found, deed = _action(request, action_id), DEEDS.get(step)
    if deed is None:
        raise Http404
    if not deed.may(found, request.principal):
        raise PermissionDenied
    more: dict[str, Any] = {"by": request.principal} | ({"on": timezone.localdate()} if deed.dated else {})
    form = deed.form(request.POST or None, initial={"status": found.status})
    back = reverse("strategy_action", kwargs={"action_id": found.pk})
    return form_page(request, form, partial(deed.do, found, **more), title=deed.title, back=back, lead=str(found))

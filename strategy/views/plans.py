"""Strategies, outcomes and plans."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.gates import requires
from audit.services import record
from common.keyset import DayKey
from documents.views import pressed
from strategy import services
from strategy.forms.plans import AgreedForm, IndicatorForm, ObjectiveForm, PlanForm, StrategyForm
from strategy.models import Action, Plan, PlanObjective, Strategy, StrategyOutcome
from strategy.presenters.plans import first_page, outcome_page, plan_page, strategy_of
from strategy.services import Agreed
from strategy.views.records import KEEP, READ, form_methods, form_page


@requires(READ)
@require_safe
def strategy(request: HttpRequest) -> HttpResponse:
    """What is in force, and how the plans go."""
    after = DayKey.parse(request.GET.get("after", ""))
    page = first_page(request.principal, today=timezone.localdate(), after=after)
    return render(request, "strategy/first.html", {"page": page})


@requires(KEEP)
@form_methods
def strategy_new(request: HttpRequest) -> HttpResponse:
    """A strategy with its outcomes."""
    form = StrategyForm(request.POST or None)
    step = partial(services.write_strategy, by=request.principal)
    return form_page(request, form, step, title="New strategy", back=reverse("strategy"))


@requires(READ)
@require_safe
def strategy_page(request: HttpRequest, strategy_id: UUID) -> HttpResponse:
    """One strategy on a page."""
    seen = Strategy.objects.visible_to(request.principal).select_related("board", "succeeds")
    found = get_object_or_404(seen, pk=strategy_id)
    page = strategy_of(found, principal=request.principal, today=timezone.localdate())
    return render(request, "strategy/strategy.html", {"page": page})


def _outcome(request: HttpRequest, outcome_id: UUID) -> StrategyOutcome:
    seen = StrategyOutcome.objects.visible_to(request.principal).select_related("strategy", "follows__strategy")
    return get_object_or_404(seen, pk=outcome_id)


@requires(READ)
@require_safe
def outcome(request: HttpRequest, outcome_id: UUID) -> HttpResponse:
    """One outcome with its actions."""
    page = outcome_page(_outcome(request, outcome_id), principal=request.principal, today=timezone.localdate())
    return render(request, "strategy/outcome.html", {"page": page})


@requires(KEEP)
@form_methods
def outcome_indicator(request: HttpRequest, outcome_id: UUID) -> HttpResponse:
    """An indicator that says something of an outcome."""
    found, form = _outcome(request, outcome_id), IndicatorForm(request.POST or None)
    step = partial(services.link_indicator, found, by=request.principal)
    back = reverse("outcome", kwargs={"outcome_id": found.pk})
    return form_page(request, form, step, title="Add an indicator", back=back, lead=str(found))


# -- plans ------------------------------------------------------------------------------------------------------------


def _plan(request: HttpRequest, plan_id: UUID) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.principal).select_related("board"), pk=plan_id)


def _back(plan: Plan) -> str:
    return reverse("plan", kwargs={"plan_id": plan.pk})


@requires(KEEP)
@form_methods
def plan_new(request: HttpRequest) -> HttpResponse:
    """A plan on a page, or an improvement plan."""
    form = PlanForm(request.POST or None)
    step = partial(services.make_plan, by=request.principal)
    return form_page(request, form, step, title="New plan", back=reverse("strategy"))


@requires(READ)
@require_safe
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One plan on a page."""
    page = plan_page(_plan(request, plan_id), principal=request.principal, today=timezone.localdate())
    return render(request, "strategy/plan.html", {"page": page})


@requires(READ)
@require_safe
def plan_pdf(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The plan as a PDF. Where the press fails, the page says so: it prints as well."""
    found = _plan(request, plan_id)
    page = plan_page(found, principal=request.principal, today=timezone.localdate())
    html = render_to_string("strategy/pdf/plan.html", {"page": page}, request)
    excuse = "The PDF could not be made. Try again, or print this page."
    note = partial(record, "plan saved", by=request.principal, subjects=[found.pk])
    return pressed(request, html, name="plan-on-a-page", back=_back(found), saved=note, excuse=excuse)


@requires(KEEP)
@form_methods
def plan_objective(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """What the plan wants to reach."""
    found = _plan(request, plan_id)
    outcomes = StrategyOutcome.objects.visible_to(request.principal).select_related("strategy")
    outcomes = outcomes.filter(strategy_id=found.strategy_id) if found.strategy_id else outcomes
    form = ObjectiveForm(request.POST or None, outcomes=outcomes, initial={"added_on": timezone.localdate()})
    step = partial(services.add_objective, found, by=request.principal)
    return form_page(request, form, step, title="Add an objective", back=_back(found), lead=found.name)


@requires(KEEP)
@form_methods
def plan_action(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Something that one agency does by a date."""
    found, today = _plan(request, plan_id), timezone.localdate()
    initial = {"agreed_on": today, "origin": Action.Origin.NEW}
    form = AgreedForm(request.POST or None, objectives=found.objectives.all(), initial=initial)
    step = partial(_agree, request)
    return form_page(request, form, step, title="Add an action", back=_back(found), lead=found.name)


def _agree(request: HttpRequest, objective: PlanObjective, **said: Any) -> Action:
    return services.add_action(objective, by=request.principal, said=Agreed(**said))

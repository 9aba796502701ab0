"""Contracts: what a service promised, what it reached, and handing in a quarter."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.quarters import Quarter
from common.stepping import done
from support import services
from support.clocks import ending_words
from support.forms import ContractForm, ExtensionForm, SubmitForm, TargetForm
from support.models import Contract
from support.presenters.contracts import contract_page, handed
from support.services.submissions import counted

SEES = (Permission.SUPPORT_MANAGE, Permission.REPORT_VIEW, Permission.SETTINGS_ADMIN)
MOST = 100  # contracts of one service or one buyer


def _contract(request: HttpRequest, contract_id: int) -> Contract:
    found = Contract.objects.visible_to(request.principal).select_related("service").prefetch_related("commissioners")
    return get_object_or_404(found, pk=contract_id)


@requires(*SEES)
@require_safe
def contracts(request: HttpRequest) -> HttpResponse:
    """The contracts of one's own service, or those that one's agency buys."""
    found = Contract.objects.visible_to(request.principal).select_related("service")[:MOST]
    today = timezone.localdate()
    rows = [(each, ending_words(each.last_day, today=today)) for each in found]
    keeps = request.principal.may(Permission.SETTINGS_ADMIN)
    return render(request, "support/contracts.html", {"rows": rows, "keeps": keeps})


@requires(*SEES)
@require_safe
def contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Targets, and every quarter that was handed in."""
    found = _contract(request, contract_id)
    record("contract viewed", by=request.principal, subjects=[f"contract {found.pk}"])
    page = contract_page(found, principal=request.principal, today=timezone.localdate())
    keeps = request.principal.may(Permission.SETTINGS_ADMIN)
    return render(request, "support/contract.html", {"contract": found, "page": page, "keeps": keeps})


@requires(Permission.SUPPORT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, contract_id: int, quarter: str) -> HttpResponse:
    """Look once more, then hand a quarter in."""
    found, wanted, by = _contract(request, contract_id), Quarter.parse(quarter), request.principal
    if wanted is None or by.agency_with(Permission.SUPPORT_MANAGE) != found.service.agency_id:
        raise Http404
    again = found.submissions.filter(starts_on=wanted.starts_on).exists()
    form = SubmitForm(request.POST if request.method == "POST" else None, again=again)

    def step(said: dict[str, Any]) -> None:
        services.submit(found, by=by, quarter=wanted, why=said.get("why", ""), at=timezone.now())

    if done(request, form, step, "Handed in. These figures stay as they are."):
        return redirect("contract", contract_id=found.pk)
    now = handed(wanted, counted(found, wanted), None)
    context = {"contract": found, "quarter": wanted, "now": now, "form": form, "again": again}
    return render(request, "support/submit.html", context)


@requires(Permission.SETTINGS_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def contract_new(request: HttpRequest) -> HttpResponse:
    """Put a contract on record."""
    form = ContractForm(request.POST if request.method == "POST" else None)
    if done(request, form, lambda said: services.add_contract(by=request.principal, **said), "Contract recorded."):
        return redirect("contracts")
    return render(request, "support/contract_form.html", {"form": form, "heading": "Record a contract"})


@requires(Permission.SETTINGS_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def contract_extend(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Record that an extension was taken up."""
    found = _contract(request, contract_id)
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    if done(request, form, lambda said: services.extend_contract(found, by=request.principal, **said), "Extended."):
        return redirect("contract", contract_id=found.pk)
    context = {"form": form, "heading": "Extend the contract", "contract": found}
    return render(request, "support/contract_form.html", context)


@requires(Permission.SETTINGS_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def contract_target(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Record what the contract asks of a measure from a day on."""
    found = _contract(request, contract_id)
    form = TargetForm(request.POST if request.method == "POST" else None)
    if done(request, form, lambda said: services.set_target(found, by=request.principal, **said), "Target recorded."):
        return redirect("contract", contract_id=found.pk)
    context = {"form": form, "heading": "Record a target", "contract": found}
    return render(request, "support/contract_form.html", context)

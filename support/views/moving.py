"""Moving several people from one adviser to another; and how many advisers an area needs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.errors import DomainError
from common.keyset import DayKey
from support import capacity as rules
from support import services
from support.forms import CapacityForm, MoveForm
from support.presenters.moving import chosen, moving_page
from support.selectors import advisers_with_caseload


@requires(Permission.SUPPORT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest) -> HttpResponse:
    """Select people and an adviser, then look once more."""
    by = request.principal
    after = DayKey.parse(request.GET.get("after", ""))
    page = moving_page(by, request.GET, after=after, now=timezone.now(), today=timezone.localdate())
    form = MoveForm(request.POST or None, advisers=advisers_with_caseload(by), keys=[row.key for row in page.rows])
    if form.is_valid():
        rows = chosen(by, form.cleaned_data["episodes"])
        record("support moves looked at", by=by, subjects=sorted(row.case_id for row in rows))
        return render(request, "support/move_confirm.html", {"rows": rows, "to": form.cleaned_data["to"]})
    record("adviser team viewed", by=by, subjects=sorted(row.case_id for row in page.rows))
    return render(request, "support/move.html", {"page": page, "form": form})


@requires(Permission.SUPPORT_MANAGE)
@require_POST
def moved(request: HttpRequest) -> HttpResponse:
    """Yes: move them."""
    by = request.principal
    to = services.colleagues(by).filter(pk=_number(request.POST.get("to", ""))).first()
    try:
        if to is None:
            raise DomainError("Select an adviser of your service.")
        count = services.reassign(_keys(request.POST.getlist("episodes")), by=by, to=to)
        messages.success(request, f"{count} moved to {to}.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("support_move")


@requires(Permission.SUPPORT_MANAGE, Permission.REPORT_VIEW)
@require_safe
def capacity(request: HttpRequest) -> HttpResponse:
    """How many advisers so many referrals ask for."""
    form = CapacityForm(request.GET or None)
    found = None
    if form.is_valid():
        found = rules.need(form.cleaned_data["referrals"], provided=form.cleaned_data["provided"])
    return render(request, "support/capacity.html", {"form": form, "need": found})


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _keys(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        return []

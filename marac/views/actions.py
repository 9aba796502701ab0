"""What agencies agreed to do, and the meetings of one case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires, signed_in
from agencies.roles import Permission
from audit.services import record
from cases.models import Case
from common.errors import DomainError
from common.keyset import DayKey
from marac import services
from marac.forms import CompleteForm
from marac.models import Action
from marac.presenters.actions import action_page, actions_page, case_meetings_page, people_to_tell
from marac.presenters.survey import people_to_ask


@requires(Permission.ACTION_DO)
@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """What the principal's agency has still to do, the nearest date first."""
    after = DayKey.parse(request.GET.get("after", ""))
    groups, pages = actions_page(request.principal, today=timezone.localdate(), after=after)
    cases = {row.action.case_id for _, rows in groups for row in rows}
    record("actions listed", by=request.principal, subjects=sorted(cases))
    people = {
        "to_tell": people_to_tell(request.principal, today=timezone.localdate()),
        "to_ask": people_to_ask(request.principal, today=timezone.localdate()),
    }
    return render(request, "marac/actions.html", {"groups": groups, "pages": pages, **people})


@requires(Permission.ACTION_DO, Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def action(request: HttpRequest, action_id: str) -> HttpResponse:
    """One action: what was agreed, and how it ended."""
    related = ("case", "owner_agency", "hearing__referral", "hearing__meeting__forum")
    mine = Action.objects.completable_by(request.principal).select_related(*related)
    found = get_object_or_404(mine, pk=action_id)
    form = CompleteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _complete(request, found, form):
        messages.success(request, "Result saved.")
        return redirect("actions" if request.principal.may(Permission.ACTION_DO) else "meetings")
    record("action viewed", by=request.principal, subjects=[found.pk, found.case_id])
    page = action_page(found, today=timezone.localdate())
    return render(request, "marac/action.html", {"page": page, "form": form})


def _complete(request: HttpRequest, found: Action, form: CompleteForm) -> bool:
    try:
        services.complete_action(found, by=request.principal, at=timezone.now(), **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True


@signed_in
@require_safe
def case_meetings(request: HttpRequest, reference: str) -> HttpResponse:
    """The meetings of one case, and what was agreed there: a page of the case that the meetings own."""
    seen = Case.objects.visible_to(request.principal).select_related("district")
    case = get_object_or_404(seen, reference=reference)
    record("case viewed", by=request.principal, subjects=[case.pk], detail="meetings")
    page = case_meetings_page(case, principal=request.principal, today=timezone.localdate())
    return render(request, "marac/case_meetings.html", {"case": case, "page": page})

"""The worklist."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from cases import presenters
from cases.models import CaseAgency
from cases.querysets import worklist
from common.keyset import DayKey
from common.parts import Pages


@requires(Permission.CASE_VIEW)
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The agency's open cases, the nearest day 14 first. Costs the same for ten cases and for a million."""
    after = DayKey.parse(request.GET.get("after", ""))
    cases, next_key = worklist(request.principal, after=after)
    total = CaseAgency.objects.visible_to(request.principal).filter(is_open=True)[: presenters.COUNT_TO].count()
    record("cases listed", by=request.principal, subjects=[case.pk for case in cases])
    pages = Pages(next_url=f"?after={next_key.text}" if next_key else "", previous_url="?" if after else "")
    groups = presenters.worklist_groups(cases, today=timezone.localdate())
    context = {"groups": groups, "pages": pages, "count": presenters.counted(total), "loaded_at": timezone.now()}
    return render(request, "cases/list.html", context)

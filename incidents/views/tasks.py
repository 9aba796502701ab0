"""For a case's coordinating agency: the police lowered a grade. Does anything change?"""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.stepping import tried
from incidents import services
from incidents.forms import WordForm
from incidents.models import GradeTask
from incidents.presenters.tasks import task_page, tasks_page

DECIDES = (Permission.REFERRAL_TRIAGE, Permission.MEETING_RUN)


@requires(*DECIDES)
@require_safe
def grade_tasks(request: HttpRequest) -> HttpResponse:
    """What waits to be decided, the oldest first."""
    page = tasks_page(request.principal)
    record("grade tasks listed", by=request.principal, subjects=[row.task.case_id for row in page.rows])
    return render(request, "incidents/tasks.html", {"page": page})


@requires(*DECIDES)
@require_http_methods(["GET", "HEAD", "POST"])
def grade_task(request: HttpRequest, task_id: str) -> HttpResponse:
    """One of them: say what follows, or that nothing does."""
    seen = GradeTask.objects.visible_to(request.principal).select_related("case", "done_by")
    task, form = get_object_or_404(seen, pk=task_id), WordForm(request.POST or None)
    if form.is_valid():
        finish = partial(services.finish_task, task, by=request.principal, at=timezone.now(), **form.cleaned_data)
        tried(request, finish, "Decision saved.")
        return redirect("case", reference=task.case.reference)
    record("grade task viewed", by=request.principal, subjects=[task.case_id])
    return render(request, "incidents/task.html", {"page": task_page(task), "form": form})

"""What is ahead of a forum, and how quickly it hears its cases."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.errors import DomainError
from common.stepping import tried
from marac import services
from marac.models import Forum
from marac.presenters.ahead import ahead_page
from marac.presenters.relisting import move_rows
from marac.presenters.returns import period_of
from marac.presenters.timeliness import timeliness_page


@requires(Permission.MEETING_RUN)
@require_safe
def forum_ahead(request: HttpRequest, forum_id: int) -> HttpResponse:
    """The next meetings, who fits into them, and who will be late before there is a place."""
    forum = get_object_or_404(Forum.objects.run_by(request.principal), pk=forum_id)
    page = ahead_page(forum, principal=request.principal, today=timezone.localdate())
    record("forecast viewed", by=request.principal, subjects=[row.referral.case_id for row in page.late])
    return render(request, "marac/ahead.html", {"page": page})


@requires(Permission.MEETING_RUN)
@require_safe
def forum_timeliness(request: HttpRequest, forum_id: int) -> HttpResponse:
    """The figures of one quarter. They count people and name nobody."""
    forum = get_object_or_404(Forum.objects.run_by(request.principal), pk=forum_id)
    today = timezone.localdate()
    quarter = period_of(request.GET.get("quarter", ""), today=today)
    page = timeliness_page(forum, principal=request.principal, quarter=quarter, today=today)
    record("timeliness viewed", by=request.principal, detail=f"forum {forum.pk}, {quarter.slug}")
    return render(request, "marac/timeliness.html", {"page": page})


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def forum_relist(request: HttpRequest, forum_id: int) -> HttpResponse:
    """Meetings that a changed schedule does not have any more: see where their cases would go, then move them."""
    forum = get_object_or_404(Forum.objects.run_by(request.principal).select_related("area"), pk=forum_id)
    if request.method == "POST":
        move = partial(services.relist, forum, by=request.principal, at=timezone.now())
        tried(request, move, "Every case has another place. The meetings that did not fit are cancelled.")
        return redirect("meetings")
    return _show_plan(request, forum)


def _show_plan(request: HttpRequest, forum: Forum) -> HttpResponse:
    try:
        plan, problem = services.plan_relisting(forum, by=request.principal, today=timezone.localdate()), ""
    except DomainError as error:
        plan, problem = None, str(error)
    rows = move_rows(plan.moves) if plan else []
    record("relisting viewed", by=request.principal, subjects=[row.move.hearing.case_id for row in rows])
    return render(request, "marac/relist.html", {"forum": forum, "plan": plan, "rows": rows, "problem": problem})

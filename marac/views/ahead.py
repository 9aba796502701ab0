"""What is ahead of a forum, and how quickly it hears its cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from marac.models import Forum
from marac.presenters.ahead import ahead_page
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
    starts_on, _ = period_of(request.GET.get("quarter", ""), today=today)
    page = timeliness_page(forum, principal=request.principal, starts_on=starts_on, today=today)
    record("timeliness viewed", by=request.principal, detail=f"forum {forum.pk}, {starts_on}")
    return render(request, "marac/timeliness.html", {"page": page})

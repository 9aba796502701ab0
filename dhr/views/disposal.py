"""What of the reviews is kept until when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from dhr.presenters.disposal import retention_page
from dhr.presenters.reviews import trail


@requires(Permission.REVIEW_RUN)
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """What goes tonight and within a year, what a hold keeps, and what went."""
    page = retention_page(request.principal, today=timezone.localdate())
    shown = [row.review.pk for row in (*page.tonight, *page.ahead)] + [row.pk for row in page.held]
    record("reviews listed", by=request.principal, subjects=shown, detail="retention")
    return render(request, "dhr/retention.html", {"page": page, "trail": trail()})

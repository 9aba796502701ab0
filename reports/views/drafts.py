"""What happens to a draft: it is commented on, opened for challenge, questioned, answered, approved and published."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agencies.gates import requires
from agencies.roles import Permission
from common.stepping import done, tried
from reports import presenters, services
from reports.forms import AnswerForm, ChallengeForm, CommentaryForm
from reports.models import QuarterlyReport
from reports.views.records import edition_in_sight, edition_page

Status = QuarterlyReport.Status


@requires(Permission.REPORT_MAKE)
@require_POST
def report_commentary(request: HttpRequest, report_id: str) -> HttpResponse:
    """Say what the figures of a draft mean."""
    found = edition_in_sight(request, report_id)
    if found.snapshot is None:
        return redirect("report_progress", found.pk)
    form = CommentaryForm(request.POST, sections=found.snapshot["sections"])
    if not form.is_valid():
        return edition_page(request, found, form=form)
    write = partial(services.write_commentary, found, by=request.principal, text=form.cleaned_data["text"])
    saved = "Commentary saved. The PDF is being made again."
    tried(request, partial(write, sections=form.said, at=timezone.now()), saved)
    return redirect("report", found.pk)


@requires(Permission.REPORT_MAKE)
@require_POST
def report_share(request: HttpRequest, report_id: str) -> HttpResponse:
    """Open a draft for challenge."""
    found = edition_in_sight(request, report_id)
    share = partial(services.share_report, found, by=request.principal, at=timezone.now())
    tried(request, share, "Open for challenge. The board can read the draft now.")
    return redirect("report", found.pk)


@requires(Permission.REPORT_CHALLENGE)
@require_POST
def report_challenge(request: HttpRequest, report_id: str) -> HttpResponse:
    """Ask something of a draft."""
    found = edition_in_sight(request, report_id)
    if found.snapshot is None:
        return redirect("report_progress", found.pk)
    form = ChallengeForm(request.POST, sections=found.snapshot["sections"])
    ask = partial(services.challenge_report, found, by=request.principal, at=timezone.now())
    if done(request, form, lambda said: ask(**said), "Asked. Whoever makes the report answers it here."):
        return redirect("report", found.pk)
    return edition_page(request, found, challenge_form=form, forms=[form])


@requires(Permission.REPORT_MAKE)
@require_POST
def report_answer(request: HttpRequest, report_id: str, challenge_id: int) -> HttpResponse:
    """Answer it."""
    found = edition_in_sight(request, report_id)
    challenge, form = get_object_or_404(found.challenges, pk=challenge_id), AnswerForm(request.POST)
    answer = partial(services.answer_challenge, challenge, by=request.principal, at=timezone.now())
    if done(request, form, lambda said: answer(**said), "Answered."):
        return redirect("report", found.pk)
    return edition_page(request, found, answer_form=form, forms=[form])


@requires(Permission.REPORT_APPROVE)
@require_POST
def report_approve(request: HttpRequest, report_id: str) -> HttpResponse:
    """Say that a draft may be published."""
    found = edition_in_sight(request, report_id)
    approve = partial(services.approve_report, found, by=request.principal, at=timezone.now())
    tried(request, approve, "Approved. Whoever makes the report can publish it now.")
    return redirect("report", found.pk)


@requires(Permission.REPORT_MAKE)
@require_POST
def report_retry(request: HttpRequest, report_id: str) -> HttpResponse:
    """Try again what could not be made."""
    found = edition_in_sight(request, report_id)
    tried(request, partial(services.retry_report, found, by=request.principal, at=timezone.now()))
    return redirect("report_progress", found.pk)


@requires(Permission.REPORT_MAKE)
@require_http_methods(["GET", "POST"])
def report_publish(request: HttpRequest, report_id: str) -> HttpResponse:
    """Look once more, then show the edition to the board."""
    found = edition_in_sight(request, report_id)
    if request.method == "POST":
        publish = partial(services.publish_report, found, by=request.principal, at=timezone.now())
        tried(request, publish, "Report published. The board can read it now.")
        return redirect("report", found.pk)
    if found.published_at or found.status != Status.READY:
        return redirect("report", found.pk)
    return render(request, "reports/publish.html", {"report": found, "facts": presenters.facts(found)})

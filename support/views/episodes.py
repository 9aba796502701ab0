"""One episode: its page and its steps; and what a case's other agencies may know of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires, signed_in
from agencies.roles import Permission
from audit.services import record
from cases.models import Case
from common.errors import DomainError
from common.stepping import done
from support import services
from support.forms import AllocateForm, CloseForm, NoteForm, TriageForm
from support.models import Episode
from support.presenters.case import case_support_page
from support.presenters.episode import ended_page, episode_page
from support.selectors import advisers_with_caseload
from support.views.records import own_episode, own_record

form_methods = require_http_methods(["GET", "HEAD", "POST"])
STEPS: dict[str, tuple[Callable[..., Episode], str]] = {
    "engage": (services.engage, "They want support. The next review of risk is set."),
    "start": (services.start_support, "Intake is over. Active support begins."),
    "review": (services.review_risk, "Recorded. The next review is set."),
}


@requires(Permission.SUPPORT_WORK)
@require_safe
def episode(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """Safe contact, what comes next, and every contact."""
    kept = own_record(request, episode_id)
    record("case viewed", by=request.principal, subjects=[kept.case_id, kept.pk], detail="support")
    may_manage = request.principal.may(Permission.SUPPORT_MANAGE)
    if not kept.is_open:
        ended = ended_page(kept, principal=request.principal, now=timezone.now())
        return render(request, "support/ended.html", {"episode": kept, "page": ended, "may_manage": may_manage})
    found = own_episode(request, episode_id)
    page = episode_page(found, principal=request.principal, now=timezone.now(), today=timezone.localdate())
    context = {"episode": found, "page": page, "triage": TriageForm(initial={"priority": found.priority})}
    return render(request, "support/episode.html", context)


@requires(Permission.SUPPORT_WORK)
@require_POST
def step(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """One step on: triage, engaged, intake over, risk reviewed."""
    found, by, at = own_episode(request, episode_id), request.principal, timezone.now()
    do = request.POST.get("do", "")
    try:
        if do == "triage":
            services.triage(found, by=by, priority=request.POST.get("priority", ""), at=at)
            messages.success(request, "Priority saved.")
        elif do in STEPS:
            take, words = STEPS[do]
            take(found, by=by, at=at)
            messages.success(request, words)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("support_episode", episode_id=episode_id)


def _ask(
    request: HttpRequest,
    found: Episode,
    form: forms.Form,
    take: Callable[[dict[str, Any]], object],
    words: dict[str, str],
) -> HttpResponse:
    """A form with one button about an episode. ``words``: title, lead, button, done."""
    if done(request, form, take, words["done"]):
        return redirect(_after(request, found))
    return render(request, "support/step.html", {"episode": found, "form": form, "words": words})


def _after(request: HttpRequest, found: Episode) -> str:
    """Back to the episode; once it has ended, to the exit measures where they are asked for, or to the list."""
    own = Episode.objects.worked_by(request.principal).filter(pk=found.pk)
    if own.open().exists():
        return reverse("support_episode", kwargs={"episode_id": found.pk})
    if own.without_exit().exists():
        return reverse("support_measure", kwargs={"episode_id": found.pk, "moment": "exit"})
    return reverse("due")


@requires(Permission.SUPPORT_WORK)
@form_methods
def silence(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """The steps after no answer: what was done to find another way, so that the meeting knows."""
    found, by = own_episode(request, episode_id), request.principal
    words = {
        "title": "Nobody has reached them",
        "lead": "Ask the referrer for another safe way. Ask the police and the school whether they have been seen. The "
        "meeting is told that they were not reached, as a risk. The case stays open.",
        "button": "Tell the meeting",
        "done": "The meeting and your manager can see that they were not reached.",
    }
    return _ask(
        request, found, NoteForm(request.POST or None),
        lambda said: services.tell_of_silence(found, by=by, at=timezone.now(), **said), words,
    )  # fmt: skip


@requires(Permission.SUPPORT_WORK)
@form_methods
def close(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """End support, with a reason."""
    found, by = own_episode(request, episode_id), request.principal
    words = {
        "title": "End support",
        "lead": "Your service sees the case no longer, unless it has another reason to. Coming back is new support.",
        "button": "End support",
        "done": "Support has ended.",
    }
    return _ask(
        request, found, CloseForm(request.POST or None),
        lambda said: services.close_episode(found, by=by, at=timezone.now(), **said), words,
    )  # fmt: skip


@requires(Permission.SUPPORT_WORK)
@form_methods
def allocate(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """Give it to an adviser, whose caseload stands beside the name."""
    found, by = own_episode(request, episode_id), request.principal
    words = {"title": "Choose an adviser", "lead": "", "button": "Save", "done": "Saved."}
    initial = {"adviser": found.adviser_id}
    form = AllocateForm(request.POST or None, advisers=advisers_with_caseload(by), initial=initial)
    return _ask(request, found, form, lambda said: services.allocate(found, by=by, **said), words)


@requires(Permission.SUPPORT_MANAGE)
@form_methods
def reopen(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """Support goes on within thirty days, as a new episode."""
    found, by = own_record(request, episode_id), request.principal
    words = {
        "title": "Open support again",
        "lead": "Within 30 days of its end, without a new referral. It is new support, with clocks of its own.",
        "button": "Open again",
        "done": "Open again. It is due today.",
    }
    return _ask(
        request, found, NoteForm(request.POST or None),
        lambda said: services.reopen_episode(found, by=by, why=said["note"], at=timezone.now()), words,
    )  # fmt: skip


@requires(Permission.SUPPORT_WORK)
@require_POST
def undo_end(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """Support was ended by mistake a moment ago: it goes on."""
    found = own_record(request, episode_id)
    try:
        services.undo_end(found, by=request.principal, at=timezone.now())
        messages.success(request, "Undone. Support goes on.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("support_episode", episode_id=found.pk)


@signed_in
@require_safe
def case_support(request: HttpRequest, reference: str) -> HttpResponse:
    """Who supports the person, for everybody who sees the case; nothing of what was said."""
    seen = Case.objects.visible_to(request.principal).select_related("district")
    case = get_object_or_404(seen, reference=reference)
    record("case viewed", by=request.principal, subjects=[case.pk], detail="support")
    page = case_support_page(case, principal=request.principal, today=timezone.localdate())
    return render(request, "support/case.html", {"case": case, "page": page})

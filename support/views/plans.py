"""The safety plan in versions, with drafts; its printed page; and what the person wants, which the meeting reads."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from cases.models import VictimView
from cases.presenters import load_people, victim_name
from cases.services import record_views
from common.days import time_of_day
from common.errors import DomainError
from common.forms import as_typed
from common.stepping import done
from support import services
from support.forms import PlanForm, ViewsForm
from support.forms.plans import SECTIONS
from support.models import Episode, SafetyPlan, WorkDraft
from support.views.records import own_episode

PLAN = WorkDraft.Kind.PLAN
form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _context(episode: Episode, **more: Any) -> dict[str, Any]:
    load_people([episode.case])
    return {"episode": episode, "name": victim_name(episode.case), **more}


def _sections(plan: SafetyPlan | None) -> list[tuple[str, str]]:
    return [(SECTIONS[code][0], text) for code, text in plan.sections.items() if code in SECTIONS] if plan else []


@requires(Permission.SUPPORT_WORK)
@require_safe
def plan(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """The plan in force, and the versions before it."""
    episode, by = own_episode(request, episode_id), request.principal
    record("safety plan viewed", by=by, subjects=[episode.case_id, episode.pk])
    found = SafetyPlan.objects.visible_to(by).filter(episode=episode).select_related("made_by").order_by("-version")
    versions = [(each, _sections(each)) for each in found]
    draft = services.draft_of(episode, PLAN, by=by)
    context = _context(episode, newest=versions[0] if versions else None, earlier=versions[1:], draft=draft)
    return render(request, "support/plan.html", context)


@requires(Permission.SUPPORT_WORK)
@form_methods
def plan_write(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """The next version, from the one before or from one's own draft."""
    episode, by, now = own_episode(request, episode_id), request.principal, timezone.now()
    if request.method != "POST":
        newest, draft = services.newest_plan(episode, by=by), services.draft_of(episode, PLAN, by=by)
        before = {**newest.sections, "given": newest.given, "version": newest.version} if newest else {"version": 0}
        form = PlanForm(initial=before | (draft.typed if draft else {}))
        return render(request, "support/plan_write.html", _context(episode, form=form, draft=draft))
    form = PlanForm(request.POST)
    if request.POST.get("do") == "draft":
        services.keep_draft(episode, PLAN, by=by, typed=as_typed(form).initial, at=now)
        messages.success(request, "Draft kept. Only you see it.")
        return redirect("support_plan", episode_id=episode.pk)

    def write(said: dict[str, Any]) -> None:
        facts = {"sections": form.sections, "given": said["given"], "after": said["version"] or 0}
        services.write_plan(episode, by=by, at=now, **facts)

    if done(request, form, write, "Plan saved."):
        return redirect("support_plan", episode_id=episode.pk)
    return render(request, "support/plan_write.html", _context(episode, form=form))


@requires(Permission.SUPPORT_WORK)
@require_POST
def plan_autosave(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """What "Save draft" would keep, every few seconds while somebody writes."""
    episode, now = own_episode(request, episode_id), timezone.now()
    typed = as_typed(PlanForm(request.POST)).initial
    services.keep_draft(episode, PLAN, by=request.principal, typed=typed, at=now)
    return JsonResponse({"saved_at": time_of_day(now)})


@requires(Permission.SUPPORT_WORK)
@require_safe
def plan_print(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """A page for the person, without a name on it; only where a safe way to give it is recorded."""
    episode, by = own_episode(request, episode_id), request.principal
    newest = services.newest_plan(episode, by=by)
    if newest is None:
        raise Http404
    try:
        services.ensure_printable(newest, by=by)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("support_plan", episode_id=episode.pk)
    return render(request, "support/plan_print.html", {"sections": _sections(newest)})


@requires(Permission.SUPPORT_WORK)
@form_methods
def views(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """What the person wants, fears and knows: the meeting reads it first."""
    episode, by = own_episode(request, episode_id), request.principal
    newest = VictimView.objects.visible_to(by).filter(case=episode.case).order_by("-recorded_at", "-pk").first()
    names = ViewsForm.base_fields
    initial = {name: getattr(newest, name) for name in names} if newest else {}
    form = ViewsForm(request.POST or None, initial=initial)

    def write(said: dict[str, Any]) -> None:
        record_views(episode.case, by=by, at=timezone.now(), **said)

    if done(request, form, write, "Recorded. The meeting reads it first."):
        return redirect("support_episode", episode_id=episode.pk)
    record("case viewed", by=by, subjects=[episode.case_id, episode.pk], detail="views")
    return render(request, "support/views.html", _context(episode, form=form, newest=newest))

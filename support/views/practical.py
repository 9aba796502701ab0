"""Needs, court dates, orders and disclosures: one page, and a form for each."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from cases.presenters import load_people, victim_name
from common.stepping import done
from support import services
from support.forms import PRACTICAL
from support.presenters.practical import ABOUT, TITLES, practical_page
from support.services.practical import KEPT
from support.views.records import own_episode


@requires(Permission.SUPPORT_WORK)
@require_safe
def practical(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """All four kinds."""
    episode, by = own_episode(request, episode_id), request.principal
    record("case viewed", by=by, subjects=[episode.case_id, episode.pk], detail="practical")
    load_people([episode.case])
    parts = practical_page(episode, principal=by, now=timezone.now(), today=timezone.localdate())
    context = {"episode": episode, "name": victim_name(episode.case), "parts": parts}
    return render(request, "support/practical.html", context)


@requires(Permission.SUPPORT_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, episode_id: Any, kind: str, record_id: Any = None) -> HttpResponse:
    """Add one, or change one."""
    episode, by = own_episode(request, episode_id), request.principal
    if kind not in KEPT:
        raise Http404
    rows = KEPT[kind].objects.visible_to(by).filter(episode=episode)  # type: ignore[attr-defined]
    row = get_object_or_404(rows, pk=record_id) if record_id else KEPT[kind](episode=episode)
    form = PRACTICAL[kind](request.POST or None, instance=row)

    def write(_: dict[str, Any]) -> None:
        services.keep(episode, form.row, by=by, kind=kind, at=timezone.now())

    if done(request, form, write, "Saved."):
        return redirect("support_practical", episode_id=episode.pk)
    title = TITLES[kind][0] if record_id else TITLES[kind][1]
    context = {"episode": episode, "form": form, "title": title, "about": ABOUT[kind]}
    return render(request, "support/practical_form.html", context)

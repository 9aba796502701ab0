"""The manager's page: what has to be looked at, who has how much on, and a sample for supervision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.models import User
from agencies.roles import Permission
from audit.services import record
from common.stepping import done
from support import services
from support.forms import HandOverForm, NoteForm
from support.models import Alert, Episode
from support.presenters.team import draw_of, team_page

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@requires(Permission.SUPPORT_MANAGE)
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Alerts first, then the caseload of each adviser, then five episodes at random."""
    today, asked = timezone.localdate(), request.GET.get("draw", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
    draw = draw_of(today, number)
    page = team_page(request.principal, now=timezone.now(), today=today, draw=draw)
    record("supervision sample drawn", by=request.principal, subjects=[r.episode.pk for r in page.sample], detail=draw)
    seen = {row.episode.case_id for row in (*page.alerts, *page.sample)}
    record("adviser team viewed", by=request.principal, subjects=sorted(seen))
    return render(request, "support/team.html", {"page": page, "next_draw": number + 1})


@requires(Permission.SUPPORT_MANAGE)
@form_methods
def alert(request: HttpRequest, alert_id: Any) -> HttpResponse:
    """Settle an alert with a word."""
    seen = Alert.objects.visible_to(request.principal).unsettled().select_related("episode")
    found, form = get_object_or_404(seen, pk=alert_id), NoteForm(request.POST or None)

    def settle(said: dict[str, Any]) -> None:
        services.settle_alert(found, by=request.principal, at=timezone.now(), **said)

    if done(request, form, settle, "Settled."):
        return redirect("support_team")
    return render(request, "support/alert.html", {"alert": found, "form": form})


@requires(Permission.SUPPORT_WORK)
@form_methods
def hand_over(request: HttpRequest) -> HttpResponse:
    """A colleague looks after an adviser's people, until a day; one's own, or for a manager anybody's."""
    by = request.principal
    form = HandOverForm(
        request.POST or None,
        advisers=services.colleagues(by),
        may_choose=by.may(Permission.SUPPORT_MANAGE),
        initial={"adviser": by.user_id},
    )

    def step(said: dict[str, Any]) -> None:
        services.hand_over(said["adviser"], by=by, to=said["to"], until=said["until"], today=timezone.localdate())

    if done(request, form, step, "Handed over. They stay the adviser’s own, and stand on the colleague’s list."):
        return redirect("due")
    away = Episode.objects.worked_by(by).open().filter(adviser_id=by.user_id, held_until__isnull=False).count()
    return render(request, "support/hand_over.html", {"form": form, "away": away})


@requires(Permission.SUPPORT_WORK)
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Back early: one's own people stand on one's own list again."""
    by = request.principal
    count = services.take_back(User.objects.get(pk=by.user_id), by=by)
    messages.success(request, f"{count} {'is' if count == 1 else 'are'} on your list again.")
    return redirect("due")

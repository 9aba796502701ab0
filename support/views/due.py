"""The morning list, and a contact in three clicks."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from cases.models import SafeContact
from cases.presenters import load_people
from cases.services import reveal_contact
from common.days import day_and_month, time_of_day
from common.errors import DomainError
from common.forms import as_typed
from common.keyset import DayKey
from support import services
from support.forms import ContactForm
from support.forms.contact import offered
from support.models import ContactAttempt, Episode, Waiting, WorkDraft
from support.presenters.due import due_list, next_row
from support.presenters.episode import card, header
from support.presenters.words import last_try
from support.views.records import own_episode

NEW = 5
CONTACT = WorkDraft.Kind.CONTACT
KEPT = ("outcome", "channel", "on", "at", "next_due_on", "note", "override")


@requires(Permission.SUPPORT_WORK)
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """Whom to get in touch with today, and the referrals that wait."""
    principal, now, today = request.principal, timezone.now(), timezone.localdate()
    everybody = request.GET.get("whose") == "all" and principal.may(Permission.SUPPORT_MANAGE)
    after = DayKey.parse(request.GET.get("after", ""))
    page = due_list(principal, now=now, today=today, after=after, everybody=everybody)
    record("contacts listed", by=principal, subjects=sorted(row.episode.case_id for row in page.rows))
    waiting = Waiting.objects.visible_to(principal).select_related("from_agency", "district").page(None, NEW)
    mine = ContactAttempt.objects.kept().filter(recorded_by_id=principal.user_id)
    logged = mine.filter(recorded_at__date=today).count()
    context = {"page": page, "waiting": waiting, "logged": logged, "today": today, "now": now, "everybody": everybody}
    own = Episode.objects.worked_by(principal).without_exit()
    context["exits"] = own.filter(adviser_id=principal.user_id).count()
    context["may_manage"] = principal.may(Permission.SUPPORT_MANAGE)
    return render(request, "support/due.html", context)


@requires(Permission.SUPPORT_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """Log a try: safe contact first, then what happened; saving leads on to whoever is next."""
    episode = own_episode(request, episode_id)
    form = _form(request, episode, request.POST if request.method == "POST" else None)
    if form.is_valid() and (made := _log(request, episode, form)):
        messages.success(request, f"Contact saved. Next due {day_and_month(made.next_due_on)}.")
        return _onwards(request, episode)
    record("case viewed", by=request.principal, subjects=[episode.case_id, episode.pk], detail="contact")
    return _show(request, episode, form)


@requires(Permission.SUPPORT_WORK)
@require_POST
def number(request: HttpRequest, episode_id: Any, contact_id: Any) -> HttpResponse:
    """Uncover one number beside the form; that it was seen, and why, is recorded."""
    episode = own_episode(request, episode_id)
    ways = SafeContact.objects.visible_to(request.principal).current()
    ways = ways.filter(person__involvements__case_id=episode.case_id, person__involvements__role="victim")
    way = get_object_or_404(ways, pk=contact_id)
    shown = reveal_contact(way, by=request.principal, reason="contact")
    return _show(request, episode, _form(request, episode, None), shown)


def _form(request: HttpRequest, episode: Episode, typed: Any) -> ContactForm:
    now, today = timezone.now(), timezone.localdate()
    load_people([episode.case])
    ways = services.ways_of(episode.case, by=request.principal)
    suggested = services.suggestions(episode, offered(ways, now=now), today=today)
    kept = ContactAttempt.objects.kept().filter(episode=episode)
    last = kept.order_by("-at").values_list("channel", flat=True).first()
    form = ContactForm(typed, ways=ways, now=now, suggested=suggested, last=last or "")
    if typed is None and (draft := services.draft_of(episode, CONTACT, by=request.principal)):
        form.initial.update(draft.typed)
    return form


@requires(Permission.SUPPORT_WORK)
@require_POST
def contact_keep(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """Keep what was typed so far, every few seconds: it outlives the session, and only its writer sees it."""
    episode, now = own_episode(request, episode_id), timezone.now()
    typed = as_typed(_form(request, episode, request.POST)).initial
    kept = {name: str(typed[name] or "") for name in KEPT if name in typed}
    services.keep_draft(episode, CONTACT, by=request.principal, typed=kept, at=now)
    return JsonResponse({"saved_at": time_of_day(now)})


@requires(Permission.SUPPORT_WORK)
@require_POST
def undo(request: HttpRequest, episode_id: Any, attempt_id: Any) -> HttpResponse:
    """Strike out a contact that was logged by mistake a moment ago."""
    episode, by = own_episode(request, episode_id), request.principal
    attempt = get_object_or_404(ContactAttempt.objects.visible_to(by).filter(episode=episode), pk=attempt_id)
    try:
        services.undo_attempt(attempt, by=by, at=timezone.now())
        messages.success(request, "Undone. It is struck out, and counts no longer.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("support_episode", episode_id=episode.pk)


def _log(request: HttpRequest, episode: Episode, form: ContactForm) -> ContactAttempt | None:
    try:
        made = services.log_attempt(episode, form.attempt, by=request.principal, at=timezone.now())
        services.discard_draft(episode, CONTACT, by=request.principal)
        return made
    except DomainError as error:
        form.add_error("override" if "why you used it" in str(error) else None, str(error))
        return None


def _onwards(request: HttpRequest, episode: Episode) -> HttpResponse:
    if request.POST.get("do") != "next":
        return redirect("support_episode", episode_id=episode.pk)
    now, today = timezone.now(), timezone.localdate()
    row = next_row(request.principal, now=now, today=today, besides=episode.pk)
    return redirect("support_contact", episode_id=row.episode.pk) if row else redirect("due")


def _show(request: HttpRequest, episode: Episode, form: ContactForm, shown: SafeContact | None = None) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    ways = services.ways_of(episode.case, by=request.principal)
    context = {
        "episode": episode,
        "form": form,
        "header": header(episode),
        "card": card(episode, ways, now=now, shown=shown),
        "shown": shown,
        "last_words": last_try(episode)[0].lower(),
        "tries_words": f"{episode.tries} times in a row",
        "following": next_row(request.principal, now=now, today=today, besides=episode.pk),
    }
    return render(request, "support/contact.html", context)

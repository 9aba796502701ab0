"""A link for the person's own words: made by the adviser, opened by somebody whom nobody knows here.

The open page has no name, no cookie and no session; an ended, used or invented link is the same neutral page.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from cases.models import SafeContact
from cases.presenters import load_people, victim_name
from common.stepping import done
from support import services
from support.forms import LinkForm, VoiceForm
from support.models import VoiceLink
from support.services import voice as links
from support.views.records import own_episode

SHOWN = 10


@requires(Permission.SUPPORT_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """Make a link, to be sent by the adviser on a channel that is safe; what was made is shown once."""
    episode, by, now = own_episode(request, episode_id), request.principal, timezone.now()
    load_people([episode.case])
    ways = links.safe_digital(episode, by=by, at=now)
    form, made = LinkForm(request.POST or None, ways=ways), ""

    def make(said: dict[str, Any]) -> None:
        nonlocal made
        way = get_object_or_404(SafeContact.objects.visible_to(by), pk=said["contact"])
        secret = services.make_link(episode, way, by=by, at=now)
        made = request.build_absolute_uri(reverse("voice_page", kwargs={"secret": secret}))

    done(request, form, make, "Send it now: it is shown once.")
    record("case viewed", by=by, subjects=[episode.case_id, episode.pk], detail="voice")
    rows = VoiceLink.objects.visible_to(by).filter(episode=episode).select_related("contact", "made_by")
    context = {"episode": episode, "name": victim_name(episode.case), "form": form, "ways": ways, "made": made}
    context |= {"rows": rows.order_by("-made_at")[:SHOWN], "now": now}
    return render(request, "support/voice.html", context)


@csrf_exempt  # there is no session to ride on, and the secret in the address is what proves the sender
@require_http_methods(["GET", "HEAD", "POST"])
def voice_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Is it safe now? Then five questions; then thanks. Nothing is kept until it is sent."""
    at = timezone.now()
    if not links.is_open(secret, at=at):
        return _quiet(request, "over")
    if request.method != "POST":
        return _quiet(request, "safe_now")
    if request.POST.get("do") != "send":
        return _quiet(request, "questions", form=VoiceForm())
    form = VoiceForm(request.POST)
    if not form.is_valid():
        return _quiet(request, "questions", form=form)
    sent = links.answer(secret, at=at, **form.cleaned_data)
    return _quiet(request, "thanks" if sent else "over")


def _quiet(request: HttpRequest, stage: str, **more: Any) -> HttpResponse:
    response = render(request, "support/voice_page.html", {"stage": stage, **more})
    response["Referrer-Policy"] = "no-referrer"  # the secret stands in the address
    return response

"""Referrals that wait for the service: see how urgent, take on, or say that it is not for us."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.keyset import DayKey, page_of
from common.stepping import done
from support import services
from support.forms import RefuseForm, TakeForm
from support.models import Episode, Waiting
from support.selectors import advisers_with_caseload
from support.services.intake import source_of
from support.views.records import offered_referral

SIZE = 25
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@requires(Permission.SUPPORT_WORK)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """All that wait, the longest first."""
    after = DayKey.parse(request.GET.get("after", ""))
    seen = Waiting.objects.visible_to(request.principal).select_related("from_agency", "district", "service")
    found = list(seen.page(after, SIZE))
    shown, pages = page_of(found, SIZE, lambda row: DayKey(row.received_on, row.pk), after=after)
    record("waiting referrals listed", by=request.principal, subjects=[each.pk for each in shown])
    return render(request, "support/waiting.html", {"waiting": shown, "pages": pages})


@requires(Permission.SUPPORT_WORK)
@form_methods
def take(request: HttpRequest, reference: str) -> HttpResponse:
    """Take one on: the service sees the case from then on."""
    found, by = offered_referral(request, reference), request.principal
    initial = {"adviser": by.user_id, "source": source_of(found.from_agency)}
    form = TakeForm(request.POST or None, advisers=advisers_with_caseload(by), initial=initial)
    made: list[Episode] = []

    def step(said: dict) -> None:
        made.append(services.take_referral(found, by=by, at=timezone.now(), **said))

    if done(request, form, step, "Accepted. Start with the first 48 hours."):
        return redirect("support_episode", episode_id=made[0].pk)
    record("waiting referral viewed", by=by, subjects=[found.pk])
    return render(request, "support/take.html", {"waiting": found, "form": form})


@requires(Permission.SUPPORT_WORK)
@form_methods
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """Not for this service, and why."""
    found, by = offered_referral(request, reference), request.principal
    form = RefuseForm(request.POST or None)

    def step(said: dict) -> None:
        services.refuse_referral(found, by=by, at=timezone.now(), **said)

    if done(request, form, step, "Recorded. The case stays with its team."):
        return redirect("due")
    return render(request, "support/refuse.html", {"waiting": found, "form": form})

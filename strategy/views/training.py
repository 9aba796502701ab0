"""Training and briefings that were held."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agencies.gates import requires
from common.keyset import DayKey
from common.stepping import tried
from strategy import services
from strategy.forms.plans import TrainingForm
from strategy.models import TrainingSession
from strategy.presenters.training import training_page
from strategy.views.records import KEEP, READ, form_methods, form_page


@requires(READ)
@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """What was held, and counts by quarter."""
    after = DayKey.parse(request.GET.get("after", ""))
    page = training_page(request.principal, today=timezone.localdate(), after=after)
    return render(request, "strategy/training.html", {"page": page})


@requires(KEEP)
@form_methods
def training_new(request: HttpRequest) -> HttpResponse:
    """Record what was held."""
    today = timezone.localdate()
    form = TrainingForm(request.POST or None, initial={"on": today})
    step = partial(services.record_training, by=request.principal, today=today)
    return form_page(request, form, step, title="Record training", back=reverse("training"))


@requires(KEEP)
@require_POST
def training_take_back(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """It was recorded by mistake."""
    found = get_object_or_404(TrainingSession.objects.visible_to(request.principal), pk=session_id)
    tried(
        request,
        partial(services.take_back_training, found, by=request.principal, at=timezone.now()),
        "Taken back. It counts no longer.",
    )
    return redirect("training")

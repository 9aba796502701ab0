"""What an indicator means, when its counting changed, and whom an area is compared with."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from agencies.gates import requires
from agencies.roles import Permission
from common.stepping import done, tried
from observations import services
from observations.forms import BreakForm, IndicatorForm, PeersForm
from observations.models import Geography, Indicator, PeerGroup


@requires(Permission.FIGURE_IMPORT)
@require_http_methods(["GET", "POST"])
def describe(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """Say what an indicator measures."""
    found = _seen(request, indicator_id)
    form = IndicatorForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid():
        step = partial(services.describe_indicator, found, by=request.principal, facts=form.cleaned_data)
        tried(request, step, "Saved.")
        return redirect("figures_indicator", found.pk)
    return render(request, "observations/describe.html", {"form": form, "indicator": found})


@requires(Permission.FIGURE_IMPORT)
@require_http_methods(["GET", "POST"])
def add_break(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """Write down that an indicator is counted in another way from a day on."""
    found = _seen(request, indicator_id)
    places = Geography.objects.visible_to(request.principal)
    form = BreakForm(request.POST if request.method == "POST" else None, places=places)
    step = partial(services.note_break, found, by=request.principal)
    if request.method == "POST" and done(request, form, lambda facts: step(**facts), "Written down."):
        return redirect("figures_indicator", found.pk)
    return render(request, "observations/break.html", {"form": form, "indicator": found})


@requires(Permission.FIGURE_IMPORT)
@require_http_methods(["GET", "POST"])
def peers(request: HttpRequest) -> HttpResponse:
    """The groups of areas that are compared, and the form for the next."""
    places = Geography.objects.visible_to(request.principal).filter(kind=Geography.Kind.POLICE_FORCE)
    form = PeersForm(request.POST if request.method == "POST" else None, places=places)
    step = partial(services.set_peers, by=request.principal)
    if request.method == "POST" and done(request, form, lambda facts: step(**facts), "Set."):
        return redirect("figures_peers")
    groups = PeerGroup.objects.visible_to(request.principal).select_related("geography").prefetch_related("members")
    return render(request, "observations/peers.html", {"form": form, "groups": groups})


def _seen(request: HttpRequest, indicator_id: str) -> Indicator:
    return get_object_or_404(Indicator.objects.visible_to(request.principal), pk=indicator_id)

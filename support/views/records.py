"""How these views find what an address names."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from support.models import Episode, Waiting

RELATED = ("case__district__meeting_area", "adviser", "holder", "service")


def own_episode(request: HttpRequest, episode_id: Any) -> Episode:
    """An episode of the principal's own service; for everybody else it does not exist."""
    own = Episode.objects.worked_by(request.principal).select_related(*RELATED)
    return get_object_or_404(own, pk=episode_id)


def own_record(request: HttpRequest, episode_id: Any) -> Episode:
    """The same, where it may have ended: the service keeps its own record when it sees the case no longer."""
    own = Episode.objects.worked_by(request.principal).select_related("adviser", "service", "ending", "district")
    return get_object_or_404(own, pk=episode_id)


def offered_referral(request: HttpRequest, reference: str) -> Waiting:
    """A referral that waits for the principal's service."""
    offered = Waiting.objects.visible_to(request.principal).select_related(
        "service", "from_agency", "team", "district__meeting_area"
    )
    return get_object_or_404(offered, reference=reference)

"""What of the plans waits for whoever opens the overview."""

from datetime import date

from django.urls import reverse

from agencies.principal import Principal
from common.parts import Tile
from strategy.models import Action

MOST = 100


def tiles(principal: Principal, *, today: date) -> list[Tile]:
    """The actions that the own agency still has to do. Nothing where there is none."""
    mine = Action.objects.visible_to(principal).owned_by(principal).unended()
    count = mine[:MOST].count()
    if not count:
        return []
    rag = "off" if mine.filter(target_on__lt=today).exists() else ""
    url = reverse("our_actions")
    return [Tile("Plan actions", str(count), "still to do", rag=rag, rag_words="Some are late", url=url)]

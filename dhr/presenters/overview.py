"""What waits in reviews for whoever opens the overview."""

from datetime import date

from django.urls import reverse

from agencies.principal import Principal
from agencies.roles import Permission
from common.parts import Tile
from dhr.models import DeathReview, Recommendation
from dhr.presenters.reviews import due_in

MOST = 100


def tiles(principal: Principal, *, today: date) -> list[Tile]:
    """Open reviews with what is due in them, and recommendations of the own agency. Nothing for everybody else."""
    found = []
    if principal.may(Permission.REVIEW_RUN) or principal.may(Permission.REVIEW_OWN):
        found += _reviews(principal, today)
    if principal.may(Permission.RECOMMENDATION_DO):
        found += _recommendations(principal, today)
    return found


def _reviews(principal: Principal, today: date) -> list[Tile]:
    coming = due_in(principal, today=today)
    late = sum(due.is_late for due in coming)
    count = DeathReview.objects.visible_to(principal).open()[:MOST].count()
    return [
        Tile("Reviews", str(count), "open", url=reverse("reviews")),
        Tile(
            "Due in reviews",
            str(len(coming)),
            "late or due in 30 days",
            rag="off" if late else "",
            rag_words="Some are late",
            url=reverse("reviews"),
        ),
    ]


def _recommendations(principal: Principal, today: date) -> list[Tile]:
    mine = Recommendation.objects.worked_by(principal).unended()
    count = mine[:MOST].count()
    if not count:
        return []
    late = mine.filter(target_on__lt=today).exists()
    return [
        Tile(
            "Recommendations",
            str(count),
            "still to do",
            rag="off" if late else "",
            rag_words="Some are late",
            url=reverse("recommendations"),
        )
    ]

"""What can be recorded on a review. Each module holds the deeds of one time of its life, in the order of the work."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from agencies.principal import Principal
from dhr.models import DeathReview
from dhr.views.deeds import beginning, course, gathering, panel, people, publishing
from dhr.views.deeds.shape import Asked, Deed

__all__ = ["DEEDS", "Asked", "Deed", "deed_named", "item_of"]

DEEDS: dict[str, Deed] = {
    **beginning.DEEDS,
    **people.DEEDS,
    **panel.DEEDS,
    **gathering.DEEDS,
    **publishing.DEEDS,
    **course.DEEDS,
}


def deed_named(name: str) -> Deed:
    """The deed of an address. Http404 for none."""
    if (found := DEEDS.get(name)) is None:
        raise Http404
    return found


def item_of(deed: Deed, review: DeathReview, item: str, by: Principal) -> Any:
    """The row that a deed is about: one of this review that the principal sees. Http404 for any other."""
    if deed.of is None:
        if item:
            raise Http404
        return None
    rows = deed.of.objects.visible_to(by).filter(review=review)
    try:
        return get_object_or_404(rows, pk=item)
    except ValueError as error:
        raise Http404 from error

"""How the pages of a case find it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cases.models import Case


def seen_case(request: HttpRequest, reference: str) -> Case:
    """The case, or a 404 that says nothing."""
    seen = Case.objects.visible_to(request.principal).select_related("district")
    return get_object_or_404(seen, reference=reference)

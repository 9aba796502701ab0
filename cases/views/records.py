"""How the pages of a case find it, and who is in it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Permission
from cases.models import Case, Involvement, Person


def seen_case(request: HttpRequest, reference: str) -> Case:
    """The case, or a 404 that says nothing."""
    seen = Case.objects.visible_to(request.principal).select_related("district__meeting_area")
    return get_object_or_404(seen, reference=reference)


def seen_person(case: Case, person_id: str, request: HttpRequest) -> Involvement:
    """What a person is in this case: by their first role, where they have two."""
    people = Person.objects.visible_to(request.principal).filter(pk=person_id)
    found = Involvement.objects.visible_to(request.principal).filter(case=case, person__in=people)
    involvement = found.select_related("person").order_by("pk").first()
    if involvement is None:
        raise Http404
    involvement.case = case
    return involvement


def kept_case(request: HttpRequest, reference: str, permission: Permission = Permission.PEOPLE_WRITE) -> Case:
    """A case whose people the principal keeps: 404 for one out of sight, 403 for one that another agency leads."""
    case = seen_case(request, reference)
    if not Case.objects.led_with(request.principal, permission).filter(pk=case.pk).exists():
        raise PermissionDenied
    return case


def kept_person(request: HttpRequest, reference: str, person_id: str) -> tuple[Case, Involvement, str]:
    """A case whose people one keeps, one of them, and the way back to their page."""
    case = kept_case(request, reference)
    found = seen_person(case, person_id, request)
    return case, found, reverse("person", kwargs={"reference": reference, "person_id": person_id})


def as_now(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What every change of somebody is told: who makes it, when, in which case."""
    return {"by": request.principal, "at": timezone.now(), "case": case}

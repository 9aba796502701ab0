"""How these views fetch what an address names."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from common.references import parse_reference
from encompass.models import Notice, School

RELATED = ("incident", "school__agency", "pupil_of__agency", "acknowledged_by", "decided_by")


def sent_notice_or_404(request: HttpRequest, reference: str) -> Notice:
    """A notice of the principal's own force."""
    mine = Notice.objects.sent_by(request.principal).select_related(*RELATED)
    return get_object_or_404(mine, reference=parse_reference(reference) or "")


def received_notice_or_404(request: HttpRequest, reference: str) -> Notice:
    """A notice that has reached the principal's own school."""
    mine = Notice.objects.received_by(request.principal).select_related(*RELATED)
    return get_object_or_404(mine, reference=parse_reference(reference) or "")


def own_school_or_404(request: HttpRequest) -> School:
    """The school whose people the principal belongs to."""
    mine = School.objects.kept_by(request.principal).select_related("agency", "local_authority")
    return get_object_or_404(mine)

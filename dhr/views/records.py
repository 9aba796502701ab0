"""How these views find what an address names, and how a form takes its step."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from agencies.roles import Permission
from common.errors import DomainError
from dhr.forms.gathering import OwnSheetForm, sheet_body
from dhr.models import DeathReview, Recommendation
from dhr.presenters.progress import with_dates
from dhr.sheets import Line, NotASheet, read
from dhr.standings import with_rows

# Who has to do with reviews at all, and with what they ask for. Everybody else is refused at the door.
SEES = (Permission.REVIEW_RUN, Permission.REVIEW_OWN, Permission.REVIEW_NAMED)
SEES_PLAN = (*SEES, Permission.RECOMMENDATION_DO)


def seen_review(request: HttpRequest, reference: str) -> DeathReview:
    """A review that the principal sees. For everybody else it does not exist: the same 404 as for none."""
    return get_object_or_404(with_dates(DeathReview.objects.visible_to(request.principal)), reference=reference)


def worked_recommendation(request: HttpRequest, recommendation_id: Any) -> Recommendation:
    """A recommendation that the principal's agency owns, or of a review in sight."""
    return get_object_or_404(with_rows(Recommendation.objects.worked_by(request.principal)), pk=recommendation_id)


def sheet_lines(form: OwnSheetForm, *, today: date) -> list[Line]:
    """The events of a chronology that was sent. Raises DomainError that names the lines to put right."""
    try:
        lines, wrong = read(sheet_body(form), today=today)
    except NotASheet as error:
        raise DomainError(str(error)) from error
    if wrong:
        raise DomainError(" ".join(f"Line {each.number}: {each.words}." for each in wrong[:20]))
    return lines

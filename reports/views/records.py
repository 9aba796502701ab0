"""How these views find an edition, and show it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from reports import presenters
from reports.forms import AnswerForm, ChallengeForm, CommentaryForm
from reports.models import QuarterlyReport


def edition_in_sight(request: HttpRequest, report_id: str) -> QuarterlyReport:
    """The edition, where whoever asks may see it; otherwise 404, as for one that does not exist."""
    visible = QuarterlyReport.objects.visible_to(request.principal).select_related("area", "file", "approved_by")
    visible = visible.prefetch_related("comments")
    return get_object_or_404(visible, pk=report_id)


def edition_page(request: HttpRequest, report: QuarterlyReport, **forms: Any) -> HttpResponse:
    """The page of an edition that has been counted, with the forms of whoever looks at it."""
    sections = (report.snapshot or {})["sections"]
    said = {f"said_{each.section}": each.text for each in report.comments.all()}
    context = presenters.dashboard(report, request.principal) | {
        "form": CommentaryForm(initial={"text": report.commentary} | said, sections=sections),
        "challenge_form": ChallengeForm(sections=sections),
        "answer_form": AnswerForm(),
    }
    return render(request, "reports/report.html", context | forms)

"""The answer as a page for the press. It never says whether anything else is held, nor what it was held for."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from common.days import long_date
from subject_access.answers import LABELS, Kind
from subject_access.models import RequestItem, SubjectRequest


def letter_html(request: SubjectRequest, items: Sequence[RequestItem], *, at: datetime) -> str:
    """What is given, under its headings. What is kept back leaves no gap, no number and no name of its kind.

    The agency is not named: a team's name may tell what it does.
    """
    given = [(LABELS[kind], [item.given for item in items if item.kind == kind and item.given]) for kind in Kind]
    context = {
        "product_name": settings.PRODUCT_NAME,
        "received": long_date(request.received_on),
        "answered": long_date(at),
        "sections": [(label, texts) for label, texts in given if texts],
    }
    return render_to_string("subject_access/letter.html", context)

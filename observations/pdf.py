"""A year in figures on paper."""

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string

from common.days import plain_date
from observations import wording
from observations.presenters.tables import Section
from observations.selectors import Year


def year_html(sections: Sequence[Section], year: Year) -> str:
    """The tables of a year, as the HTML that the press makes a PDF of."""
    context = {
        "sections": sections,
        "ends_on": plain_date(year.ends_on),
        "marks": wording.MARKS,
        "product_name": settings.PRODUCT_NAME,
    }
    return render_to_string("observations/pdf/year.html", context)

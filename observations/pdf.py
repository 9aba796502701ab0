"""A year in figures on paper."""

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string

from documents import pressing
from observations import wording
from observations.presenters.tables import Section
from observations.selectors import Year


def press_year(sections: Sequence[Section], year: Year) -> pressing.Pdf:
    """The tables of a year as a PDF."""
    context = {
        "sections": sections,
        "ends_on": wording.day(year.ends_on),
        "marks": wording.MARKS,
        "product_name": settings.PRODUCT_NAME,
    }
    return pressing.press(render_to_string("observations/pdf/year.html", context))

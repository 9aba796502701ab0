"""What the views of this room share: the day in an address, and a file to be kept."""

from datetime import date

from django.http import Http404, HttpResponse

from common.spreadsheets import csv_bytes
from observations.selectors import Year


def year_of(ending: str) -> Year:
    """The year of an address by its last day. 404 for anything that is no day."""
    try:
        return Year(date.fromisoformat(ending))
    except ValueError as error:
        raise Http404 from error


def csv_file(rows: list[list[object]], name: str) -> HttpResponse:
    """Rows as a CSV file."""
    response = HttpResponse(csv_bytes(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response

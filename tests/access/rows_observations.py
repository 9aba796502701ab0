"""Addresses of the figures from outside. In this world one figure is on record, and one file waits."""

from datetime import date

from tests.access.rows_reports import NOT_FOR, READS
from tests.access.table import Row
from tests.factories import observations as made

ANALYST = NOT_FOR | {"analyst": 200}
CHANGES = NOT_FOR | {"analyst": 302}

ROWS = {
    "figures": Row("GET", **READS),
    "figures_year": Row("GET", **READS),
    "figures_year_csv": Row("GET", **READS),
    "figures_year_pdf": Row("GET", **READS),
    "figures_indicator": Row("GET", **READS),
    "figures_indicator_csv": Row("GET", **READS),
    "figures_describe": Row("GET", **ANALYST),
    "figures_break": Row("GET", **ANALYST),
    "figures_peers": Row("GET", **ANALYST),
    "figures_imports": Row("GET", **ANALYST),
    "figures_template": Row("GET", **ANALYST),
    "figures_import": Row("GET", **ANALYST),
    "figures_import_rows": Row("GET", **ANALYST),
    "figures_import_start": Row("POST", **CHANGES),
    "figures_import_discard": Row("POST", **CHANGES),
    "figures_import_undo": Row("POST", **CHANGES),
    "api_figures": Row("GET", **READS | {"signed_out": 401}),
    "api_figures_of": Row("GET", **READS | {"signed_out": 401}),
}


def extend(world, cast):
    """A figure of a district, which a file brought in."""
    figure = made.figure(ends_on=date(2017, 3, 31))
    ids = {f"{name}.import_id": figure.batch.pk for name in ROWS if "import_" in name or name == "figures_import"}
    world.kwargs |= {"ending": "2017-03-31", "indicator_id": figure.indicator.pk, **ids}
    world.kwargs |= {"api_figures_of.code": figure.indicator.code}

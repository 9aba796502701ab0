"""The PDF of an edition, as the HTML that documents.pressing makes a PDF of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from common import wording
from common.days import plain_date
from reports import layout
from reports.snapshot import Snapshot


def write(snapshot: Snapshot, *, fingerprint: str, commentary: str = "", said: Mapping[str, str] | None = None) -> str:
    """The pages of the PDF as HTML, from the snapshot and what the analyst says of it and, by section, ``said``."""
    tables, bars = layout.paper_tables(snapshot)
    tiles = layout.paper_tiles(snapshot)
    context = {
        "snapshot": snapshot,
        "product_name": settings.PRODUCT_NAME,
        "as_at": plain_date(date.fromisoformat(snapshot["as_at"])),
        "pairs": [tiles[n : n + 2] for n in range(0, len(tiles), 2)],
        "sections": layout.sections(snapshot, said),
        "charts": layout.paper_charts(snapshot),
        "tables": tables,
        "bars": bars,
        "commentary": commentary,
        "fingerprint": wording.in_groups(fingerprint),
    }
    return render_to_string("reports/pdf/report.html", context)

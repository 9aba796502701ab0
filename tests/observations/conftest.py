"""The county with its reference figures, and the seed report's own figures brought in."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from observations import services
from observations.models import Geography, Indicator, Observation
from observations.reference import load_figures
from observations.rows import COLUMNS
from tests import factories
from tests.database import as_owner

SAMPLE = Path(settings.BASE_DIR) / "config" / "practice" / "published-figures-essex-2017.csv"
HEADINGS = ",".join(COLUMNS)


@pytest.fixture
def county(db):
    """Places, indicators and peers as every installation has them."""
    factories.partnership()
    with as_owner():
        load_figures()


def sheet(*rows: str) -> bytes:
    """A file of these rows."""
    return "\r\n".join([HEADINGS, *rows]).encode() + b"\r\n"


def row(value: str = "100", **changes: str) -> str:
    """One figure of a district for the year to March 2017."""
    cells = {
        "source": "A report",
        "indicator": "police_da_crimes",
        "geography_type": "district",
        "geography_code": "E07000068",
        "geography_name": "Brentwood",
        "period_start": "2016-04-01",
        "period_end": "2017-03-31",
        "breakdown": "",
        "value": value,
        "kind": "count",
        "as_at": "2017-06-01",
        "note": "",
    } | changes
    return ",".join(f'"{cell}"' for cell in cells.values())


def brought_in(body: bytes, by, **asked):
    """A file checked and brought in."""
    at = timezone.now()
    batch = services.check_figures(body, by=by, at=at, **asked)
    return services.bring_in_figures(batch, by=by, at=at)


@pytest.fixture
def seed(county, analyst):
    """The figures that the seed report printed."""
    with analyst.scope():
        return brought_in(SAMPLE.read_bytes(), analyst.principal, new_places=True, new_indicators=True)


__all__ = ["Geography", "Indicator", "Observation"]

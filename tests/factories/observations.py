"""Figures from outside, each with the file that brought it in."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from observations.models import FigureImport, Geography, Indicator, Observation
from tests.factories import factory


@factory
def figure(
    value: str | None = "100", *, indicator: str = "police_da_crimes", place: str = "Brentwood",
    code: str = "E07000068", kind: str = "district", ends_on: date = date(2017, 3, 31),
    batch: FigureImport | None = None, **more: Any,
) -> Observation:  # fmt: skip
    """A published number of a place for the year that ends on a day; its place and indicator are made as needed."""
    facts = {"kind": "count", "as_at": ends_on + timedelta(days=60), "source": "A report", "part": ""} | more
    following = ends_on + timedelta(days=1)
    return Observation.objects.create(
        batch=batch or FigureImport.objects.create(body=b"", sha256="0" * 64, status="done"),
        indicator=Indicator.objects.get_or_create(code=indicator, defaults={"name": indicator})[0],
        geography=Geography.objects.get_or_create(kind=kind, code=code, defaults={"name": place})[0],
        starts_on=facts.pop("starts_on", following.replace(year=following.year - 1)),
        ends_on=ends_on,
        value=None if value is None else Decimal(value),
        missing="" if value is not None else "not_submitted",
        printed=value or "",
        places=len((value or "").partition(".")[2]),
        **facts,
    )

"""Published reports by API: which there are, and the tables of one, exactly as its page prints them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from audit.services import record
from common.keyset import DayKey, cut
from common.quarters import Quarter
from observations.api.fields import AFTER, FigureEndpoint, FigureSerializer, figure, key_of, refusals
from referrals.api.endpoints import principal_of
from reports.models import QuarterlyReport

SIZE = 25


class EditionSerializer(serializers.Serializer):
    """A published report."""

    id = serializers.UUIDField()
    area = serializers.CharField()
    starts_on = serializers.DateField(help_text="The first day of its quarter.")
    quarter = serializers.CharField(help_text="The quarter in words.")
    audience = serializers.ChoiceField(choices=QuarterlyReport.Audience.values)
    version = serializers.IntegerField(help_text="A later version takes the place of an earlier one.")
    published_at = serializers.DateTimeField()
    snapshot_sha256 = serializers.CharField(help_text="The fingerprint that the report prints.")
    url = serializers.URLField(help_text="Where its tables are.")


class EditionsSerializer(serializers.Serializer):
    """One page, the newest quarter first."""

    results = EditionSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Send it as `after` for the next page. null: the last.")


class ColumnSerializer(serializers.Serializer):
    """A column of a table."""

    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.CharField(help_text="text, count, parts, percent, change, change_percent, points or days.")


class TableSerializer(serializers.Serializer):
    """A table. The first cell of a row names it; an empty cell is null without a reason."""

    id = serializers.CharField()
    caption = serializers.CharField()
    columns = ColumnSerializer(many=True)
    rows = serializers.ListField(child=FigureSerializer(many=True))
    total = FigureSerializer(many=True, help_text="The line of totals; empty where there is none.")


class DefinitionSerializer(serializers.Serializer):
    """How a figure is defined."""

    name = serializers.CharField()
    counted = serializers.CharField()
    out_of = serializers.CharField()
    unit = serializers.CharField(default="", help_text="What one of it is. Empty for a rule of the arithmetic.")
    polarity = serializers.CharField(default="", help_text="Which way is better.")
    decimals = serializers.IntegerField(default=0, help_text="How many are printed.")
    least_base = serializers.IntegerField(default=0, help_text="Out of fewer, no figure is shown; 0 where any is.")
    target = serializers.CharField(default="", help_text="With its unit; empty where there is none.")
    breaks = serializers.CharField(default="", help_text="What is done where the counting changed.")
    measured = serializers.CharField(default="", help_text="All of that in words.")
    source = serializers.CharField()  # type: ignore[assignment]


class TablesSerializer(EditionSerializer):
    """A published report with everything that stands in its tables. It never changes."""

    as_at = serializers.DateField(help_text="The day on which it was counted.")
    tables = TableSerializer(many=True)
    definitions = DefinitionSerializer(many=True)


class Editions(FigureEndpoint):
    """Which reports are published."""

    @extend_schema(
        operation_id="list_reports",
        summary="Which reports are published",
        description="Published editions, for the board and for the public. Drafts are never among them.",
        tags=["Reports"],
        parameters=[AFTER],
        responses={200: EditionsSerializer, **refusals(400, 401, 403, 406, 429)},
    )
    def get(self, request: Request) -> Response:
        seen = QuarterlyReport.objects.visible_to(principal_of(request)).for_lists()
        found = list(seen.published_page(key_of(request), SIZE))
        shown, more = cut(found, SIZE, lambda row: DayKey(row.starts_on, row.pk))
        rows = [_edition(each, request) for each in shown]
        return Response(EditionsSerializer({"results": rows, "next": more or None}).data)


class OneEdition(FigureEndpoint):
    """The tables of one."""

    @extend_schema(
        operation_id="get_report",
        summary="The tables of a report",
        description="Every table of a published edition with the same figures as its page and its PDF. A figure that is"
        " hidden there has a null `value` here, and a `reason`.",
        tags=["Reports"],
        responses={200: TablesSerializer, **refusals(401, 403, 404, 406, 429)},
    )
    def get(self, request: Request, report_id: str) -> Response:
        seen = QuarterlyReport.objects.visible_to(principal_of(request)).published().select_related("area")
        found = seen.filter(pk=_key(report_id)).first()
        if found is None or found.snapshot is None:
            raise NotFound
        record("report downloaded", by=principal_of(request), subjects=[found.pk], detail="all tables, by API")
        return Response(TablesSerializer(_edition(found, request) | _content(found.snapshot)).data)


def _key(text: str) -> UUID | None:
    """The key that an address names; None, which nothing has, for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _edition(report: QuarterlyReport, request: Request) -> dict[str, Any]:
    return {
        "id": report.pk,
        "area": report.area.name,
        "starts_on": report.starts_on,
        "quarter": Quarter(report.starts_on).label,
        "audience": report.audience,
        "version": report.version,
        "published_at": report.published_at,
        "snapshot_sha256": report.snapshot_sha256,
        "url": reverse("api_report", args=[report.pk], request=request),
    }


def _content(snapshot: dict[str, Any]) -> dict[str, Any]:
    return {
        "as_at": snapshot["as_at"],
        "tables": [_table(name, table) for name, table in sorted(snapshot["tables"].items())],
        "definitions": snapshot["definitions"],
    }


def _table(name: str, table: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name,
        "caption": table["caption"],
        "columns": table["columns"],
        "rows": [[figure(cell) for cell in row] for row in table["rows"]],
        "total": [figure(cell) for cell in table["total"] or ()],
    }

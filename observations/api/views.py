"""Published figures by API: the indicators, and the figures of one, as their pages print them."""

from typing import Any

from django.core.validators import slug_re
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from common.keyset import DayKey, cut
from observations.api.fields import AFTER, SIZE, FigureEndpoint, FigureSerializer, figure, key_of, refusals
from observations.models import Indicator, Observation
from observations.presenters.charts import said
from observations.selectors import Point, series_of, threshold_for
from referrals.api.endpoints import principal_of


class IndicatorSerializer(serializers.Serializer):
    """What a figure measures."""

    code = serializers.CharField(help_text="Its name in addresses; it never changes.")
    name = serializers.CharField()
    definition = serializers.CharField()
    unit = serializers.CharField()
    figures = serializers.URLField(help_text="Where its figures are.")


class IndicatorsSerializer(serializers.Serializer):
    """All of them: a few dozen."""

    results = IndicatorSerializer(many=True)


class PointSerializer(FigureSerializer):
    """One figure of a place and a period. What a later extract corrected is not among them."""

    geography_type = serializers.CharField()
    geography_code = serializers.CharField(help_text="Empty for a service.")
    geography_name = serializers.CharField()
    period_start = serializers.DateField()
    period_end = serializers.DateField()
    breakdown = serializers.CharField(help_text="The part that is counted, such as risk=high; empty for all.")
    kind = serializers.CharField(help_text="count, change, percent, percent_change, percent_share, rate_… or days.")
    as_at = serializers.DateField(help_text="The day on which it was taken.")
    source = serializers.CharField()  # type: ignore[assignment]
    is_revised = serializers.BooleanField(help_text="An earlier extract said otherwise.")


class PointsSerializer(serializers.Serializer):
    """One page, the newest period first."""

    results = PointSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Send it as `after` for the next page. null: the last.")


class Indicators(FigureEndpoint):
    """What is measured."""

    @extend_schema(
        operation_id="list_indicators",
        summary="What figures are published",
        tags=["Figures"],
        responses={200: IndicatorsSerializer, **refusals(401, 403, 406, 429)},
    )
    def get(self, request: Request) -> Response:
        seen = Indicator.objects.visible_to(principal_of(request))
        rows = [
            {"code": each.code, "name": each.name, "definition": each.definition, "unit": each.unit}
            | {"figures": reverse("api_figures_of", args=[each.code], request=request)}
            for each in seen
        ]
        return Response(IndicatorsSerializer({"results": rows}).data)


class FiguresOfOne(FigureEndpoint):
    """The figures of one indicator."""

    @extend_schema(
        operation_id="list_figures",
        summary="The figures of an indicator",
        description="Figures in force, each with its place, period, source and day. Small numbers are hidden as on the"
        " page: `value` is null and `reason` says why.",
        tags=["Figures"],
        parameters=[AFTER],
        responses={200: PointsSerializer, **refusals(400, 401, 403, 404, 406, 429)},
    )
    def get(self, request: Request, code: str) -> Response:
        principal, after = principal_of(request), key_of(request)
        seen = Indicator.objects.visible_to(principal)
        indicator = seen.filter(code=code).first() if slug_re.fullmatch(code) else None
        if indicator is None:
            raise NotFound
        visible = Observation.objects.visible_to(principal)
        series = series_of(visible, indicator, threshold=threshold_for(principal))
        points = sorted((point for each in series for point in each.points), key=_key, reverse=True)
        rest = [point for point in points if after is None or _key(point) < after]
        shown, more = cut(rest, SIZE, _key)
        return Response(PointsSerializer({"results": [_row(point) for point in shown], "next": more or None}).data)


def _key(point: Point) -> DayKey:
    return DayKey(point.figure.ends_on, point.figure.pk)


def _row(point: Point) -> dict[str, Any]:
    row, place = point.figure, point.figure.geography
    return {
        "geography_type": place.kind,
        "geography_code": place.code,
        "geography_name": place.name,
        "period_start": row.starts_on,
        "period_end": row.ends_on,
        "breakdown": row.part,
        "kind": row.kind,
        "as_at": row.as_at,
        "source": row.source,
        "is_revised": point.is_revised,
        **figure(said(point.value)),
    }

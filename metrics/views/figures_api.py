"""What a metric comes to, for programs: the figures of its chart, as every page shows them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor
from metrics.choices import Grain, SignalRule, Standing
from metrics.models import Metric
from metrics.queries.breakdown import Asked, look_at
from metrics.queries.freshness import freshness
from metrics.serializers.figures import figures_data


class Figure(serializers.FloatField):
    """None where it is not known: missing is never zero."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)


class Limits(serializers.Serializer[Any]):
    """The control limits in force in a period."""

    centre = serializers.FloatField()
    lower = serializers.FloatField()
    upper = serializers.FloatField()
    points = serializers.IntegerField(help_text="Periods they were computed from.")


class PeriodFigures(serializers.Serializer[Any]):
    """What a metric was in one period. One that is not over has no standing, limits or signals yet."""

    start = serializers.DateField()
    end = serializers.DateField()
    is_over = serializers.BooleanField()
    value = Figure()
    low = Figure(help_text="Of the interval in which it lies with 95 % confidence.")
    high = Figure()
    n = serializers.IntegerField(help_text="Of how many values or cases.")
    standing = serializers.ChoiceField(Standing.choices, help_text="Against the target in force.")
    limits = Limits(allow_null=True)
    begins = serializers.BooleanField(help_text="A proven step to another level begins here.")
    above = serializers.ListField(child=serializers.ChoiceField(SignalRule.choices))
    below = serializers.ListField(child=serializers.ChoiceField(SignalRule.choices))


class PlaceFigures(serializers.Serializer[Any]):
    """What a metric was in a segment or unit, in the newest period of the whole."""

    place = serializers.UUIDField()
    name = serializers.CharField()
    value = Figure()
    before = Figure(help_text="In the period before.")
    low = Figure()
    high = Figure()
    n = serializers.IntegerField()
    standing = serializers.ChoiceField(Standing.choices)


class MetricFigures(serializers.Serializer[Any]):
    """A metric over two years, in one place and in those right below it."""

    metric = serializers.UUIDField()
    unit_of_measure = serializers.CharField(allow_blank=True)
    as_of = serializers.DateField(
        allow_null=True, help_text="The day up to which the run looked whose figures these are."
    )
    computed_at = serializers.DateTimeField(allow_null=True)
    is_fresh = serializers.BooleanField(help_text="No run has failed and none is late since.")
    cut = serializers.CharField(allow_blank=True, help_text="The segmentation's uid, or units.")
    cuts = serializers.ListField(child=serializers.CharField())
    place = serializers.UUIDField(allow_null=True, help_text="None for the whole.")
    period = serializers.ChoiceField(Grain.choices)
    figures = PeriodFigures(many=True)
    parts = PlaceFigures(many=True)


class Bounds(serializers.Serializer[Any]):
    """Where to look; what is left open is chosen as on the metric's page."""

    cut = serializers.CharField(required=False)
    place = serializers.UUIDField(required=False)
    period = serializers.ChoiceField(Grain.choices, required=False)


class MetricFiguresData(DataDoor):
    """What a metric comes to."""

    @extend_schema(
        operation_id="metric_figures",
        parameters=[
            OpenApiParameter("cut", OpenApiTypes.STR, description="A segmentation's uid, or units."),
            OpenApiParameter("place", OpenApiTypes.UUID, description="A segment or unit of the cut."),
            OpenApiParameter("period", OpenApiTypes.STR, enum=Grain.values, description="Its length."),
        ],
        responses={
            200: MetricFigures,
            400: OpenApiResponse(description="A bound is none."),
            404: OpenApiResponse(
                description="Not found, or not visible; or it has no figures of such a place."
            ),
        },
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Value, interval, standing, limits and signals by period, as of the last good run; empty before the first."""
        metric = get_object_or_404(Metric.objects.visible_to(self.viewer), uid=uid)
        bounds = Bounds(data=request.query_params)
        bounds.is_valid(raise_exception=True)
        given = bounds.validated_data
        grain = Grain(given["period"]) if "period" in given else None
        look = look_at(metric, self.viewer, Asked(given.get("cut", ""), given.get("place"), grain))
        if look is None and "place" in given:
            raise NotFound("It has no figures of such a place.")
        if "cut" in given and (look is None or look.spot.cut_key != given["cut"]):
            told = "It has no figures by this. An answer without it lists by which it has."
            raise serializers.ValidationError({"cut": told})
        found = freshness(now=timezone.now(), enterprise=self.enterprise)
        return Response(figures_data(metric, look, found))

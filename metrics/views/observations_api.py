"""Observations for programs: telling them, taking them back, and reading them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor
from accounts.permissions import Permission
from foundation.actors import Actor
from metrics.models import Metric, Source
from metrics.operations.telling import NotTold, tell, withdraw
from metrics.queries.observations import NoPage, ObservationPage, observations_of
from metrics.serializers.observations import observation_data, said_by_program, told_problem
from workbench.reach import authorize

MOST_AT_ONCE = 10_000
"""Observations in one request; more come as a file."""
UNKNOWN = OpenApiResponse(description="Not found, or not visible.")


class Figure(serializers.DecimalField):
    """A figure as a number, or as text where every digit counts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=None, decimal_places=None, required=False, allow_null=True, **kwargs)


class ToldObservation(serializers.Serializer[Any]):
    """What was observed of a metric in a segment or unit on a day."""

    metric = serializers.CharField(help_text="Code, uid or name.")
    segment = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, help_text="Code, uid or name; by it or by a unit."
    )
    unit = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, help_text="Of a metric without a segmentation."
    )
    day = serializers.DateField()
    key = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=120,
        help_text="Tells it from others of the same source and day.",
    )
    value = Figure(help_text="One value; or what many come to, by the figures below.")
    numerator = Figure(help_text="A sum of values, or what was counted.")
    denominator = Figure(help_text="What was counted of.")
    n = serializers.IntegerField(required=False, allow_null=True, help_text="How many values it stands for.")
    promoters = serializers.IntegerField(required=False, allow_null=True)
    detractors = serializers.IntegerField(required=False, allow_null=True)
    squares = Figure(help_text="The sum of squared values.")
    withheld = serializers.BooleanField(
        required=False, allow_null=True, help_text="Known at the source but not told; it has no figures."
    )


class ObservationsRequest(serializers.Serializer[Any]):
    """At most 10,000 observations."""

    observations = ToldObservation(many=True)


class ObservationsTold(serializers.Serializer[Any]):
    """How many observations came, and how many of them were new or changed something."""

    told = serializers.IntegerField()
    written = serializers.IntegerField()


class ObservationsWithdrawn(serializers.Serializer[Any]):
    """How many observations were there to be taken back."""

    withdrawn = serializers.IntegerField()


class KeptObservation(serializers.Serializer[Any]):
    """An observation as it is kept, in the fields by which it could be told again."""

    source = serializers.UUIDField()  # type: ignore[assignment]
    segment = serializers.UUIDField(allow_null=True)
    unit = serializers.UUIDField(allow_null=True)
    day = serializers.DateField()
    key = serializers.CharField(allow_blank=True)
    value = serializers.CharField(required=False)
    numerator = serializers.CharField(required=False)
    denominator = serializers.CharField(required=False)
    n = serializers.IntegerField(required=False)
    promoters = serializers.IntegerField(required=False)
    detractors = serializers.IntegerField(required=False)
    squares = serializers.CharField(required=False)
    withheld = serializers.BooleanField()


class KeptObservations(serializers.Serializer[Any]):
    """A page of observations by segment or unit, day, source and key; ``after`` is empty on the last one."""

    results = KeptObservation(many=True)
    after = serializers.CharField(allow_blank=True)


class SourceObservations(DataDoor):
    """Takes what a source tells, all of it or nothing."""

    @extend_schema(
        operation_id="source_observations_create",
        request=ObservationsRequest,
        responses={200: ObservationsTold, 404: UNKNOWN},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Tell observations. Told again they are corrected. A refusal lists problems with row, field and remedy."""
        source, rows = asked(request, self.viewer, uid)
        try:
            loaded = tell(source=source, said=said_by_program(rows), actor=self.viewer, now=timezone.now())
        except NotTold as refusal:
            return refused(refusal)
        return Response({"told": loaded.told, "written": loaded.written})


class SourceWithdrawals(DataDoor):
    """Takes back what a source told."""

    @extend_schema(
        operation_id="source_withdrawals_create",
        request=ObservationsRequest,
        responses={200: ObservationsWithdrawn, 404: UNKNOWN},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Take back observations by metric, segment or unit, day and key, as if they had never been told."""
        source, rows = asked(request, self.viewer, uid)
        try:
            gone = withdraw(source=source, said=said_by_program(rows), actor=self.viewer, now=timezone.now())
        except NotTold as refusal:
            return refused(refusal)
        return Response({"withdrawn": gone})


class MetricObservations(DataDoor):
    """What was observed of a metric."""

    @extend_schema(
        operation_id="metric_observations",
        parameters=[
            OpenApiParameter("first", OpenApiTypes.DATE, description="Days from this one on."),
            OpenApiParameter("last", OpenApiTypes.DATE, description="Days up to this one."),
            OpenApiParameter("source", OpenApiTypes.UUID, description="Told by this source."),
            OpenApiParameter("after", OpenApiTypes.STR, description="What the page before said."),
        ],
        responses={200: KeptObservations, 400: OpenApiResponse(description="A bound is none.")},
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """At most 1,000 observations a page, of segments and of the units that may be read."""
        metric = get_object_or_404(Metric.objects.visible_to(self.viewer), uid=uid)
        bounds = Bounds(data=request.query_params)
        bounds.is_valid(raise_exception=True)
        given = dict(bounds.validated_data)
        if uid_of := given.pop("source", None):
            given["source"] = Source.objects.visible_to(self.viewer).filter(uid=uid_of).first()
            if given["source"] is None:
                raise serializers.ValidationError({"source": "There is no such source."})
        try:
            page = observations_of(metric, self.viewer, **given)
        except NoPage as error:
            raise serializers.ValidationError({"after": "This is no place of a page."}) from error
        return Response(page_data(metric, page))


class Bounds(serializers.Serializer[Any]):
    """Which observations are asked for."""

    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)
    source = serializers.UUIDField(required=False)  # type: ignore[assignment]
    after = serializers.CharField(required=False, allow_blank=True)


def page_data(metric: Metric, page: ObservationPage) -> dict[str, Any]:
    results = [
        observation_data(metric, each, page.places[each.place_id], page.sources[each.source_id])
        for each in page.observations
    ]
    return {"results": results, "after": page.after}


def asked(request: Request, viewer: Actor, uid: UUID) -> tuple[Source, list[Any]]:
    """The source, and the observations of the request. Who may not change metrics learns nothing about them."""
    source = get_object_or_404(Source.objects.visible_to(viewer), uid=uid)
    authorize(viewer, Permission.EDIT_METRICS, [source])
    rows = request.data.get("observations") if isinstance(request.data, dict) else None
    if not isinstance(rows, list) or not rows:
        raise serializers.ValidationError({"observations": "Send a list of observations."})
    if len(rows) > MOST_AT_ONCE:
        told = f"At most {MOST_AT_ONCE:,} at once. Send them in several requests, or as a file."
        raise serializers.ValidationError({"observations": told})
    return source, rows


def refused(refusal: NotTold) -> Response:
    problems = [told_problem(problem) for problem in refusal.problems]
    return Response({"problems": problems, "more": refusal.more}, status=400)

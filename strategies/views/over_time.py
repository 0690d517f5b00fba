"""A unit's strategy over time: a page, and the same for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from accounts.models import Enterprise
from accounts.permissions import Permission
from accounts.views.requests import today_of
from foundation.values import months_after
from strategies.queries.over_time import OverTime, last_changed, over_time, readable_units
from strategies.serializers.over_time import over_time_data, over_time_page
from workbench.inputs import uuid_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from accounts.models import Unit, User


class StrategiesOverTime(Door):
    """What was in force on a day, and what changed since another."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        units, today = readable_units(self.viewer), today_of(self.request)
        found = asked(request.GET, units, today, self.viewer)
        page = over_time_page(found, units, today) if found else None
        may_state = self.viewer.access.allows(Permission.EDIT_STRATEGY)
        create_url = reverse("strategy_create") if may_state else ""
        return render(request, "strategies/over_time.html", {"page": page, "create_url": create_url})


class StrategiesOverTimeData(DataDoor):
    """What was in force on two days, and the difference."""

    @extend_schema(
        operation_id="strategies_over_time",
        parameters=[
            OpenApiParameter(
                "unit",
                OpenApiTypes.UUID,
                description="A unit; where nothing is named, the one that changed last.",
            ),
            OpenApiParameter(
                "day",
                OpenApiTypes.DATE,
                description="The earlier day; a year ago where only the other is named. Without both, the last change.",
            ),
            OpenApiParameter(
                "other", OpenApiTypes.DATE, description="The later day; today where only the other is named."
            ),
        ],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """The answer to the question the address asks; nothing for somebody who may read no unit."""
        found = asked(
            request.query_params,
            readable_units(self.viewer),
            today_of(self.request),
            self.viewer,
        )
        return Response(over_time_data(found) if found else {})


def asked(query: Mapping[str, Any], units: list[Unit], today: date, viewer: User) -> OverTime | None:
    """The answer to a query. One that names no day asks for the last change, of the unit where it names one.

    A query that names only one day compares it with today, or with the day a year ago. Nothing where the viewer
    may read no unit.
    """
    if not units:
        return None
    wanted = uuid_in(query.get("unit"))
    named = next((unit for unit in units if unit.uid == wanted), None)
    days = _days(query, today)
    unit = named or (None if days else last_changed(units, viewer, today))
    own = next((unit for unit in units if unit.pk == viewer.person.unit_id), units[0])
    return over_time(unit or own, days, viewer, Enterprise.objects.get(), today)


def _days(query: Mapping[str, Any], today: date) -> tuple[date, date] | None:
    """The two days a query names, earlier first; nothing where it names none."""
    day, other = _day(query.get("day")), _day(query.get("other"))
    if day is None and other is None:
        return None
    first, second = sorted((day or months_after(today, -12), other or today))
    return first, second


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None

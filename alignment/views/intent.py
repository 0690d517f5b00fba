"""Spend against intent: the page, its file, its data, and the line about it on a strategy's page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from alignment.forms.intent import intent_question_of
from alignment.queries.intent import Counted, IntentQuestion, spend_against_intent
from alignment.serializers.intent import intent_page
from alignment.serializers.intent_data import HEADER, intent_data, lines
from alignment.serializers.intent_words import finding, warning, warning_evidence
from alignment.views.api_parameters import UNIT
from strategies.models import Strategy
from workbench.views.answers import csv_file, page_or_results


class SpendAgainstIntent(Door):
    """Where the money of a unit goes against what its strategy intends; every filter is an address."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = intent_question_of(request.GET)
        found = spend_against_intent(self.viewer, asked, timezone.now(), self.enterprise)
        return page_or_results(request, "alignment/intent.html", {"page": intent_page(found, request.GET)})


class SpendAgainstIntentExport(Door):
    """The same as a file."""

    permission = None

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        asked = intent_question_of(request.GET)
        found = spend_against_intent(self.viewer, asked, timezone.now(), self.enterprise)
        return csv_file("spend-against-intent", HEADER, list(lines(found)))


class IntentSummary(Door):
    """One line about the money of a strategy's unit, put into the strategy's page after it has been shown."""

    permission = None

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        strategy = get_object_or_404(Strategy.objects.visible_to(self.viewer).for_list(), uid=uid)
        asked = IntentQuestion(unit=strategy.unit.uid)
        found = spend_against_intent(self.viewer, asked, timezone.now(), self.enterprise)
        chosen = found.chosen
        is_about = chosen is not None and chosen.unit == strategy.unit and chosen.strategy == strategy
        fact, tension = finding(found) if is_about else ("", "")
        context = {
            "strategy": strategy,
            "fact": fact,
            "tension": tension,
            "warning": warning(chosen) if chosen and is_about else "",
            "evidence": warning_evidence(found) if is_about else "",
        }
        return render(request, "alignment/intent_summary.html", context)


class SpendAgainstIntentData(DataDoor):
    """Shares of spend by discipline and office against intent, by fiscal year and by unit below."""

    @extend_schema(
        operation_id="spend_against_intent",
        parameters=[
            UNIT,
            OpenApiParameter("basis", str, description="A fiscal year, or `life` for the whole life."),
            OpenApiParameter("counted", str, enum=[one.value for one in Counted]),
        ],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """The answer to the question the address asks; unknown answers count as none."""
        asked = intent_question_of(request.query_params)
        return Response(
            intent_data(spend_against_intent(self.viewer, asked, timezone.now(), self.enterprise))
        )

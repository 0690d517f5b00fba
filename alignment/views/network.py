"""The benefits network, as page, file and data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from accounts.permissions import Permission
from alignment.forms.question import unit_of
from alignment.queries.network import NetworkReport, network_report
from alignment.serializers.network import network_page
from alignment.serializers.network_data import HEADER, network_data, network_lines
from alignment.views.api_parameters import UNIT
from workbench.views.answers import csv_file


class NetworkDoor(Door):
    """A page about the network of a unit the address may name."""

    permission = None

    def report(self) -> NetworkReport:
        wanted = unit_of(self.request.GET)
        return network_report(self.viewer, timezone.now(), self.enterprise, wanted)


class BenefitsNetwork(NetworkDoor):
    """From the work through what people change to benefits and objectives, and what is left open."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = network_page(self.report(), self.viewer)
        may_name = self.viewer.access.allows(Permission.EDIT_INITIATIVES)
        create_url = reverse("businesschange_create") if may_name else ""
        return render(request, "alignment/benefits_network.html", {"page": page, "create_url": create_url})


class BenefitsNetworkExport(NetworkDoor):
    """Its links as a file."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        return csv_file("benefits-network", HEADER, list(network_lines(self.report())))


class BenefitsNetworkData(DataDoor):
    """Records, links and findings of the network."""

    @extend_schema(operation_id="benefits_network", parameters=[UNIT], responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """As far as the caller may read it; it is judged as a whole."""
        wanted = unit_of(request.query_params)
        return Response(network_data(network_report(self.viewer, timezone.now(), self.enterprise, wanted)))

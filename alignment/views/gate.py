"""The first gate: what waits there, one initiative at it, and the override of what holds that back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from alignment.forms.gate import OverrideForm
from alignment.forms.question import unit_of
from alignment.models import Initiative
from alignment.operations.gate_overrides import override_gate
from alignment.queries.gate_report import gate_report, gate_standing
from alignment.queries.priority import unlinked_work
from alignment.serializers.gate import gate_page, needs_first, standing_part
from alignment.serializers.gate_data import HEADER, gate_data, lines
from alignment.views.api_parameters import UNIT
from workbench.links import url_of
from workbench.operations.records import Invalid
from workbench.views.answers import csv_file, page_or_results
from workbench.views.refusals import UNPROCESSABLE, tell


class FirstGate(Door):
    """What waits for approval, what takes its place before needs do, and who came through how."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        unit = unit_of(request.GET)
        found = gate_report(self.viewer, timezone.now(), self.enterprise, unit)
        return page_or_results(request, "alignment/gate.html", {"page": gate_page(found, self.viewer)})


class FirstGateExport(Door):
    """The same as a file."""

    permission = None

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        unit = unit_of(request.GET)
        found = gate_report(self.viewer, timezone.now(), self.enterprise, unit)
        return csv_file("first-gate", HEADER, list(lines(found, self.viewer)))


class FirstGateData(DataDoor):
    """What waits for approval with its findings, hard warnings, passages and overrides."""

    @extend_schema(
        operation_id="first_gate",
        parameters=[UNIT],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """As the caller may see it."""
        found = gate_report(self.viewer, timezone.now(), self.enterprise, unit_of(request.query_params))
        return Response(gate_data(found, self.viewer))


class NeedsFirst(Door):
    """The hard warnings, for the head of the list of initiatives; nothing where there are none."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        found = unlinked_work(self.viewer, timezone.now(), self.enterprise)
        return render(request, "alignment/needs_first.html", needs_first(found))


class InitiativeGate(Door):
    """One initiative at its gate: put into its page once that is shown, and a page of its own that overrides."""

    permission = None
    initiative: Initiative

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            rows = Initiative.objects.visible_to(self.viewer).for_list()
            self.initiative = get_object_or_404(rows, uid=kwargs["uid"])

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.show(OverrideForm())

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = OverrideForm(request.POST)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE)
        reason = form.cleaned_data["reason"]
        try:
            override_gate(initiative=self.initiative, reason=reason, actor=self.viewer, now=timezone.now())
        except Invalid as refusal:
            tell(form, refusal)
            return self.show(form, UNPROCESSABLE)
        words = {"what": self.initiative}
        messages.success(request, _("Override recorded. %(what)s may pass once.") % words)
        return HttpResponseRedirect(url_of(self.initiative))

    def show(self, form: OverrideForm, status: int = 200) -> HttpResponse:
        found = gate_standing(self.initiative, self.viewer, timezone.now(), self.enterprise)
        part = standing_part(found, self.viewer)
        if status == UNPROCESSABLE and not part["may_override"]:
            raise PermissionDenied
        template = "alignment/gate_initiative.html"
        if self.htmx:
            template = "alignment/gate_note.html"
        context = {"gate": part, "form": form, "initiative": self.initiative}
        response = render(self.request, template, context, status=status)
        patch_vary_headers(response, ["HX-Request"])
        return response

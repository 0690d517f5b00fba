"""What a source pulls from a database: kept, tried, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from metrics.forms.query import QueryForm
from metrics.models import SourceQuery
from metrics.operations.pulls import ask, keep_query
from metrics.queries.deliveries import latest_deliveries
from metrics.serializers.deliveries import deliveries_view
from workbench.links import list_url, record_url
from workbench.views.base import RecordPage
from workbench.views.refusals import UNPROCESSABLE


class SourcePull(RecordPage):
    """Keeps the query of a source, and has it asked at once."""

    role = "pull"
    edits = True

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.show(QueryForm(query=self.query()))

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = QueryForm(request.POST, query=self.query())
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE)
        now = timezone.now()
        query = keep_query(source=self.record, values=form.given(), actor=self.viewer, now=now)
        if "now" in request.POST:
            ask(query=query, actor=self.viewer, now=now)
            messages.success(request, _("The query is kept, and asked in the background."))
        else:
            messages.success(request, _("The query is kept."))
        return HttpResponseRedirect(reverse("source_pull", args=[self.record.uid]))

    def query(self) -> SourceQuery | None:
        return SourceQuery.objects.filter(source=self.record).first()

    def show(self, form: QueryForm, status: int = 200) -> HttpResponse:
        page: dict[str, Any] = {
            "list_url": list_url(self.object_type),
            "url": record_url(self.object_type, self.record),
            "pull_url": reverse("source_pull", args=[self.record.uid]),
            "has_databases": bool(settings.SOURCE_DATABASES),
            **deliveries_view(latest_deliveries(self.record)),
        }
        return self.render_to_response({"page": page, "form": form, "record": self.record}, status=status)

"""Handing in a file of observations, and what became of it and those before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from metrics.forms.delivery import DeliveryForm
from metrics.operations.deliveries import TooLong, hand_in
from metrics.queries.deliveries import last_taken, latest_deliveries
from metrics.serializers.deliveries import deliveries_view
from workbench.links import list_url, record_url
from workbench.views.base import RecordPage
from workbench.views.refusals import UNPROCESSABLE


class SourceDeliver(RecordPage):
    """Takes a file of a source; it is told in the background."""

    role = "deliver"
    edits = True

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE)
        file = form.cleaned_data["file"]
        try:
            hand_in(
                source=self.record,
                name=file.name,
                pieces=file.chunks(),
                actor=self.viewer,
                now=timezone.now(),
                **form.given(),
            )
        except TooLong:
            form.add_error("file", _("The file has more than 500 MB. Split it into several files."))
            return self.show(form, UNPROCESSABLE)
        messages.success(
            request, _("%(file)s is handed in, and told in the background.") % {"file": file.name}
        )
        return HttpResponseRedirect(reverse("source_deliver", args=[self.record.uid]))

    def form(self, *given: Any) -> DeliveryForm:
        return DeliveryForm(*given, last=last_taken(self.record))

    def show(self, form: DeliveryForm, status: int = 200) -> HttpResponse:
        page = {
            "title": _("Hand in a file"),
            "list_url": list_url(self.object_type),
            "url": record_url(self.object_type, self.record),
            "deliver_url": reverse("source_deliver", args=[self.record.uid]),
            "form": form,
            **deliveries_view(latest_deliveries(self.record)),
        }
        return self.render_to_response({"page": page, "form": form, "record": self.record}, status=status)

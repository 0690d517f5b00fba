from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from foundation import formats
from workbench.inputs import uuid_in
from workbench.operations.drafts import drop_draft, keep_draft
from workbench.views.base import TypePage


class FormDraft(TypePage):
    """Keeps what is being typed into a form; private to the person."""

    role = "form"
    edits = True

    def post(self, request: HttpRequest) -> HttpResponse:
        uid = uuid_in(request.POST.get("record"))
        if "drop" in request.POST:
            drop_draft(object_type=self.object_type, record_uid=uid, user=self.viewer)
            return JsonResponse({"kept": ""})
        kept = (*self.object_type.fields, "version")
        values = {name: request.POST[name] for name in kept if name in request.POST}
        draft = keep_draft(
            object_type=self.object_type, record_uid=uid, values=values, user=self.viewer, now=timezone.now()
        )
        return JsonResponse({"kept": formats.clock(draft.kept_at)})

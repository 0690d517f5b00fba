from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from workbench.cells import plural_of
from workbench.links import list_url, record_url
from workbench.naming import named
from workbench.operations.records import Invalid
from workbench.operations.removal import InUse, archive_many, delete, removal_of, restore_many
from workbench.reach import changed_in
from workbench.views.base import RecordPage
from workbench.views.refusals import why
from workbench.views.undo import offer_undo


class RecordArchive(RecordPage):
    """Puts a record away, or brings it back: each undoes the other."""

    role = "detail"
    edits = True

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        operation = restore_many if self.record.is_archived else archive_many
        now = timezone.now()
        try:
            operation(object_type=self.object_type, records=[self.record], actor=self.viewer, now=now)
        except Invalid as refusal:
            messages.error(request, why(refusal))
        else:
            text = _("%(what)s archived.") if self.record.is_archived else _("%(what)s is back.")
            offer_undo(request, text % {"what": self.record}, now)
        return HttpResponseRedirect(record_url(self.object_type, self.record))


class RecordDelete(RecordPage):
    """Says what deleting takes along and what refuses it, then deletes."""

    role = "delete"
    edits = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user = request.user
        if user.is_authenticated and not user.access.allows(Permission.DELETE, changed_in(self.record)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.show(removal_of(self.record))

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        operation, now = self.object_type.delete or delete, timezone.now()
        try:
            operation(object_type=self.object_type, record=self.record, actor=self.viewer, now=now)
        except InUse as refusal:
            return self.show(refusal.removal, status=409)
        text = _("%(what)s deleted. It can come back from “Recently deleted”.")
        offer_undo(request, text % {"what": self.record}, now)
        return HttpResponseRedirect(list_url(self.object_type))

    def show(self, removal: Any, status: int = 200) -> HttpResponse:
        page = {
            "title": _("Delete %(what)s") % {"what": self.record},
            "list_url": list_url(self.object_type),
            "list_title": plural_of(self.object_type),
            "cancel_url": record_url(self.object_type, self.record),
            "parts": [part.text for part in named(removal.parts, self.viewer)],
            "obstacles": named(removal.obstacles, self.viewer),
        }
        return self.render_to_response(
            {"page": page, "record": self.record, "object_type": self.object_type}, status=status
        )

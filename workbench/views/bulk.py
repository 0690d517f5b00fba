from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from workbench.bulk import bulk_names, bulk_options
from workbench.forms import form_of
from workbench.links import list_url
from workbench.listing import counted
from workbench.operations.records import Change, save_many
from workbench.operations.removal import archive_many, restore_many
from workbench.views.base import TypePage
from workbench.views.refusals import REFUSALS, each_refused, warn, why
from workbench.views.undo import offer_undo


class RecordBulk(TypePage):
    """One action for the records picked in a list: archive, bring back, or set one field."""

    role = "list"
    edits = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """The values of one field, for a menu that has just been opened."""
        try:
            options = bulk_options(self.object_type, self.viewer, request.GET.get("field", ""))
        except LookupError:
            return HttpResponseBadRequest()
        return render(request, "workbench/list_bulk_options.html", {"options": options})

    def post(self, request: HttpRequest) -> HttpResponse:
        records, now = list(self.picked()), timezone.now()
        back = HttpResponseRedirect(f"{list_url(self.object_type)}?{request.POST.get('query', '')}")
        if not records:
            messages.error(request, _("Nothing was selected. Tick the rows to change first."))
            return back
        try:
            done = self.act(request.POST.get("action", ""), records, now)
        except REFUSALS as refusal:
            messages.error(request, each_refused(self.object_type, records, refusal) or why(refusal))
        except LookupError:
            return HttpResponseBadRequest()
        else:
            text = _("%(what)s changed.") % {"what": counted(self.object_type, done)}
            offer_undo(request, text, now if done else None)
        return back

    def act(self, action: str, records: list[Any], now: datetime) -> int:
        """Carry the action out; returns how many records changed. Raises ``LookupError`` on another word."""
        arguments: dict[str, Any] = {"object_type": self.object_type, "actor": self.viewer, "now": now}
        if action == "archive":
            return len(archive_many(records=records, **arguments))
        if action == "restore":
            return len(restore_many(records=records, **arguments))
        if action not in bulk_names(self.object_type):
            raise LookupError(action)
        value = (
            form_of(self.object_type)(viewer=self.viewer).fields[action].clean(self.request.POST.get("value"))
        )
        saved = save_many(changes=[Change({action: value}, record) for record in records], **arguments)
        warn(self.request, self.object_type, saved)
        return sum(1 for result in saved if result.differences)

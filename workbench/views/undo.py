from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.doors import Door
from foundation import formats
from workbench.inputs import instant_in, path_in
from workbench.listing import counted
from workbench.operations.restoring import CannotReturn
from workbench.operations.undoing import Undone, undo
from workbench.types import type_of
from workbench.views.refusals import REFUSALS, why


def offer_undo(request: HttpRequest, text: str, at: datetime | None) -> None:
    """Good news in a toast that offers to take back what the person did at that instant, if anything."""
    messages.success(request, text, extra_tags=at.isoformat() if at else "")


class Undo(Door):
    """Takes back what the person has just done, as a toast offers it, and returns to where they were."""

    permission = None

    def post(self, request: HttpRequest) -> HttpResponse:
        at, now = instant_in(request.POST.get("at")), timezone.now()
        try:
            undone = undo(at=at, actor=self.viewer, now=now) if at else Undone((), 0)
        except (LookupError, CannotReturn):
            undone = Undone((), 0)
        except REFUSALS as refusal:
            messages.error(request, why(refusal))
            return self.back()
        self.tell(undone, now)
        return self.back()

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(path_in(self.request.POST.get("next")) or "/")

    def tell(self, undone: Undone, now: datetime) -> None:
        """What was put back, and how much stays as somebody has made it since."""
        if not undone.records:
            text = _("This can no longer be undone: it has been changed since, or lies too far back.")
            messages.error(self.request, text)
            return
        first, *more = undone.records
        object_type = type_of(type(first))
        what = counted(object_type, len(undone.records)) if object_type and more else first
        offer_undo(self.request, _("Undone: %(what)s.") % {"what": what}, now)
        if undone.left:
            text = ngettext(
                "%(count)s record has been changed since and stays as it is.",
                "%(count)s records have been changed since and stay as they are.",
                undone.left,
            )
            messages.warning(self.request, text % {"count": formats.number(undone.left)})

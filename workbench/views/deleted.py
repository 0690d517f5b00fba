from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doors import Door
from accounts.permissions import Permission
from workbench.deletions import deletions
from workbench.inputs import uuid_in
from workbench.links import url_of
from workbench.operations.restoring import CannotReturn, undelete


class Deleted(Door):
    """What was deleted of late, each with the one action that brings it back."""

    permission = Permission.DELETE

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "workbench/deleted.html", {"deletions": deletions(self.viewer)})

    def post(self, request: HttpRequest) -> HttpResponse:
        uid = uuid_in(request.POST.get("deletion"))
        found = next((one for one in deletions(self.viewer) if one.uid == uid), None)
        if found is None:
            raise Http404
        try:
            records = undelete(events=found.events, actor=self.viewer, now=timezone.now())
        except CannotReturn as refusal:
            text = _("%(what)s cannot come back: %(why)s")
            messages.error(request, text % {"what": found.label, "why": refusal})
            return HttpResponseRedirect(reverse("deleted"))
        messages.success(request, _("%(what)s is back.") % {"what": found.label})
        return HttpResponseRedirect(url_of(records[0]))

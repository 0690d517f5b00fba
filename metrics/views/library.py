"""The library of metrics: what to choose from, choosing, and taking it back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.doors import Door
from accounts.permissions import Permission
from accounts.views.requests import today_of
from foundation import formats
from metrics.operations.library import add_from_library, take_back_from_library
from metrics.queries.library import library, offered, own_discipline
from metrics.serializers.library import library_view
from workbench.inputs import instant_in, path_in
from workbench.views.refusals import REFUSALS, why


class MetricLibrary(Door):
    """Metrics to choose from, by discipline: tick several and put them into the catalogue."""

    permission = Permission.EDIT_METRICS

    def get(self, request: HttpRequest) -> HttpResponse:
        own = own_discipline(self.viewer, today_of(request))
        page = library_view(offered(library()), own, self.enterprise.currency)
        return render(request, "metrics/library.html", {"page": page})

    def post(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        keys = request.POST.getlist("key")
        try:
            added = add_from_library(keys=keys, enterprise=self.enterprise, actor=self.viewer, now=now)
        except REFUSALS as refusal:
            messages.error(request, why(refusal))
        else:
            text = ngettext("%(n)s metric added.", "%(n)s metrics added.", len(added))
            back = f"{reverse('metric_library_undo')}?{urlencode({'at': now.isoformat()})}"
            if added:
                messages.success(request, text % {"n": formats.number(len(added))}, extra_tags=back)
            else:
                messages.warning(request, _("Nothing was added: tick what you want to have."))
        return HttpResponseRedirect(reverse("metric_library"))


class MetricLibraryUndo(Door):
    """Takes back what was just added, as the toast offers it."""

    permission = Permission.EDIT_METRICS

    def post(self, request: HttpRequest) -> HttpResponse:
        at = instant_in(request.GET.get("at"))
        gone = take_back_from_library(at=at, actor=self.viewer, now=timezone.now()) if at else []
        if gone:
            text = ngettext("%(n)s metric taken back.", "%(n)s metrics taken back.", len(gone))
            messages.success(request, text % {"n": formats.number(len(gone))})
        else:
            messages.error(request, _("This can no longer be undone: it has been changed since."))
        return HttpResponseRedirect(path_in(request.POST.get("next")) or reverse("metric_library"))

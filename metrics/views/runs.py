"""The log of runs, and asking for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doors import Door
from accounts.permissions import Permission
from metrics.operations.nights import ask
from metrics.queries.freshness import freshness
from metrics.queries.runs import logged_runs, percent_done
from metrics.serializers.runs import runs_view
from workbench.inputs import uuid_in

if TYPE_CHECKING:
    from django.http import HttpRequest


class RunLog(Door):
    """Every run of the recompute: what it was made for, how it ended, and which one every page shows."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        found = freshness(now=timezone.now(), enterprise=self.enterprise)
        runs, has_older = logged_runs(uuid_in(request.GET.get("before")))
        page = runs_view(found, runs, percent_done(found.at_work) if found.at_work else None)
        page["older"] = runs[-1].uid if has_older else None
        page["may_ask"] = self.viewer.access.allows(Permission.EDIT_METRICS, ())
        return render(request, "metrics/runs.html", {"page": page})


class RunNow(Door):
    """Has the metrics computed at once. Asked again while a run is at work, it asks for no second one."""

    permission = Permission.EDIT_METRICS

    def post(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        run = ask(actor=self.viewer, now=now, is_full="full" in request.POST)
        if run.created_at == now:
            messages.success(request, _("The run is planned: a worker takes it up in a moment."))
        elif run.asked_by:
            said = _("A run that %(who)s asked for is at work. Ask again when it has ended.")
            messages.warning(request, said % {"who": run.asked_by})
        else:
            messages.warning(request, _("A run is at work already. Ask again when it has ended."))
        return HttpResponseRedirect(reverse("metric_runs"))

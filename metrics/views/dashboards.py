"""Dashboards of metrics: looking at one, making one, and arranging what is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doors import Door
from accounts.permissions import Permission
from activity.views.etags import known_to
from activity.views.page_cache import OWN_TOKEN, kept
from metrics.engine.arranging import moved
from metrics.forms.dashboard import DashboardForm, TileForm
from metrics.models import Run
from metrics.operations.dashboards import (
    Rearranged,
    arrange,
    make_dashboard,
    may_arrange,
    remove_dashboard,
)
from metrics.queries.charts import Wanted
from metrics.queries.dashboards import (
    board_of,
    dashboards_of,
    featured,
    segment_asked,
    segments_told,
    wanted_on,
)
from metrics.serializers.dashboards import board_view, controls
from metrics.views.freshness import fresh
from workbench.inputs import uuid_in
from workbench.views.refusals import UNPROCESSABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from activity.views.page_cache import Written
    from metrics.models import Dashboard


WRITTEN, PARTS = "metrics/dashboard_written.html", ("finding", "charts")
"""What is written of a dashboard apart from the page around it."""


class MetricDashboards(Door):
    """The dashboard somebody asks for, else their own, else that of their role, else what needs a look."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        found = dashboards_of(self.viewer)
        shown = _chosen(found, uuid_in(request.GET.get("show")), featured="featured" in request.GET)
        inside = segment_asked(uuid_in(request.GET.get("place")))
        by_year = request.GET.get("against") == "year"
        page = controls(found, shown, segments_told(), inside, by_year=by_year)
        page["may_arrange"] = bool(shown and may_arrange(shown, self.viewer))
        page["form"] = TileForm() if page["may_arrange"] and "arrange" in request.GET else None
        run = Run.objects.without_plan().last_good()
        known = self.known(request, shown, run) if page["form"] is None else ()

        def written() -> Written:
            told = {
                "csrf_token": OWN_TOKEN,
                "page": page | board_view(board_of(shown, self.viewer, run, inside), by_year=by_year),
            }
            return {name: render_to_string(f"{WRITTEN}#{name}", told) for name in PARTS}

        content = {"page": page, "freshness": fresh(self), "written": kept(request, known, written)}
        return render(request, "metrics/dashboards.html", content)

    def known(self, request: HttpRequest, shown: Dashboard | None, run: Run | None) -> tuple[object, ...]:
        """All that the charts follow from: whose dashboard it is, and what has been published."""
        own = shown and (shown.uid, shown.version, may_arrange(shown, self.viewer))
        return known_to(request, self.viewer, self.enterprise, timezone.now(), own, run and run.pk)


class MetricDashboardNew(Door):
    """A dashboard for oneself, or for a role; it begins with the charts of the one it was made beside."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(DashboardForm(may_share=self.may_share()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DashboardForm(request.POST, may_share=self.may_share())
        if form.is_valid():
            beside = _chosen(dashboards_of(self.viewer), uuid_in(request.POST.get("beside")), featured=True)
            tiles = wanted_on(beside) if beside else featured(Run.objects.without_plan().last_good())
            try:
                made = make_dashboard(**form.cleaned_data, tiles=tiles, actor=self.viewer)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                return _back(made)
        return self.show(form, UNPROCESSABLE)

    def may_share(self) -> bool:
        """Whether it may be that of a role."""
        return self.viewer.access.allows(Permission.EDIT_METRICS)

    def show(self, form: DashboardForm, status: int = 200) -> HttpResponse:
        beside = self.request.POST.get("beside") or self.request.GET.get("beside", "")
        context = {"form": form, "beside": beside, "back": reverse("metric_dashboards")}
        return render(self.request, "metrics/dashboard_new.html", context, status=status)


class OwnDashboard(Door):
    """A change of one of the dashboards that the viewer may arrange; another is not there."""

    permission = None
    dashboard: Dashboard

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            mine = [each for each in dashboards_of(self.viewer) if may_arrange(each, self.viewer)]
            self.dashboard = cast("Dashboard", _chosen(mine, kwargs["uid"]))


class MetricDashboardArrange(OwnDashboard):
    """Adds a chart, takes one away, or moves one, as its buttons say."""

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        try:
            arrange(
                dashboard=self.dashboard,
                tiles=self.wanted(),
                version=int(request.POST.get("version", "")),
                actor=self.viewer,
            )
        except Rearranged:
            messages.error(request, _("This has been arranged anew in the meantime. Look again."))
        except (ValueError, LookupError):
            messages.error(request, _("Nothing was changed: that chart is not there any more."))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return _back(self.dashboard)

    def wanted(self) -> list[Wanted]:
        """What is to be on it, as the button pressed says: ``add``, or a way and a place such as ``left:3``."""
        now, (way, _colon, index) = (
            wanted_on(self.dashboard),
            self.request.POST.get("move", "").partition(":"),
        )
        if way != "add":
            return moved(now, way, int(index))
        form = TileForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError(_("Nothing was added: choose a metric and, if you like, a segment."))
        return [*now, Wanted(**form.cleaned_data)]


class MetricDashboardRemove(OwnDashboard):
    """Takes a dashboard away; its metrics stay."""

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        remove_dashboard(dashboard=self.dashboard, actor=self.viewer)
        messages.success(request, _("Dashboard deleted: %(name)s") % {"name": self.dashboard})
        return HttpResponseRedirect(reverse("metric_dashboards"))


def _chosen(found: Sequence[Dashboard], uid: UUID | None, *, featured: bool = False) -> Dashboard | None:
    """The one with a uid, which is there; else the first, if any and unless what needs a look is asked for."""
    if uid is not None:
        chosen = next((each for each in found if each.uid == uid), None)
        if chosen is None:
            raise Http404
        return chosen
    return None if featured or not found else found[0]


def _back(dashboard: Dashboard) -> HttpResponse:
    query = urlencode({"show": dashboard.uid, "arrange": 1})
    return HttpResponseRedirect(f"{reverse('metric_dashboards')}?{query}")

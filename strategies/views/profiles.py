"""The three disciplines side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from accounts.doors import Door
from accounts.views.requests import today_of
from strategies.queries.disciplines import disciplines
from strategies.serializers.profiles import profile_finding, profiles_page
from workbench.views.detail import RecordDetail

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class Disciplines(Door):
    """What each discipline promises and asks for, which units follow it, and whom IT faces."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        found = disciplines(self.viewer, today_of(self.request))
        return render(
            request,
            "strategies/disciplines.html",
            {"page": profiles_page(found.profiles, found.units, self.viewer)},
        )


class ProfileDetail(RecordDetail):
    """A profile's page opens with how many units lead with it, and whom their IT faces."""

    def page(self) -> dict[str, Any]:
        page = super().page()
        units = next(panel["data"]["units"] for panel in page["asides"] if "units" in panel["data"])
        page["finding_lead"], page["finding_rest"] = profile_finding(len(units), self.record)
        return page

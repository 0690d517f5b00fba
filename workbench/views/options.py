from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from workbench.filters import matching
from workbench.views.base import TypePage

AT_MOST = 20


class RecordOptions(TypePage):
    """Records that match what is being typed into a box that stands for a long menu."""

    role = "options"

    def get(self, request: HttpRequest) -> HttpResponse:
        words = str(next(iter(request.GET.values()), ""))[:200]
        rows = self.object_type.model.objects.visible_to(self.viewer).for_list().active()
        found = rows.filter(matching(self.object_type, words))[:AT_MOST]
        return self.render_to_response({"records": found})

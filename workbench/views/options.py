from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from workbench.cells import column_of
from workbench.filters import matching
from workbench.forms import pickable
from workbench.types import all_types
from workbench.views.base import TypePage

AT_MOST = 20
FOR_WHAT = ("for", "as")
"""How a form says which of its fields is being filled in: the key of its type, and the field."""


class RecordOptions(TypePage):
    """Records that match what is being typed into a box that stands for a long menu."""

    role = "options"

    def get(self, request: HttpRequest) -> HttpResponse:
        words = str(next((text for name, text in request.GET.items() if name not in FOR_WHAT), ""))[:200]
        found = self.rows().filter(matching(self.object_type, words, self.viewer))[:AT_MOST]
        return self.render_to_response({"records": found})

    def rows(self) -> QuerySet[Any]:
        """What may be chosen in the form that asks; everything visible where no form is named."""
        asking, name = (self.request.GET.get(key, "") for key in FOR_WHAT)
        form = next((kind for kind in all_types() if kind.key == asking), None)
        column = column_of(form.model, name) if form else None
        if form and column is not None and column.related_model is self.object_type.model:
            return pickable(form, name, self.viewer)
        rows: QuerySet[Any] = self.object_type.model.objects.visible_to(self.viewer).for_list().active()
        return rows

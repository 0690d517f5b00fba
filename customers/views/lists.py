from __future__ import annotations

from workbench.views.list import RecordList


class OwnList(RecordList):
    """A list with a page of its own around it; what a changed filter changes is the generic part."""

    def get_template_names(self) -> list[str]:
        if self.request.htmx:  # type: ignore[attr-defined]
            return ["workbench/list.html#results"]
        return super().get_template_names()

from __future__ import annotations

from workbench.views.answers import wants_results
from workbench.views.list import RecordList


class OwnList(RecordList):
    """A list with a page of its own around it; what a changed filter changes is the generic part."""

    def get_template_names(self) -> list[str]:
        return ["workbench/list.html"] if wants_results(self.request) else super().get_template_names()

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from customers.models import Need
from customers.queries.needs import standing
from customers.serializers import cells, words
from customers.serializers.plot import plot
from customers.views.lists import OwnList
from foundation import formats
from workbench.cells import Cell
from workbench.filters import NONE
from workbench.listing import Head, Listing
from workbench.types import columns_of

BEFORE = "owner"
"""Columns of upper apps stand before this one."""


class NeedList(OwnList):
    """The list of needs with their opportunities, what upper apps know of them, and the picture of all."""

    def page(self, shown: Listing) -> dict[str, Any]:
        found = standing(self.viewer)
        needs: list[Need] = list(shown.page.object_list)
        shown = dataclasses.replace(shown, filters=tuple(map(worded, shown.filters)))
        page = super().page(shown)
        page["listing"] = self.widened(shown, needs)
        page["plot"] = plot(found)
        page["empty"] = {
            "title": _("What do customers want to get done?"),
            "text": _(
                "Write down one need in the customer’s own words, name the segment that has it, and note what "
                "customers answered when you asked how important it is and how well it is served."
            ),
        }
        if found.total:
            page["finding_lead"] = words.extremes(found)
            page["finding_rest"] = f"{words.unanswered(found.unanswered)} {page['finding_rest']}".strip()
        return page

    def widened(self, shown: Listing, needs: Sequence[Need]) -> Listing:
        """The listing with scores as people read them, and the columns upper apps contribute."""
        names = [head.key for head in shown.columns]
        at = names.index(BEFORE) if BEFORE in names else len(names)
        now = timezone.now()
        more = columns_of(Need)
        added = [column.cells(records=needs, viewer=self.viewer, now=now) for column in more]
        rows = []
        for place, (row, need) in enumerate(zip(shown.rows, needs, strict=True)):
            own = [told(need, name) or cell for name, cell in zip(names, row.cells, strict=True)]
            own[at:at] = [column[place] for column in added]
            rows.append(dataclasses.replace(row, cells=tuple(own)))
        heads = [headed(head, chosen=shown.sort) for head in shown.columns]
        heads[at:at] = [Head(column.key, str(column.label), column.numeric) for column in more]
        return dataclasses.replace(shown, columns=tuple(heads), rows=tuple(rows))


def told(need: Need, name: str) -> Cell | None:
    """A figure as this page shows it; nothing for a column shown as everywhere."""
    if name in ("importance_score", "satisfaction_score", "opportunity"):
        return cells.score(getattr(need, name), need.respondents)
    if name == "respondents":
        return cells.asked(need.respondents)
    if name in ("asked_date", "evidence_date"):
        return Cell(formats.month(getattr(need, name)))
    return cells.banded(need.band) if name == "band" else None


def headed(head: Head, *, chosen: str) -> Head:
    """A head in the words of this page; where nobody has ``chosen`` an order, the largest opportunity leads."""
    label = {"band": _("Band"), "respondents": _("Answers")}.get(head.key, head.label)
    sort = "descending" if head.key == "opportunity" and not chosen else head.sort
    return dataclasses.replace(head, label=label, sort=sort)


def worded(choice: dict[str, Any]) -> dict[str, Any]:
    """The filter by band says what it means that a need has none."""
    if choice["name"] != "band":
        return choice
    options = [
        option | {"label": _("Not asked")} if option["value"] == NONE else option
        for option in choice["options"]
    ]
    return choice | {"options": options}

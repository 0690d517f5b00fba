from __future__ import annotations

import dataclasses
from typing import Any

from django.utils.translation import gettext as _

from accounts.views.requests import today_of
from alignment.models import Benefit
from alignment.queries.contracts import Contract, contracts_of
from alignment.serializers import contracts_words as words
from workbench.cells import Cell
from workbench.listing import Head, Listing
from workbench.views.list import RecordList


class BenefitList(RecordList):
    """The list of benefits, with what came of each against what was promised."""

    def page(self, shown: Listing) -> dict[str, Any]:
        enterprise = self.enterprise
        page = super().page(shown)
        keys = [row.pk for row in shown.page.object_list]
        # The list reads no more of a metric than its name.
        whole = Benefit.objects.visible_to(self.viewer).select_related("metric").in_bulk(keys)
        benefits = [whole[key] for key in keys]
        contracts = contracts_of(benefits, today_of(self.request), enterprise)
        page["listing"] = widened(shown, contracts)
        return page


def widened(shown: Listing, contracts: list[Contract]) -> Listing:
    """The listing with two columns more at its end: what came, and how that stands."""
    heads = (Head("realized", _("Realized"), numeric=True), Head("standing", _("Standing")))
    rows = [
        dataclasses.replace(row, cells=(*row.cells, *_cells(contract)))
        for row, contract in zip(shown.rows, contracts, strict=True)
    ]
    return dataclasses.replace(shown, columns=(*shown.columns, *heads), rows=tuple(rows))


def _cells(contract: Contract) -> tuple[Cell, Cell]:
    state = contract.state
    share = state.realized if state.kept is None else state.kept
    came = words.share(share)
    if share is not None and state.promised is not None:
        came = _("%(came)s, plan %(promised)s") % {"came": came, "promised": words.share(state.promised)}
    health = words.HEALTH[state.standing]
    return Cell(came, numeric=True), Cell(words.standing(contract), kind="health", value=health)

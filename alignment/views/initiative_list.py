from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from accounts.queries import day_at
from alignment.choices import Action
from alignment.models import Initiative
from alignment.queries.initiative_list import Work, tally, work_of
from alignment.queries.scores import figures_of
from foundation import formats
from workbench.cells import Cell
from workbench.listing import Head, Listing
from workbench.views.list import RecordList


class InitiativeList(RecordList):
    """The list of initiatives, with the needs each serves and its money: what one asks of a portfolio first."""

    def page(self, shown: Listing) -> dict[str, Any]:
        enterprise, now = self.enterprise, timezone.now()
        page = super().page(shown) | {"head_url": reverse("needs_first")}
        today = day_at(now, enterprise)
        known = tally(self.viewer, enterprise, today)
        initiatives: list[Initiative] = list(shown.page.object_list)
        work = work_of(initiatives, enterprise, known.year, today)
        money = Money(known.year, enterprise.currency, formats.scale_for(work.amounts.values()))
        scores = figures_of(initiative.pk for initiative in initiatives)
        page["listing"] = widened(shown, initiatives, work, money, partial(self._need, today), scores)
        if shown.total:
            tensions = off_track(known.off_track), without_need(known.without_need), page["finding_rest"]
            page["finding_rest"] = " ".join(filter(None, tensions))
        return page

    def _need(self, today: date, initiative: Initiative, needs: Sequence[str]) -> Cell:
        """The need served most; a gap stands out and leads whoever may close it there, an exemption does not."""
        if needs:
            more = f" +{len(needs) - 1}" if len(needs) > 1 else ""
            return Cell(f"{needs[0]}{more}")
        if initiative.is_exempt_on(today):
            return Cell(_("Exempt"))
        if not self.viewer.access.allows(Permission.EDIT_INITIATIVES, [initiative.unit.path]):
            return Cell(_("None"), kind="health", value="gap")
        url = reverse("mend", args=[Action.LINK_NEED, "initiative", initiative.uid])
        return Cell(_("None, link need"), kind="health", value="gap", url=url)


@dataclass(frozen=True, slots=True)
class Money:
    """How amounts are shown: of which year, in which currency, at which scale."""

    year: int | None
    currency: str
    scale: formats.Scale

    @property
    def head(self) -> str:
        basis = str(self.year) if self.year else _("Whole life")
        return f"{basis}, {formats.amount_head(self.currency, self.scale)}"


def widened(
    shown: Listing,
    initiatives: list[Initiative],
    work: Work,
    money: Money,
    need_of: Callable[[Initiative, Sequence[str]], Cell],
    scores: Mapping[int, Decimal | None],
) -> Listing:
    """The listing with three columns more, before the last one where there are others beside the name."""
    at = max(1, len(shown.columns) - 1)
    heads = (
        Head("needs", _("Need")),
        Head("amount", money.head, numeric=True),
        Head("score", _("Score"), numeric=True),
    )
    rows = []
    for row, initiative in zip(shown.rows, initiatives, strict=True):
        need = need_of(initiative, work.needs.get(initiative.pk, ()))
        amount = Cell(formats.amount(work.amounts.get(initiative.pk), money.scale), numeric=True)
        score = Cell(formats.number(scores.get(initiative.pk), 0), numeric=True)
        added = (need, amount, score)
        rows.append(dataclasses.replace(row, cells=(*row.cells[:at], *added, *row.cells[at:])))
    columns = (*shown.columns[:at], *heads, *shown.columns[at:])
    return dataclasses.replace(shown, columns=columns, rows=tuple(rows))


def off_track(count: int) -> str:
    """What needs attention first; nothing where nothing does."""
    text = ngettext("%(count)s is off track.", "%(count)s are off track.", count)
    return text % {"count": formats.number(count)} if count else ""


def without_need(count: int) -> str:
    """The tension of a portfolio: work that serves nobody."""
    if not count:
        return _("Each serves a customer need.")
    text = ngettext("%(count)s serves no customer need.", "%(count)s serve no customer need.", count)
    return text % {"count": formats.number(count)}

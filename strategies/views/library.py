"""The library of IT needs as a page to read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import formats
from strategies.serializers.library import grouped
from workbench.listing import Listing
from workbench.views.list import RecordList


class ITNeedList(RecordList):
    """IT needs under their discipline, each told in full; filters, order and bulk actions as in any list."""

    def page(self, shown: Listing) -> dict[str, Any]:
        page = super().page(shown)
        # Who has chosen columns wants a table.
        page["groups"] = () if shown.has_own_columns else grouped(list(shown.page.object_list))
        if shown.total:
            page["finding_lead"] = ngettext(
                "The library holds %(count)s IT need.", "The library holds %(count)s IT needs.", shown.total
            ) % {"count": formats.number(shown.total)}
            page["finding_rest"] = page["finding_rest"] or _(
                "Each says why a discipline needs it, how to measure it, and how it goes wrong."
            )
        return page

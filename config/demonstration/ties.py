"""Links between what has been built."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.demonstration.rows import Tie
    from config.demonstration.site import Rows, Site
    from foundation.models import Record


def links(
    site: Site,
    near: tuple[type[Record], str],
    far: tuple[type[Record], str],
    ties: list[tuple[str, tuple[Tie, ...]]],
) -> Rows:
    """Links from the records named to what they are tied to; evidence dates are spread over the month."""
    for key, tied in ties:
        for tie in tied:
            age = site.ago(tie.age, days=len(tie.evidence) % 25)
            values = {
                near[1]: site.get(near[0], key),
                far[1]: site.get(far[0], tie.to),
                "strength": tie.strength,
                "evidence": tie.evidence,
                "evidence_date": age if tie.evidence else None,
            }
            if tie.share is not None:
                values["share"] = Decimal(tie.share)
            yield f"{key}:{tie.to}", values

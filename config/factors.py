"""What other apps contribute to the alignment index (alignment.queries.factors.Factor)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alignment.queries.factors import Factor

FACTORS: tuple[Factor, ...] = ()

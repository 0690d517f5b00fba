"""What the apps above tell of metrics: what happened beside them (metrics.queries.annotations.Annotator)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignment.sources import go_lives

if TYPE_CHECKING:
    from metrics.queries.annotations import Annotator

ANNOTATORS: tuple[Annotator, ...] = (go_lives,)

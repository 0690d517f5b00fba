"""The rows of an edition: what differs from what was published before, about initiatives and about units."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from alignment.choices import ScoreChange
from alignment.engine.telling import causes_of, turned
from alignment.models import Edition, ScopeIndex, Score
from alignment.models.edition import EditionRow
from alignment.queries.index_outcome import Told

BATCH = 500


@dataclass(frozen=True, slots=True)
class Differences:
    """Rows to publish in place of those that stood before."""

    model: type[EditionRow]
    made: list[Any]
    replaced: list[int]

    @property
    def differ(self) -> int:
        return len(self.made)

    def write(self, edition: Edition) -> None:
        """Publish them with ``edition``."""
        for start in range(0, len(self.replaced), BATCH):
            former = self.model.objects.filter(pk__in=self.replaced[start : start + BATCH])
            former.update(is_current=False)
        for row in self.made:
            row.edition = edition
        self.model.objects.bulk_create(self.made, batch_size=BATCH)


def keep_scores(told: Mapping[int, Told], same: Collection[int], *, reweighed: bool) -> Differences:
    """The scores that differ, with the reason; what would raise the others is brought up to date in place.

    Those of ``same`` initiatives stand as they are.
    """
    there = Score.objects.current().values_list("initiative_id", flat=True)
    concerned = [key for key in there if key not in same]
    before = {row.initiative_id: row for row in Score.objects.current().filter(initiative__in=concerned)}
    made, replaced, advised = [], [], []
    for key, now in told.items():
        was = before.get(key)
        if was is None or (was.figure, was.detail) != (now.figure, now.detail):
            causes = _causes(was, now, reweighed=reweighed)
            made.append(
                Score(
                    initiative_id=key,
                    figure=now.figure,
                    detail=now.detail,
                    gains=now.gains,
                    causes=causes,
                    digest=now.digest,
                )
            )
            replaced += [was.pk] if was else []
        elif (was.gains, was.digest) != (now.gains, now.digest):
            was.gains, was.digest = now.gains, now.digest
            advised.append(was)
    for key in before.keys() - told.keys():
        was = before[key]
        if was.figure is not None or was.detail:
            made.append(Score(initiative_id=key, causes=turned(ScoreChange.LEFT)))
            replaced.append(was.pk)
    Score.objects.bulk_update(advised, ["gains", "digest"], batch_size=BATCH)
    return Differences(Score, made, replaced)


def _causes(was: Score | None, now: Told, *, reweighed: bool) -> list[dict[str, Any]]:
    if was is None or not was.detail:
        return turned(ScoreChange.FIRST)
    return turned(ScoreChange.WEIGHTS) if reweighed else causes_of(was.detail, now.detail)


def keep_scopes(told: Mapping[int, Told]) -> Differences:
    """The indices that differ; of a unit without work there is none any more."""
    before = {row.unit_id: row for row in ScopeIndex.objects.current()}
    made, replaced = [], []
    for key, now in told.items():
        was = before.get(key)
        if was is None or (was.figure, was.detail) != (now.figure, now.detail):
            made.append(ScopeIndex(unit_id=key, figure=now.figure, detail=now.detail))
            replaced += [was.pk] if was else []
    for key in before.keys() - told.keys():
        if before[key].detail:
            made.append(ScopeIndex(unit_id=key))
            replaced.append(before[key].pk)
    return Differences(ScopeIndex, made, replaced)

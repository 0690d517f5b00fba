"""Who answered what in a named round. An anonymous round has nobody to name: nothing is asked for here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from assessments.choices import Moment, Side
from assessments.engine.outcome import WHOLE, Part, groups_of, parts_of
from assessments.engine.scoring import Score, missing, own_mean, own_whole, score
from assessments.models import Response
from assessments.queries.results import Results


@dataclass(frozen=True, slots=True)
class Named:
    """One person with what they answered, as far as the results may be read: key of a statement → answer."""

    uid: UUID
    name: str
    side: Side
    answers: Mapping[Moment, Mapping[str, int]]

    def score(self, results: Results, part: Part, moment: Moment) -> Score | None:
        """What this person alone came to for a part; ``None`` where they said nothing about it."""
        items, sheet = parts_of(results.items)[part], self.answers.get(moment, {})
        if part == WHOLE:
            groups = [[item for item in items if item.group == group] for group in groups_of(items)]
            mean = own_whole(groups, sheet, results.scale)
        else:
            mean = own_mean(items, sheet, results.scale)
        return score([] if mean is None else [mean], results.scale, missing(items, [sheet]))


def named(results: Results) -> list[Named]:
    """The people of a named round whose answers are shown, business first, by name. One query, none where anonymous.

    What the results leave out because a side or a statement has too few answers has no name here either.
    """
    if results.round.is_anonymous or not results.is_shown:
        return []
    given = Response.objects.filter(round=results.round, invitation__isnull=False)
    given = given.select_related("invitation__person")
    found = []
    for response in given.order_by("invitation__person__name", "invitation__number"):
        side, invitation = Side(response.side), response.invitation
        answers = _answers(results, side, str(response.pk))
        if invitation and answers:
            found.append(Named(invitation.person.uid, str(invitation.person), side, answers))
    return sorted(found, key=lambda one: list(Side).index(one.side))


def _answers(results: Results, side: Side, response: str) -> dict[Moment, Mapping[str, int]]:
    """What may be read of one response, by moment."""
    found = {moment: results.sheets[moment].get(side, {}).get(response, {}) for moment in results.moments}
    return {moment: sheet for moment, sheet in found.items() if sheet}

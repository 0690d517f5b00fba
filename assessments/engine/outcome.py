"""What one side said at one moment, part by part: the whole, each group, each subject, and each subject in a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.engine.agreement import kendall_w
from assessments.engine.maturity import level
from assessments.engine.reliability import cronbach_alpha
from assessments.engine.scoring import Item, Scale, Score, Sheet, missing, own_mean, own_whole, score

Part = tuple[str, str]
"""Group and subject; an empty word stands for all of them."""

WHOLE: Part = ("", "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one side said: a score for each part and each statement.

    ``reliability`` is Cronbach's alpha of each group or subject, ``None`` where it cannot be said. ``concordance`` is
    Kendall's W: how far people put the subjects (of an instrument without subjects the groups) in the same order.
    """

    scores: Mapping[Part, Score]
    statements: Mapping[str, Score]
    own_means: Mapping[Part, Sequence[Fraction]]
    """Each person's mean, for the gap between two sides."""
    reliability: Mapping[Part, float | None]
    concordance: float | None

    @property
    def level(self) -> int | None:
        """The level of maturity of the whole; ``None`` where nobody said anything."""
        whole = self.own_means.get(WHOLE)
        return level(sum(whole, Fraction(0)) / len(whole)) if whole else None


def groups_of(items: Sequence[Item]) -> list[str]:
    """The groups in the order of the statements."""
    return list(dict.fromkeys(item.group for item in items))


def subjects_of(items: Sequence[Item]) -> list[str]:
    """The subjects in the order of the statements; none where statements speak for none."""
    return list(dict.fromkeys(item.subject for item in items if item.subject))


def parts_of(items: Sequence[Item]) -> dict[Part, list[Item]]:
    """Every part with its statements, from the whole down."""
    parts: dict[Part, list[Item]] = {WHOLE: []}
    keys = [*((group, "") for group in groups_of(items)), *(("", name) for name in subjects_of(items))]
    keys += [(group, name) for group in groups_of(items) for name in subjects_of(items)]
    for group, subject in [WHOLE, *keys]:
        chosen = [item for item in items if item.group == group or not group]
        chosen = [item for item in chosen if item.subject == subject or not subject]
        if chosen:
            parts[group, subject] = chosen
    return parts


def outcome(items: Sequence[Item], sheets: Sequence[Sheet], scale: Scale, least: int) -> Outcome:
    """The outcome of these people's answers.

    Reliability and agreement need people who answered everything they compare; where those are fewer than ``least``
    nothing is said about it.
    """
    parts = parts_of(items)
    means = {part: _own_means(part, chosen, sheets, scale) for part, chosen in parts.items()}
    found = {part: score(means[part], scale, missing(chosen, sheets)) for part, chosen in parts.items()}
    alone = {item.key: score(_means([item], sheets, scale), scale, missing([item], sheets)) for item in items}
    compared = [("", subject) for subject in subjects_of(items)] or [
        (group, "") for group in groups_of(items)
    ]
    return Outcome(
        scores={part: value for part, value in found.items() if value},
        statements={key: value for key, value in alone.items() if value},
        own_means=means,
        reliability={part: _alpha(parts[part], sheets, scale, least) for part in compared},
        concordance=_concordance([parts[part] for part in compared], sheets, scale, least),
    )


def _own_means(part: Part, items: Sequence[Item], sheets: Sequence[Sheet], scale: Scale) -> list[Fraction]:
    """Each person's mean of a part; of the whole it is the mean of the groups."""
    if part != WHOLE:
        return _means(items, sheets, scale)
    groups = [[item for item in items if item.group == group] for group in groups_of(items)]
    means = (own_whole(groups, sheet, scale) for sheet in sheets)
    return [mean for mean in means if mean is not None]


def _means(items: Sequence[Item], sheets: Sequence[Sheet], scale: Scale) -> list[Fraction]:
    means = (own_mean(items, sheet, scale) for sheet in sheets)
    return [mean for mean in means if mean is not None]


def _alpha(items: Sequence[Item], sheets: Sequence[Sheet], scale: Scale, least: int) -> float | None:
    """Cronbach's alpha over the people who answered all of the items."""
    whole = [sheet for sheet in sheets if all(item.key in sheet for item in items)]
    if len(whole) < least:
        return None
    return cronbach_alpha([[item.counted(sheet[item.key], scale) for item in items] for sheet in whole])


def _concordance(
    compared: Sequence[Sequence[Item]], sheets: Sequence[Sheet], scale: Scale, least: int
) -> float | None:
    """Kendall's W over the people who said something about each of the parts compared."""
    rows = [[own_mean(items, sheet, scale) for items in compared] for sheet in sheets]
    whole = [[mean for mean in row if mean is not None] for row in rows if None not in row]
    return None if len(whole) < least else kendall_w(whole)

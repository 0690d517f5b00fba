"""What happened beside a metric, such as work going live: told by the apps above, which know of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from foundation.actors import Actor


class Annotation(NamedTuple):
    """A day on which something happened that may have moved a metric; ``mark`` is short, ``text`` says what."""

    day: date
    mark: str
    text: str
    url: str


class Annotator(Protocol):
    """What one app knows of: by metric's primary key, only what the viewer may read, and in one query."""

    def __call__(
        self, metrics: Collection[int], viewer: Actor, first: date, last: date
    ) -> Mapping[int, Sequence[Annotation]]: ...


def annotated(
    metrics: Collection[int], viewer: Actor, first: date, last: date
) -> Mapping[int, Sequence[Annotation]]:
    """From one day to another, in order of days. One query for each app that knows of something."""
    found: dict[int, list[Annotation]] = defaultdict(list)
    annotators: tuple[Annotator, ...] = import_string(settings.ANNOTATORS)
    for annotator in annotators if metrics else ():
        for metric, told in annotator(metrics, viewer, first, last).items():
            found[metric] += told
    return {metric: sorted(told) for metric, told in found.items()}

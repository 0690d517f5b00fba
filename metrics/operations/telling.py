"""Taking what a source tells, or takes back: all of it or nothing, and everything that is wrong with it at once."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.queries import enterprise_day
from audit.choices import Verb
from audit.operations.recording import record_many
from customers.models import Segmentation
from foundation import formats
from foundation.actors import Actor
from metrics.choices import ObservationState
from metrics.engine.observed import Kept, Refused, Told, kept
from metrics.engine.rolling import TooLarge
from metrics.models import Source
from metrics.operations.observing import Loaded, Observed, ToldTwice, merge, remove, staged
from metrics.operations.places import hold_cut
from metrics.queries.telling import Measured, Names, Spot, names_for
from workbench.exchange.problems import Problem, quoted
from workbench.operations.records import entry_of
from workbench.reach import authorize

MOST_TOLD = 100
"""Of what is wrong, so much is told; of the rest, how much there is."""
LONGEST_KEY = 120
EARLIEST = date(1970, 1, 1)
"""A day before is a slip of the pen, and not worth the months up to it."""
NOTHING = Told()
NO_SUMS = Kept()
EVERYTHING = 0
"""The row of what is wrong with all of them together."""


class Said(NamedTuple):
    """One observation in the words of its source; ``row`` is where it stands in what was handed in."""

    row: int
    metric: str
    segment: str
    unit: str
    day: date
    key: str = ""
    told: Told = NOTHING
    is_withheld: bool = False


class NotTold(Exception):
    """Something is wrong, so nothing was written: the first problems, and how many more rows have one."""

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        self.problems, self.more = tuple(problems), more
        super().__init__("; ".join(f"{each.row} {each.field}: {each.message}" for each in self.problems[:5]))


Finish = Callable[[Loaded], None]


def tell(
    *,
    source: Source,
    said: Iterable[Said | Problem],
    actor: Actor,
    now: datetime,
    finish: Finish | None = None,
) -> Loaded:
    """Keep what a source tells. What it told before of the same metric, place, day and key is corrected.

    ``said`` is read once, however long it is; a ``Problem`` in it was found on the way here. ``finish`` is called in the
    transaction that writes. Raises ``NotTold`` or ``PermissionDenied``.
    """
    listener = Listener(source, actor, now)
    with listener.listening(said) as (told, months), transaction.atomic():
        listener.hold()
        try:
            loaded = Loaded(told, merge(months, listener.cuts))
        except TooLarge as large:
            message = _("The values of a month come to more than can be counted with.")
            remedy = _("Tell the metric in a larger unit, such as thousands.")
            raise NotTold([Problem(EVERYTHING, "", message, remedy)]) from large
        if loaded.written:
            listener.record((None, loaded.written))
        if finish:
            finish(loaded)
        return loaded


def withdraw(*, source: Source, said: Iterable[Said | Problem], actor: Actor, now: datetime) -> int:
    """Take back what a source told, by metric, place, day and key; how many observations there were.

    Raises ``NotTold`` or ``PermissionDenied``.
    """
    listener = Listener(source, actor, now, takes_back=True)
    with listener.listening(said), transaction.atomic():
        listener.hold()
        gone = remove(listener.cuts)
        if gone:
            listener.record((gone, None))
        return gone


class Listener:
    """Turns what is said into observations, and collects what is wrong with it."""

    def __init__(self, source: Source, actor: Actor, now: datetime, takes_back: bool = False) -> None:
        authorize(actor, Permission.EDIT_METRICS, [source])
        self.source, self.actor, self.now, self.takes_back = source, actor, now, takes_back
        self.today = enterprise_day(now)
        self.names = _names_with_places(actor)
        self.cuts: set[int] = set()
        self.problems: list[Problem] = []
        self.wrong = 0
        self.rows = array("q")
        """The row of each observation that is put aside."""

    @contextmanager
    def listening(self, said: Iterable[Said | Problem]) -> Iterator[tuple[int, set[date]]]:
        """Put aside everything that is said; how much it is, and of which months. Raises ``NotTold``."""
        try:
            with staged(self._observations(said), self.source.pk) as told:
                yield told
        except ToldTwice as twice:
            raise NotTold([self._twice(*pair) for pair in twice.pairs]) from twice

    def hold(self) -> None:
        """See that the source may still speak, and stays until the transaction ends."""
        if not Source.objects.active().select_for_update().filter(pk=self.source.pk).values_list("pk"):
            message = _("The source %(name)s has been archived.") % {"name": self.source}
            raise NotTold([Problem(EVERYTHING, "source", message, _("Bring it back first."))])

    def record(self, change: tuple[int | None, int | None]) -> None:
        """How many observations came or went, in the trail of the source."""
        entry = entry_of(self.source, Verb.IMPORTED, {"observations": change})
        record_many(actor=self.actor, entries=[entry], now=self.now)

    def _observations(self, said: Iterable[Said | Problem]) -> Iterator[Observed]:
        """Observations; after the first problem none, because then nothing is written anyway."""
        known: dict[tuple[str, ...], tuple[Measured, int] | tuple[str, str, str]] = {}
        for each in said:
            if isinstance(each, Problem):
                self._refuse(each)
                continue
            named = each[1:4]
            found = known.get(named) or known.setdefault(named, self._resolved(*named))
            if len(found) == 3:
                self._refuse(Problem(each.row, *found))
            elif problem := self._unfit(each):
                self._refuse(problem)
            elif (sums := self._sums(each, found[0])) is not None and not self.wrong:
                self.rows.append(each.row)
                yield Observed(found[0].pk, found[1], each.day, sums, each.key, _state(each))
        if self.wrong:
            raise NotTold(self.problems, self.wrong - len(self.problems))

    def _refuse(self, problem: Problem) -> None:
        self.wrong += 1
        if len(self.problems) < MOST_TOLD:
            self.problems.append(problem)

    def _resolved(self, metric: str, segment: str, unit: str) -> tuple[Measured, int] | tuple[str, str, str]:
        """A metric and a place of it; or the field, what is wrong with it, and what to do."""
        measured = self.names.metrics.get(metric)
        if measured is None:
            return _missing("metric", metric, _("There is no metric %s."), _("Write its code, uid or name."))
        if segment and unit:
            return (
                "unit",
                _("An observation is of a segment or of a unit, not of both."),
                _("Leave one empty."),
            )
        spot = self._spot(measured, segment, unit)
        if not isinstance(spot, Spot):
            return spot
        if not spot.is_allowed:
            words = _("You may not change metrics in this unit.")
            return "unit", words, _("Ask an administrator for a role that may.")
        if spot.place is None or spot.cut is None:
            return "segment", _("It is new, and has no place yet."), _("Tell it once more.")
        self.cuts.add(spot.cut)
        return measured, spot.place

    def _spot(self, measured: Measured, segment: str, unit: str) -> Spot | tuple[str, str, str]:
        if segment:
            spots = [self.names.segments.get((key, segment)) for key in measured.segmentations]
            found = [spot for spot in spots if spot]
            if len(found) > 1:
                words = _("%s is the name of several segments by which the metric is told.") % quoted(segment)
                return "segment", words, _("Write its code or uid.")
            return found[0] if found else _no_segment(measured, segment, self.names)
        if not measured.of_units:
            words = _("%(metric)s is told by segments.") % {"metric": measured.name}
            return "segment", words, _("Name the segment of its segmentation.")
        if not unit:
            words = _("%(metric)s is told by units, and none is named.") % {"metric": measured.name}
            return "unit", words, _("Name the unit by code, uid or name; the topmost for the enterprise.")
        found_unit = self.names.units.get(unit)
        return found_unit or _missing(
            "unit", unit, _("There is no unit %s, or several."), _("Write its code or uid.")
        )

    def _unfit(self, said: Said) -> Problem | None:
        if said.day > self.today:
            words = _("%(day)s is after today, %(today)s: nothing can have been observed then.")
            told = words % {"day": formats.day(said.day), "today": formats.day(self.today)}
            return Problem(said.row, "day", told, _("Correct the day."))
        if said.day < EARLIEST:
            words = _("%(day)s is too long ago to be meant.") % {"day": said.day.isoformat()}
            return Problem(said.row, "day", words, _("Correct the year."))
        if len(said.key) > LONGEST_KEY or not said.key.isprintable():
            words = _("A key has at most %(n)s characters, all of them visible.") % {"n": LONGEST_KEY}
            return Problem(said.row, "key", words, _("Shorten it."))
        return None

    def _sums(self, said: Said, measured: Measured) -> Kept | None:
        if self.takes_back:
            return NO_SUMS
        if said.is_withheld:
            if said.told == NOTHING:
                return NO_SUMS
            words = _("What is withheld has no figures.")
            self._refuse(
                Problem(said.row, "withheld", words, _("Leave the figures empty, or tell it openly."))
            )
            return None
        try:
            return kept(measured.kind, said.told, satisfied_from=measured.satisfied_from)
        except Refused as refused:
            self._refuse(Problem(said.row, refused.field, str(refused.why.label), measured.kind.takes))
            return None

    def _twice(self, first: int, last: int) -> Problem:
        words = _("Row %(row)s tells the same metric, place, day and key.") % {"row": self.rows[first]}
        return Problem(self.rows[last], "key", words, _("Give each a key of its own, or leave one out."))


def _state(said: Said) -> ObservationState:
    return ObservationState.WITHHELD if said.is_withheld else ObservationState.MEASURED


def _names_with_places(actor: Actor) -> Names:
    """What may be named, after everything new has been given its place."""
    names = names_for(actor)
    if not names.without_place:
        return names
    new = [key for key in names.without_place if key is not None]
    for segmentation in Segmentation.objects.filter(pk__in=new).order_by("pk"):
        with transaction.atomic():
            hold_cut(segmentation)
    if None in names.without_place:
        with transaction.atomic():
            hold_cut(None)
    return names_for(actor)


def _missing(field: str, name: str, text: str, remedy: str) -> tuple[str, str, str]:
    if name:
        return field, text % quoted(name), remedy
    return field, _("This is missing."), remedy


def _no_segment(measured: Measured, segment: str, names: Names) -> tuple[str, str, str]:
    words = {"segment": quoted(segment), "metric": measured.name}
    if segment in names.segmentations:
        text = _("%(segment)s belongs to a segmentation by which %(metric)s is not told.") % words
        return "segment", text, _("Add the segmentation to the metric, or name another segment.")
    text = _("There is no segment %(segment)s by which %(metric)s is told.") % words
    return "segment", text, _("Write its code, uid or name.")

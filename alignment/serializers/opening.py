"""Opening and closing groups, each step an address: what is open, where it stands, and the way back up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.http import QueryDict
from django.utils.translation import gettext as _

from alignment.choices import Hop
from alignment.engine.folding import READABLE
from alignment.engine.shapes import COLUMN_OF, Key
from alignment.forms.question import MOST_NAMES
from alignment.queries.sight import LineOfSight
from alignment.serializers.controls import address


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way down to an open group; the last one has no address."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Trail:
    """The way down to an open group of one column."""

    head: str
    crumbs: tuple[Crumb, ...]
    close_url: str


class Opening:
    """Addresses that open and close groups, from the page that ``query`` asks for."""

    def __init__(self, line: LineOfSight, query: QueryDict) -> None:
        self.line, self.query = line, query
        self.codes = {key: line.labels.of(key).code for key in line.opened}
        line.labels.want(line.opened)

    @property
    def prefix(self) -> str:
        """An address that opens one group more: its code is put behind."""
        known = "".join(f"{code}," for code in self.codes.values())
        return f"{address(self.query, open='')}&open={known}"

    @property
    def more_url(self) -> str:
        """As it is, with twice as many names inside open groups; the table, once that would be too many."""
        names = 2 * max(self.line.question.names, READABLE)
        return (
            address(self.query, names=str(names))
            if names <= MOST_NAMES
            else address(self.query, view="table")
        )

    def without(self, *closed: Key) -> str:
        """The address with some groups closed."""
        kept = [code for key, code in self.codes.items() if key not in closed]
        return address(self.query, open=",".join(kept))

    def close(self, key: Key) -> str:
        """The address with a group closed, and those inside it."""
        return self.without(key, *(inner for inner in self.codes if key in self._around(inner)))

    def trails(self) -> Iterator[Trail]:
        """The way down to each open group that holds no other open one."""
        nesting = self.line.sight.nesting
        for key in self.codes:
            if key not in nesting.values():
                path = (*reversed(list(self._around(key))), key)
                yield Trail(_head(COLUMN_OF[key.kind]), tuple(self._crumbs(path)), self.close(path[0]))

    def in_column(self, number: int) -> tuple[str, str] | None:
        """Code of the last group opened in a column, and the address that closes it."""
        found = [key for key in self.codes if COLUMN_OF[key.kind] == number]
        return (self.codes[found[-1]], self.close(found[-1])) if found else None

    def _crumbs(self, path: tuple[Key, ...]) -> Iterator[Crumb]:
        yield Crumb(_("All"), self.close(path[0]))
        for key, below in pairwise(path):
            yield Crumb(self.line.labels.of(key).name, self.close(below))
        yield Crumb(self.line.labels.of(path[-1]).name, "")

    def _around(self, key: Key) -> Iterator[Key]:
        """Open groups around one, from the nearest out."""
        nesting = self.line.sight.nesting
        while key in nesting:
            key = nesting[key]
            yield key


def _head(column: int) -> str:
    hops = (Hop.OBJECTIVE, Hop.NEED, Hop.INITIATIVE, Hop.BENEFIT)
    return str(hops[column].label)

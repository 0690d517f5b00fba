"""Records by primary key, read when they are first shown: of thousands that are calculated with, a page names some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self, TypeVar

from foundation.models import Record, RecordQuerySet

R = TypeVar("R", bound=Record)


class LazyRecords(Mapping[int, R]):
    """The rows of one queryset. What is not named by ``want`` is read in one query, with all the rest."""

    def __init__(self, queryset: RecordQuerySet | None, rows: Mapping[int, R] | None = None) -> None:
        self._queryset = queryset
        self._rows: dict[int, R] = dict(rows or {})
        self._asked: set[int] = set()

    @classmethod
    def holding(cls, rows: Mapping[int, R]) -> Self:
        """A shelf whose rows have been read already."""
        return cls(None, rows)

    def want(self, keys: Iterable[Any]) -> None:
        """Read those of ``keys`` that are not there yet: one query, or none."""
        missing = self.missing(keys)
        if missing and self._queryset is not None:
            self.put(missing, {row.pk: row for row in self._queryset.filter(pk__in=missing)})

    def missing(self, keys: Iterable[Any]) -> set[Any]:
        """Those of ``keys`` that have not been read; none where everything has."""
        return set(keys) - self._asked if self._queryset is not None else set()

    def put(self, keys: Iterable[Any], rows: Mapping[int, R]) -> None:
        """Take what was read for ``keys``."""
        self._asked |= set(keys)
        self._rows.update(rows)

    def get(self, key: Any, default: Any = None) -> Any:
        """The row of a key; without ``want`` before, everything is read for it."""
        if key not in self._asked:
            self._read()
        return self._rows.get(key, default)

    def __getitem__(self, key: int) -> R:
        found: R | None = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[int]:
        self._read()
        return iter(self._rows)

    def __len__(self) -> int:
        self._read()
        return len(self._rows)

    def _read(self) -> None:
        """Everything there is; from then on nothing is asked for."""
        if self._queryset is not None:
            self._rows = {row.pk: row for row in self._queryset}
            self._queryset = None

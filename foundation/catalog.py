"""What an app offers to the generic pages: plain, frozen descriptions. No logic, no registry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model
    from django.utils.functional import _StrPromise
    from django.views import View

    from foundation.models import Record

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a detail page and of its form."""

    title: str | _StrPromise
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a detail page that an upper app contributes to a record type below it.

    ``context(record, viewer, now, enterprise)`` loads what ``template`` shows; both belong to the contributing app.
    """

    name: str
    title: str | _StrPromise
    template: str
    context: Callable[..., dict[str, Any]]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class ObjectType:
    """One record type as the workbench sees it: pages, import, export, API and search follow from it."""

    model: type[Record]
    group: str | _StrPromise
    """Heading in the sidebar."""
    permission: str
    """What somebody must hold to create, change or archive; reading needs none beyond visibility."""
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    """What people and imports may write, in form order."""
    filters: tuple[str, ...] = ()
    views: tuple[tuple[str | _StrPromise, str], ...] = ()
    """Tabs that everybody finds beside all records: the word, and the query of filters and order it stands for."""
    search: tuple[str, ...] = ("name",)
    sections: tuple[Section, ...] = ()
    """Form and detail layout; one unnamed section with every field where empty."""
    purpose: str | _StrPromise = ""
    """What a record of this type is for, in one sentence: told where there is none yet."""
    icon: str = "circle"
    """A lucide icon name, for the sidebar."""
    in_menu: bool = True
    shortcut: str = ""
    """The letter that, after ``g``, goes to the list."""
    prepare: Callable[..., Sequence[Any] | None] | None = None
    """``prepare(records=, actor=, now=)``: rules across rows and what follows from them, run in the transaction
    before validation. A breach is a ``ValidationError``, or an ``Invalid`` that says which of the records breaks it.
    It may return faults that are only warned of: every door tells them to whoever writes."""
    follow: Callable[..., None] | None = None
    """``follow(saved=, actor=, now=)``: what follows from records as they are now written, in the same transaction,
    whichever door they came through: who is told. ``saved`` is what ``save_many`` returns of those that changed."""
    delete: Callable[..., Any] | None = None
    """Replaces the workbench's ``delete`` where a type has rules of its own."""
    list_view: type[View] | None = None
    detail_view: type[View] | None = None
    create_view: type[View] | None = None
    edit_view: type[View] | None = None

    @property
    def key(self) -> str:
        """How commands, audit events and files name the type, such as ``initiative``."""
        return str(self.model._meta.model_name)

    @property
    def label(self) -> str:
        """How the audit trail and the outbox name the type, such as ``alignment.initiative``."""
        return self.model._meta.label_lower

    @property
    def computed(self) -> tuple[str, ...]:
        """Columns the database computes from others: shown, sorted, filtered and exported, never written."""
        return tuple(column.name for column in self.model._meta.fields if column.generated)

    @property
    def slug(self) -> str:
        """How URLs name the type, such as ``need-links``."""
        return str(self.model._meta.verbose_name_plural).lower().replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Page:
    """A bespoke page that stands in the sidebar."""

    url_name: str
    label: str | _StrPromise
    group: str | _StrPromise
    icon: str
    shortcut: str = ""
    permission: str = ""
    """Who sees it: those who hold this; everybody where empty."""
    units: tuple[str, ...] = ()
    """Paths of the units in which it must be held; anywhere where none is named."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list that an upper app contributes to a record type below it, where its list takes them.

    ``cells(records=, viewer=, now=)`` gives one prepared value for each record, in their order.
    """

    key: str
    label: str | _StrPromise
    cells: Callable[..., Sequence[Any]]
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Derived:
    """A value that an upper app keeps about each record of a type: a column of its list, file and API that nobody writes.

    ``value()`` and ``rank()`` are database expressions over the rows of the type: what is told, and the number by which
    a list is sorted; null where nothing is kept. ``choices`` are the values with their words.
    """

    key: str
    label: str | _StrPromise
    value: Callable[[], Any]
    rank: Callable[[], Any]
    choices: Sequence[tuple[str, str | _StrPromise]]
    is_usual: bool = False
    """Whether a list shows it without being asked."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person: what it is, where it is done, the word for doing it, and by when."""

    title: str
    url: str
    action: str
    note: str = ""
    due_date: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A kind of thing that waits for people, contributed by the app that knows it.

    ``waiting(viewer=, now=, enterprise=)`` gives what waits for that person and nobody else, the most urgent first.
    """

    key: str
    label: str | _StrPromise
    waiting: Callable[..., Sequence[Waiting]]


Columns = dict["type[Model]", tuple[Column, ...]]
Derivations = dict["type[Model]", tuple[Derived, ...]]
Panels = dict["type[Model]", tuple[Panel, ...]]


def joined(*offers: dict[type[Model], tuple[T, ...]]) -> dict[type[Model], tuple[T, ...]]:
    """The panels, or the columns, of several apps, in the order of the apps."""
    found: dict[type[Model], tuple[T, ...]] = {}
    for offer in offers:
        for model, offered in offer.items():
            found[model] = (*found.get(model, ()), *offered)
    return found

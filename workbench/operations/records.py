"""The one door for writes: pages, imports and the API all save records here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from accounts.operations.numbering import reserve_numbers
from audit.choices import Verb
from audit.operations.recording import Entry, Subject, record_many
from foundation.actors import Actor
from foundation.catalog import ObjectType
from foundation.models import Record
from workbench.operations.telling import announce, tell
from workbench.reach import authorize
from workbench.signals import Written

Differences = dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """What one record shall become: a new one, or new values for one that exists.

    ``version`` is the one its editor saw; without it the version of ``record`` counts.
    """

    values: dict[str, Any]
    record: Record | None = None
    version: int | None = None


@dataclass(slots=True)
class Saved:
    """What happened to one record; ``differences`` is empty where nothing changed."""

    record: Any
    created: bool
    differences: Differences = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    """Former values of the columns of a record that was there, changed or not."""
    warnings: list[Fault] = field(default_factory=list)
    """What was saved although something speaks against it."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing to do about a fault, and the path of the page where it is done."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one change cannot be saved, or of what it is warned: which one, which field ("" for the record), and the remedy."""

    index: int
    field: str
    message: str
    remedies: tuple[Remedy, ...] = ()


class Invalid(Exception):
    """Some of the changes break a rule; nothing was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


class Stale(Exception):
    """Somebody else saved the record in the meantime; nothing was written."""

    def __init__(self, record: Record) -> None:
        super().__init__(f"{record} was changed in the meantime")
        self.record = record


def save(
    *, object_type: ObjectType, values: dict[str, Any], actor: Actor, now: datetime, record: Any = None,
    version: int | None = None,
) -> Saved:  # fmt: skip
    """Create a record, or change one. Raises ``Invalid``, ``Stale`` or ``PermissionDenied``."""
    change = Change(values=values, record=record, version=version)
    return save_many(object_type=object_type, changes=[change], actor=actor, now=now)[0]


@transaction.atomic
def save_many(
    *,
    object_type: ObjectType,
    changes: Sequence[Change],
    actor: Actor,
    now: datetime,
    verb: Verb | None = None,
) -> list[Saved]:
    """Create and change records of one type, all or nothing, in a constant number of statements.

    A record whose values do not differ is left alone and leaves no event. ``verb`` names the occasion
    in the trail (an import, say); by default the event says created or updated.
    Raises ``Invalid`` with one fault per problem, ``Stale``, or ``PermissionDenied``.
    """
    authorize(actor, object_type.permission, (change.record for change in changes if change.record))
    results = [_applied(object_type, change) for change in changes]
    touched = [result for result in results if result.created or result.differences]
    if not touched:
        return results
    announce(model=object_type.model, now=now)
    _prepare(object_type, results, actor, now)
    _validate(results, whole=len(results) == 1)
    authorize(actor, object_type.permission, (result.record for result in touched))
    _refuse_stale(object_type, results, changes)
    _write(object_type, results, touched, now)
    entries = [entry_of(r.record, verb or _occasion(r), r.differences) for r in touched]
    record_many(actor=actor, entries=entries, now=now)
    follow(object_type=object_type, saved=touched, actor=actor, now=now)
    tell(written=[_written(result) for result in touched], actor=actor, now=now)
    return results


def follow(*, object_type: ObjectType, saved: Sequence[Saved], actor: Actor, now: datetime) -> None:
    """Let happen what follows from written records. Part of every operation that makes them what they are now."""
    if object_type.follow is not None and saved:
        object_type.follow(saved=saved, actor=actor, now=now)


def _written(result: Saved) -> Written:
    changed = {name: value for name, value in result.before.items() if value != getattr(result.record, name)}
    return Written(result.record.pk, result.record, _occasion(result), changed)


def _prepare(object_type: ObjectType, results: Sequence[Saved], actor: Actor, now: datetime) -> None:
    """Rules across rows, as the type states them; what breaks one is told like any other fault."""
    if object_type.prepare is None:
        return
    touched = [index for index, result in enumerate(results) if result.created or result.differences]
    try:
        records = [results[index].record for index in touched]
        warnings = object_type.prepare(records=records, actor=actor, now=now) or ()
    except ValidationError as error:
        found = [(name, text) for name, texts in error.message_dict.items() for text in texts]
        raise Invalid([Fault(touched[0], name, text) for name, text in found]) from error
    except Invalid as refusal:
        raise Invalid([replace(fault, index=touched[fault.index]) for fault in refusal.faults]) from refusal
    for warning in warnings:
        results[touched[warning.index]].warnings.append(replace(warning, index=touched[warning.index]))


def _occasion(result: Saved) -> Verb:
    return Verb.CREATED if result.created else Verb.UPDATED


def _applied(object_type: ObjectType, change: Change) -> Saved:
    """The record with its new values set, and what differs from before."""
    if change.record is None:
        record = object_type.model(**change.values)
        after = {name: _plain(record, name) for name in change.values}
        return Saved(
            record, True, {name: (None, value) for name, value in after.items() if value not in (None, "")}
        )
    record = change.record
    before = {name: _plain(record, name) for name in change.values}
    meta: Any = record._meta
    columns = [meta.get_field(name).attname for name in change.values]
    former = {column: getattr(record, column) for column in columns}
    for name, value in change.values.items():
        setattr(record, name, value)
    after = {name: _plain(record, name) for name in change.values}
    differences = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    return Saved(record, False, differences, former)


def _plain(record: Record, name: str) -> Any:
    """A value as the trail keeps it: related records by uid and name."""
    column: Any = record._meta.get_field(name)
    value = getattr(record, name) if getattr(record, column.attname) is not None else None
    return f"{value.uid} {value}" if isinstance(value, Record) else value


def _validate(results: Sequence[Saved], *, whole: bool) -> None:
    """Check the shape of every touched record; ``whole`` also asks the database about uniqueness.

    For many records at once uniqueness is left to the database, whose refusal is explained afterwards.
    """
    faults: list[Fault] = []
    for index, result in enumerate(results):
        if result.created or result.differences:
            faults += faults_of(index, result.record, whole=whole)
    if faults:
        raise Invalid(faults)


def faults_of(index: int, record: Record, *, whole: bool) -> list[Fault]:
    """What is wrong with one record; ``whole`` also asks the database about uniqueness."""
    return [
        Fault(index, "" if name == NON_FIELD_ERRORS else name, message)
        for name, errors in _errors(record, whole=whole).items()
        for message in ValidationError(errors).messages
    ]


def _errors(record: Record, *, whole: bool) -> dict[str, list[ValidationError]]:
    """Django's own full cleaning, without asking for the existence of relations that are loaded."""
    fields = record._meta.fields
    kept = {field.name for field in fields if not field.editable}
    loaded = {f.name for f in fields if isinstance(f, ForeignKey) and getattr(record, f.attname) is not None}
    errors: dict[str, list[ValidationError]] = {}
    _collect(errors, record.clean_fields, kept | loaded)
    _collect(errors, record.clean)
    if whole:
        _collect(errors, record.validate_unique, kept | errors.keys())
        # Some rules hold only while a record is not archived: they look at a field that no form has.
        _collect(errors, record.validate_constraints, (kept - {"archived_at"}) | errors.keys())
    return errors


def _collect(
    errors: dict[str, list[ValidationError]], check: Callable[..., None], *skipped: set[str]
) -> None:
    try:
        check(*skipped)
    except ValidationError as error:
        error.update_error_dict(errors)


def _refuse_stale(object_type: ObjectType, results: Sequence[Saved], changes: Sequence[Change]) -> None:
    """Lock the rows to be changed and compare their versions with the ones the editor saw."""
    updates = {i: r.record for i, r in enumerate(results) if r.differences and not r.created}
    if not updates:
        return
    pks = [record.pk for record in updates.values()]
    rows = object_type.model.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    versions = dict(rows.values_list("pk", "version"))
    for index, record in updates.items():
        version = versions.pop(record.pk, None)
        if version is None:
            raise Invalid([Fault(index, "", _("This record is gone, or is changed twice at once."))])
        seen = changes[index].version
        if version != (record.version if seen is None else seen):
            raise Stale(object_type.model.objects.for_list().get(pk=record.pk))


def _write(
    object_type: ObjectType, results: Sequence[Saved], touched: Sequence[Saved], now: datetime
) -> None:
    created = [result.record for result in touched if result.created]
    updated = [result.record for result in touched if not result.created]
    for record, number in zip(
        created, reserve_numbers(model=object_type.model, count=len(created)), strict=True
    ):
        record.number, record.created_at, record.updated_at = number, now, now
    for record in updated:
        record.version, record.updated_at = record.version + 1, now
    names = {name for result in touched if not result.created for name in result.differences}
    try:
        with transaction.atomic():
            object_type.model.objects.bulk_create(created, batch_size=500)
            if updated:
                columns = sorted(names | {"version", "updated_at"} | _kept_by_operations(object_type))
                # The rows are locked; as an upsert they are written 2.5 times as fast as by bulk_update.
                object_type.model.objects.bulk_create(
                    updated,
                    update_conflicts=True,
                    unique_fields=["id"],  # type: ignore[misc]  # every record type has it
                    update_fields=columns,
                    batch_size=500,
                )
    except IntegrityError as refusal:
        raise Invalid(_explained(results, refusal)) from refusal


def _kept_by_operations(object_type: ObjectType) -> set[str]:
    """Columns that a type's ``prepare`` sets, such as the path of a unit."""
    return {"path"} if object_type.prepare and hasattr(object_type.model, "path") else set()


def _explained(results: Sequence[Saved], refusal: IntegrityError) -> list[Fault]:
    """Which rows the database refused, found by asking each one and by comparing them with each other."""
    faults: list[Fault] = []
    for index, result in enumerate(results):
        if result.created:
            result.record.pk, result.record._state.adding = None, True
        found = faults_of(index, result.record, whole=True)
        try:
            with transaction.atomic():
                if not found:
                    result.record.save()
        except IntegrityError as error:
            found = [Fault(index, "", _broken_rule(result.record, error))]
        faults += found
    return faults or [Fault(0, "", str(refusal))]


def _broken_rule(record: Record, refusal: IntegrityError) -> str:
    """The words of the constraint that the database names, or else the database's own."""
    named = [rule for rule in record._meta.constraints if rule.name in str(refusal)]
    return str(named[0].get_violation_error_message()) if named else str(refusal)


def subject_of(record: Record) -> Subject:
    """How the trail names a record."""
    label = f"{record.code} {record}"
    return Subject(record._meta.label_lower, record.uid, label, names_person=bool(record.PERSONAL))


def entry_of(record: Record, verb: Verb, differences: Differences) -> Entry:
    """An event about a record, with what tells about a person set apart so that it can be erased."""
    personal = {name: pair for name, pair in differences.items() if name in record.PERSONAL}
    rest = {name: pair for name, pair in differences.items() if name not in personal}
    return Entry(verb, subject_of(record), rest, personal or None)

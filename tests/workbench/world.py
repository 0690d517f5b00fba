"""What the conformance tests say again and again: addresses, what a browser or a program sends, what came back."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from audit.models import Event
from foundation.models import Record
from tests.factories.registry import SPECIMENS, values_of

if TYPE_CHECKING:
    from foundation.catalog import ObjectType

HOSTILE = "<x>\"'&amp;<img src=x onerror=alert(1)>"


def url(kind: ObjectType, page: str, record: Record | None = None) -> str:
    """A page of a type or of one record."""
    return reverse(f"{kind.key}_{page}", args=[record.uid] if record else [])


def api(kind: ObjectType, record: Record | None = None) -> str:
    return reverse(f"api-{kind.key}-{'detail' if record else 'list'}", args=[record.uid] if record else [])


def form_data(values: dict[str, Any], **more: Any) -> dict[str, str]:
    """Values as a browser sends them: an unticked box is not sent at all."""
    given = {name: _typed(value) for name, value in {**values, **more}.items() if value is not False}
    return {**given}


def json_data(values: dict[str, Any]) -> dict[str, Any]:
    """Values as a program sends them."""
    return {name: _plain(value) for name, value in values.items()}


def _typed(value: Any) -> str:
    if isinstance(value, Record):
        return str(value.uid)
    return "" if value is None else "on" if value is True else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return str(value.uid)
    return str(value) if isinstance(value, Decimal | date) else value


def text(response: Any) -> str:
    body: bytes = response.content
    return body.decode()


def rows(response: Any) -> list[str]:
    """The uids of the rows of a list, in their order."""
    return re.findall(r'id="r-([0-9a-f-]{36})"', text(response))


def uids(*records: Record) -> list[str]:
    return [str(record.uid) for record in records]


def column(kind: ObjectType, name: str) -> Any:
    """The model field of a name in the catalog."""
    return kind.model._meta.get_field(name)


def first_change(kind: ObjectType) -> dict[str, Any]:
    """One valid change of a smallest record."""
    name, value = next(iter(SPECIMENS[kind.model].other.items()))
    return {name: value}


def stored(kind: ObjectType, record: Record) -> dict[str, Any]:
    """The record as it is now, by the fields people write."""
    return values_of(kind.model.objects.get(pk=record.pk), kind.fields)


def trail(record: Record) -> list[str]:
    """What the trail says was done to a record, in order."""
    return list(Event.objects.filter(object_uid=record.uid).order_by("pk").values_list("verb", flat=True))

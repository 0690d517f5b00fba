"""Jobs and messages are no records of the business: they have pages of their own, not generic ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foundation.catalog import ObjectType

TYPES: tuple[ObjectType, ...] = ()

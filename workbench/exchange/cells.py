"""One cell of a file on its way to a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Field

from workbench.exchange.mapping import Rule

LONGEST_FIGURE = 60
"""Characters of anything that states a number or a day."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Text without outer blanks, the field it is for, and the conventions by which it is read.

    ``typed``: the workbook itself says that it is a number or a day, so conventions do not apply.
    """

    column: Field[Any, Any]
    text: str
    rule: Rule
    typed: bool = False

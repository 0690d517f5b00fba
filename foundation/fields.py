"""Field types whose meaning a page must know."""

from __future__ import annotations

from typing import Any

from django.db import models


class YearField(models.PositiveSmallIntegerField):  # type: ignore[type-arg]
    """A year: a number that is never grouped, added up or set to the right."""

    def deconstruct(self) -> Any:
        """For the database it is the plain field."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs

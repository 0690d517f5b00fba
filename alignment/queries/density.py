"""How close somebody wants the rows of the matrix."""

from __future__ import annotations

from accounts.models import User
from workbench.models import SavedView

MATRIX = "alignment.matrix"
"""Under what the choice is kept, where lists keep their columns under their type."""


def is_compact(viewer: User) -> bool:
    """Whether the rows stand close."""
    return SavedView.objects.of(viewer, MATRIX).filter(name=SavedView.OWN).exists()

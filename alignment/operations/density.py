"""A person's choice of how close the rows of the matrix stand."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from alignment.queries.density import MATRIX
from workbench.models import SavedView


def keep_density(*, is_compact: bool, actor: User) -> None:
    """Keep whether rows stand close. A private preference: it leaves no event."""
    own: dict[str, Any] = {"user": actor, "type_label": MATRIX, "name": SavedView.OWN}
    if is_compact:
        SavedView.objects.get_or_create(**own)
    else:
        SavedView.objects.filter(**own).delete()

"""What a file brings past the first gate: warned of in its dry run and after it, refused row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alignment.choices import Status
from alignment.models import Initiative
from tests.alignment.scene import Scene
from tests.factories.alignment import make_initiative

if TYPE_CHECKING:
    pass

REASONS = (
    "It serves no customer need, and Customer intimacy lets needs drive priority. "
    "Its line of sight is broken: no customer need, no benefit."
)
WARNED = f"Passes with a warning. {REASONS}"
HELD = f"{REASONS} Mend it, or ask for an override: Whoever may edit the strategy there."


@pytest.fixture
def bare(scene: Scene) -> Initiative:
    """Proposed in Claims, which follows the strategy of the root, and linked to nothing."""
    return make_initiative(name="Bare", unit=scene.tracker.unit, status=Status.PROPOSED)


def _file(content: bytes) -> Any:
    return SimpleUploadedFile("work.csv", content)

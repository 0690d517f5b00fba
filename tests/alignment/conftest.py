"""The scene of the alignment tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.alignment.scene import Scene, make_scene

if TYPE_CHECKING:
    from accounts.models import Unit


@pytest.fixture
def scene(root: Unit, claims: Unit, sales: Unit) -> Scene:
    return make_scene(root, claims, sales)

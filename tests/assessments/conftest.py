from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.assessments.scene import Scene, make_scene

if TYPE_CHECKING:
    from accounts.models import Unit


@pytest.fixture
def scene(root: Unit, claims: Unit) -> Scene:
    return make_scene(root, claims)

"""An initiative's page opens with how its line of sight stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from alignment.choices import ChainState
from alignment.views.initiative_detail import FINDINGS
from tests.alignment.scene import Scene
from workbench.links import url_of

ClientOf = Callable[[User], Client]


@pytest.mark.parametrize("name", ["tracker", "archive"])
def test_the_page_opens_with_the_state(scene: Scene, cio: User, client_of: ClientOf, name: str) -> None:
    answer = client_of(cio).get(url_of(getattr(scene, name)))

    state = next(p["data"]["chain"].state for p in answer.context["page"]["panels"] if "chain" in p["data"])
    assert answer.context["page"]["finding_lead"] == FINDINGS[state]
    assert str(FINDINGS[state]) in answer.content.decode()


def test_every_state_has_its_sentence() -> None:
    assert [*FINDINGS] == list(ChainState)

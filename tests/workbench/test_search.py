"""What the search box offers first: whoever presses Enter takes it."""

from __future__ import annotations

import pytest

from accounts.models import Unit
from foundation.actors import SYSTEM
from tests.factories.customers import make_need
from tests.factories.strategies import make_objective
from workbench.search import search


@pytest.mark.django_db
def test_a_name_that_holds_the_words_as_typed_comes_before_words_found_apart(claims: Unit) -> None:
    apart = make_objective(name="Keep households for life", description="Whatever changes for them")
    holds = make_need(statement="Help me when my life changes")
    begins = make_need(statement="Life changes, and so does my cover")

    found = [hit.text for hit in search("life changes", SYSTEM)]

    assert found == [str(begins), str(holds), str(apart)]

"""What is kept of a side gives back the side."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from alignment.engine.chains import chains
from alignment.engine.facts import Facts
from alignment.engine.packing import packed, unpacked
from tests.alignment.engine.graphs import TODAY, facts


@given(facts())
def test_a_side_survives_being_kept(given_facts: Facts) -> None:
    known = chains(given_facts, TODAY)
    for station in (known.objectives, known.elements, known.needs, known.initiatives):
        for key in station:
            for side in station.sides(key):
                assert unpacked(json.loads(json.dumps(packed(side)))) == side


def test_no_steps_are_no_side() -> None:
    with pytest.raises(ValueError, match="at least one step"):
        unpacked([])

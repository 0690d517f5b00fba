"""What is said of two ways that were timed side by side, and that every benchmark describes itself."""

from __future__ import annotations

import pytest

from tools import benching, races
from tools.races import Race, Result


def test_both_are_warmed_up_and_take_turns() -> None:
    ran: list[str] = []
    race = Race("a race", lambda: ran.append("subject"), lambda: ran.append("floor"), goal=1)
    races.run(race, rounds=3, warm_ups=2)
    assert ran == ["subject", "floor"] * 5


@pytest.mark.parametrize(("ratio", "word"), [(1.5, "reached"), (1.51, "missed")])
def test_a_goal_is_reached_or_missed(ratio: float, word: str) -> None:
    result = Result("a race", 3.0, 2.0, ratio, goal=1.5)
    assert str(result) == f"a race: {ratio:.3g} × the floor (goal 1.5, {word}); 3.0 ms against 2.0 ms"


@pytest.mark.parametrize("name", benching.names())
def test_every_benchmark_says_what_it_measures_and_how_large_its_world_is(name: str) -> None:
    module = benching.load(name)
    assert (module.__doc__ or "").splitlines()[0].endswith(".")
    assert module.ROWS > 0
    assert callable(module.races)


def test_the_chain_benchmark_runs_on_a_small_world() -> None:
    (race,) = benching.load("chains").races(20)
    assert races.run(race, rounds=1).name == "chain states of 20 initiatives"

"""Planted defects can still be planted; a caught one and a survivor are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import mutants
from tools.environment import ROOT
from tools.mutants import Mutant

WEAK = "from adding import add\n\n\ndef test_add() -> None:\n    assert add(0, 0) == 0\n"
STRONG = "from adding import add\n\n\ndef test_add() -> None:\n    assert add(1, 2) == 3\n"
DEFECT = Mutant("minus for plus", "adding.py", "a + b", "a - b", ("test_adding.py",))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "adding.py").write_text("def add(a: int, b: int) -> int:\n    return a + b\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:django -p no:randomly\npythonpath = .\n")
    return tmp_path


@pytest.mark.parametrize("mutant", mutants.read(), ids=lambda mutant: mutant.name)
def test_every_defect_can_still_be_planted(mutant: Mutant) -> None:
    assert mutants.misplaced(mutant, ROOT) == ""


@pytest.mark.parametrize(("tests", "code"), [(WEAK, 0), (STRONG, mutants.CAUGHT)])
def test_a_survivor_is_told_from_a_caught_one(root: Path, tests: str, code: int) -> None:
    (root / "test_adding.py").write_text(tests)
    assert mutants.try_out(DEFECT, root)[0] == code
    assert (root / "adding.py").read_text() == "def add(a: int, b: int) -> int:\n    return a + b\n"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = 1\n", "minus for plus: adding.py holds 'a + b' 0 times; it must hold it once"),
        ("a + b\na + b\n", "minus for plus: adding.py holds 'a + b' 2 times; it must hold it once"),
        ("a + b\n", "minus for plus: test_adding.py is gone"),
    ],
)
def test_a_defect_that_no_longer_fits_is_named(root: Path, source: str, said: str) -> None:
    (root / "adding.py").write_text(source)
    assert mutants.misplaced(DEFECT, root) == said

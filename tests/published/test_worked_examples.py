"""Published worked examples: what others computed, we compute too.

``WORKED_EXAMPLES=FILE pytest tests/published`` runs any file of the same form. Features that are not built yet are
named in the summary of skipped tests.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.published.adapters import ADAPTERS, SHARED

FILE = Path(
    os.environ.get("WORKED_EXAMPLES")
    or settings.BASE_DIR.parent / "shared" / "calculations" / "worked_examples.json"
)
EXAMPLES: list[dict[str, Any]] = json.loads(FILE.read_text()) if FILE.exists() else []
BUILT = [example for example in EXAMPLES if example["feature"] in ADAPTERS]


@pytest.mark.skipif(not EXAMPLES, reason=f"there are no examples at {FILE.name}: set WORKED_EXAMPLES")
@pytest.mark.parametrize("example", BUILT, ids=lambda example: str(example["id"]))
def test_published_example(example: dict[str, Any]) -> None:
    file = example["input"].get("file")
    if file and not (SHARED / file).exists():
        pytest.skip(f"there is no {file}")
    found = ADAPTERS[example["feature"]](example["input"])

    assert example["expected"].keys() <= found.keys()
    for name, expected in example["expected"].items():
        assert differences(found[name], expected, example["tolerance"]) == []


def differences(found: Any, expected: Any, tolerance: float) -> list[str]:
    """What is other than expected: numbers by more than the tolerance, words at all, lists item by item."""
    if isinstance(expected, str):
        return [] if found == expected else [f"{found!r} is not {expected!r}"]
    if isinstance(expected, list):
        if len(found) != len(expected):
            return [f"{len(found)} are not {len(expected)}"]
        pairs = zip(found, expected, strict=True)
        return [each for own, wanted in pairs for each in differences(own, wanted, tolerance)]
    is_near = float(found) == pytest.approx(expected, abs=tolerance, rel=0)
    return [] if is_near else [f"{float(found)} is not {expected}"]


@pytest.mark.parametrize(
    ("found", "expected"), [(1.2, 1), ("a", "b"), ([1, 2], [1, 2.2]), ([1], [1, 1]), ([[1], [3]], [[1], [2]])]
)
def test_a_difference_is_noticed(found: Any, expected: Any) -> None:
    assert len(differences(found, expected, 0.1)) == 1
    assert differences(expected, expected, 0.1) == []


def test_features_not_built_yet() -> None:
    """Says what is missing; there is nothing to say once everything is built."""
    assert BUILT or not EXAMPLES, "no published example is compared with anything"
    missing = sorted({example["feature"] for example in EXAMPLES} - ADAPTERS.keys())
    if missing:
        pytest.skip("not built yet: " + ", ".join(missing))


def test_a_wrong_figure_is_noticed() -> None:
    """The control: the comparison can fail."""
    wrong = {"feature": "opportunity", "input": {"importance": 9, "satisfaction": 3}, "tolerance": 0.001}

    with pytest.raises(AssertionError):
        test_published_example({**wrong, "expected": {"score": 15.01}})

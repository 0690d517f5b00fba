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

from tests.published.adapters import ADAPTERS

FILE = Path(
    os.environ.get("WORKED_EXAMPLES")
    or settings.BASE_DIR.parent / "shared" / "calculations" / "worked_examples.json"
)
EXAMPLES: list[dict[str, Any]] = json.loads(FILE.read_text()) if FILE.exists() else []
BUILT = [example for example in EXAMPLES if example["feature"] in ADAPTERS]


@pytest.mark.skipif(not EXAMPLES, reason=f"there are no examples at {FILE.name}: set WORKED_EXAMPLES")
@pytest.mark.parametrize("example", BUILT, ids=lambda example: str(example["id"]))
def test_published_example(example: dict[str, Any]) -> None:
    found = ADAPTERS[example["feature"]](example["input"])

    assert found.keys() == example["expected"].keys()
    for name, expected in example["expected"].items():
        assert float(found[name]) == pytest.approx(expected, abs=example["tolerance"], rel=0)


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

"""The adapters of assessments on published cases, so that a file of examples can name them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.published.adapters import ADAPTERS
from tests.published.test_worked_examples import test_published_example as check

CASES: list[dict[str, Any]] = [
    {
        "id": "Siegel 1956, table 9.8",
        "feature": "kendall-w",
        "input": {"ratings": [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]},
        "expected": {"w": 0.16},
        "tolerance": 0.005,
    },
    {
        "id": "Student 1908, sleep, in R",
        "feature": "perception-gap",
        "input": {
            "business": [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
            "it": [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
        },
        "expected": {"difference": -1.58, "low": -3.3654832, "high": 0.2054832},
        "tolerance": 0.000001,
    },
    {
        "id": "six criteria",
        "feature": "alignment-maturity",
        "input": {"criteria": [2, 3, 3, 4, 2, 3]},
        "expected": {"overall": 2.833333, "level": 3},
        "tolerance": 0.000001,
    },
    {
        "id": "statements that say the same",
        "feature": "cronbach-alpha",
        "input": {"answers": [[1, 1, 1], [3, 3, 3], [5, 5, 5]]},
        "expected": {"alpha": 1},
        "tolerance": 0.000001,
    },
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_case(case: dict[str, Any]) -> None:
    check(case)


def test_without_a_side_there_is_no_gap() -> None:
    assert ADAPTERS["perception-gap"]({"business": [], "it": [1]}) == {}

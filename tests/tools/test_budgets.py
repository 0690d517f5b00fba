"""What counts as a code line, and which distributions are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import budgets, measures

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = '''"""A module.

With a docstring of several lines.
"""

import json  # a comment beside code counts as code


def first() -> str:
    """Says something."""
    # only a comment

    return json.dumps(
        {"a": 1},
    )


class Second:
    """A class."""

    size = 3
    """An attribute's docstring."""

    def third(self) -> None:
        import ast  # slow import: never needed at start

        import re

        text = """a string
        of two lines"""
'''


def test_blank_lines_comments_and_docstrings_are_no_code(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(SOURCE)
    module = measures.measure(path)
    assert module.length == 12
    assert [(function.name, function.length) for function in module.functions] == [("first", 4), ("third", 5)]


def test_an_import_inside_a_function_has_a_reason_or_none(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(SOURCE)
    assert [found.reason for found in measures.measure(path).local_imports] == ["slow import", ""]


def test_comments_of_templates_are_no_lines(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("{# a\nb #}\n<p>\n\n</p>\n{% comment %}\nc\n{% endcomment %}\n")
    assert measures.template_length(path) == 2


def test_a_long_line_of_a_template_counts_as_the_lines_it_would_be(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<p>\n  {'x' * 110}\n{'y' * 221}\n</p>\n")
    assert measures.template_length(path) == 1 + 1 + 3 + 1


def test_too_few_tests_are_named(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.importlinter]\nroot_packages = ["metrics"]\n')
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "queries.py").write_text("x = 1\ny = 2\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_queries.py").write_text("z = 3\n")
    assert budgets.offenses(budgets.read(tmp_path)) == [
        "test code for each line of code is 0.5; it should be from 0.8 to 1.9"
    ]


def test_enough_tests_pass(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.importlinter]\nroot_packages = ["metrics"]\n')
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "queries.py").write_text("x = 1\ny = 2\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_queries.py").write_text("z = 3\n" * 3)
    assert budgets.offenses(budgets.read(tmp_path)) == []


def test_more_than_ten_reasoned_imports_are_too_many(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text("def f() -> None:\n" + "    import ast  # slow import\n" * 11)
    tree = budgets.Tree(tmp_path, (measures.measure(path),), ())
    assert list(budgets.badly_imported(tree)) == ["11 imports inside functions; there may be 10"]

"""What documents claim is held against the source, and a false claim is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import documents
from tools.environment import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """
import os

import environ

env = environ.Env()
DEBUG = env.bool("DEBUG", default=False)
HOSTS = env.list("HOSTS", default=["a", "b"])
DATA = env.str("DATA", default=str(env))
MAIL = os.environ.get("MAIL", "")
TOKEN = os.environ["TOKEN"]
HOME = os.environ["HOME"]
"""
REFERENCE = """| Variable | Default | Meaning |
| --- | --- | --- |
| `DEBUG` | `False` | Shows errors. |
| `HOSTS` | `a,b` | Names. |
| `DATA` | computed | A folder. |
| `MAIL` | none | A server. |
| `TOKEN` | required | A secret. |
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.py").write_text(SETTINGS)
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    (tmp_path / "docs" / "reference" / "settings.md").write_text(REFERENCE)
    (tmp_path / "README.md").write_text(
        "# A\n\nSee [settings](docs/reference/settings.md) and [above](#a).\n"
    )
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.in").write_text("# the framework\ndjango\n")
    return tmp_path


def test_the_settings_reference_of_this_project_is_complete() -> None:
    assert list(documents.wrong_settings(ROOT)) == []


def test_every_requirement_of_this_project_says_why() -> None:
    assert list(documents.unexplained_requirements(ROOT)) == []


def test_true_documents_pass(root: Path) -> None:
    assert documents.offenses(root) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("README.md", "[x](gone.md)\n", "README.md: the link gone.md leads nowhere"),
        ("README.md", "# A\n\n[x](#b)\n", "README.md: the link #b names no heading of README.md"),
        ("README.md", "![x](gone.png)\n", "README.md: the link gone.png leads nowhere"),
        ("README.md", "line\n" * 100, "README.md has 100 lines; it stays under 100"),
        ("README.md", "Run `manage.py fly`.\n", "README.md: there is no command manage.py fly"),
        ("README.md", "Run `dev.py fly`.\n", "README.md: there is no command dev.py fly"),
        ("requirements/base.in", "django\n", "requirements/base.in: django does not say why it is here"),
        (
            "docs/reference/settings.md",
            REFERENCE.replace("| `MAIL` | none | A server. |\n", ""),
            "docs/reference/settings.md does not describe MAIL, which is read",
        ),
        (
            "docs/reference/settings.md",
            REFERENCE + "| `OLD` | none | Gone. |\n",
            "docs/reference/settings.md describes OLD, which nothing reads",
        ),
        (
            "docs/reference/settings.md",
            REFERENCE.replace("`False`", "`True`"),
            "docs/reference/settings.md gives DEBUG the default `True`; it is `False`",
        ),
    ],
)
def test_a_false_claim_is_named(root: Path, name: str, text: str, said: str) -> None:
    (root / name).write_text(text)
    assert documents.offenses(root) == [said]


def test_a_command_that_no_document_mentions_is_named(root: Path) -> None:
    (root / "audit" / "management" / "commands").mkdir(parents=True)
    (root / "audit" / "management" / "commands" / "seal.py").write_text("")
    assert documents.offenses(root) == ["no document mentions manage.py seal"]


def test_links_inside_code_are_no_links(root: Path) -> None:
    (root / "README.md").write_text("```\n[x](gone.md)\n```\n")
    assert documents.offenses(root) == []

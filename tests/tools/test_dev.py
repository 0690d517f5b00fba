"""The door itself: it opens for any Python that can look for a newer one, and names what it does not know."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tools.commands import COMMANDS
from tools.environment import ROOT

DEV = ROOT / "dev.py"


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, DEV, *arguments], capture_output=True, text=True, check=False)


def test_an_old_python_can_read_it() -> None:
    ast.parse(DEV.read_text(), feature_version=(3, 6))


def test_its_usage_names_every_command_but_the_hidden_one() -> None:
    done = dev()
    named = {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ") and line.strip()}
    assert (done.returncode, COMMANDS.keys() - named) == (0, {"setup"})


@pytest.mark.parametrize("arguments", [["fly"], ["check", "nothing"]])
def test_what_it_does_not_know_is_an_error(arguments: list[str]) -> None:
    assert dev(*arguments).returncode == 2

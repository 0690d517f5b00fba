"""What dev.py can be told to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import checking, environment, serving, testing

if TYPE_CHECKING:
    from collections.abc import Callable


def run(_: list[str]) -> int:
    return serving.run()


def test(arguments: list[str]) -> int:
    return testing.run(arguments)


def check(arguments: list[str]) -> int:
    return checking.run(arguments)


def bench(arguments: list[str]) -> int:
    environment.install("base", "test")
    return environment.python("-m", "tools.benching", *arguments)


def docs(arguments: list[str]) -> int:
    environment.install("base")
    return environment.python("-m", "tools.documents", *arguments)


def setup(_: list[str]) -> int:
    """Everything that run and test would fetch, and nothing started. For images and machines being prepared."""
    environment.install("base", "test", "lint", "e2e")
    environment.assets()
    environment.translations()
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "docs": docs,
    "setup": setup,
}

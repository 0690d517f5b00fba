"""Reads a Dockerfile and a compose file far enough to run what they say without an engine."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

INSTRUCTION = re.compile(r"^([A-Z]+)\s+(.*)$")
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::[-?]([^}]*))?\}")


@dataclass(frozen=True)
class Instruction:
    """One line of a Dockerfile, continuation lines joined."""

    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """The words of a command, in either of the two forms."""
        return list(json.loads(self.text)) if self.text.startswith("[") else shlex.split(self.text)


def dockerfile(path: Path) -> list[Instruction]:
    """The instructions in order; ValueError where a line is none."""
    joined = path.read_text().replace("\\\n", " ")
    found = []
    for line in joined.splitlines():
        if line.strip() and not line.startswith("#"):
            match = INSTRUCTION.match(line)
            if match is None:
                raise ValueError(f"no instruction: {line}")
            found.append(Instruction(*match.groups()))
    return found


def compose(path: Path, given: dict[str, str]) -> dict[str, Any]:
    """The compose file with its variables filled in, as an engine does; KeyError where a required one is missing."""

    def fill(match: re.Match[str]) -> str:
        name, otherwise = match.groups()
        is_required = otherwise is None or match.group(0).startswith("${" + name + ":?")
        return given[name] if is_required else given.get(name) or otherwise

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: filled(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [filled(inner) for inner in value]
        return VARIABLE.sub(fill, value) if isinstance(value, str) else value

    loaded: dict[str, Any] = filled(yaml.safe_load(path.read_text()))
    return loaded


def variables(path: Path) -> set[str]:
    """The variables a compose file takes from its surroundings."""
    return {match.group(1) for match in VARIABLE.finditer(path.read_text())}

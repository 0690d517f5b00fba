"""Carries a Dockerfile out as written, without an engine: each stage is a folder that stands for its root.

What differs from an engine, and nothing else does:

- An absolute path in a command, in ENV or in COPY is taken below the stage's folder: ``/venv`` is ``FOLDER/venv``.
- ``python``, ``node`` and ``npm`` are this machine's, not those of the images named by FROM.
- ``useradd`` is told its root with ``--prefix``; ``install`` gets the number behind an owner's name from the
  stage's own list of users, which the system does not ask. Both need root.
- COPY links an environment instead of copying it: its scripts name the path at which it was made.
- USER is not obeyed; that it stands before CMD is tested by itself.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.tools.container_files.reading import Instruction

PATIENCE = 900.0
"""Seconds a command may take; two of them fetch packages."""


@dataclass
class Stage:
    """One root: the folder that stands for it, where its commands run, and with which variables."""

    root: Path
    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    def place(self, path: str) -> Path:
        """Where a path of the stage lies on this machine."""
        below = self.root / path[1:] if path.startswith("/") else self.folder / path
        return Path(os.path.normpath(below))

    def users(self) -> dict[str, str]:
        """Name to number of the users the stage has."""
        entries = (self.root / "etc" / "passwd").read_text().splitlines()
        return {name: number for name, _, number, *_ in (entry.split(":") for entry in entries)}

    def words(self, words: list[str]) -> list[str]:
        """A command as it is run here."""
        command, *rest = [str(self.place(word)) if word.startswith("/") else word for word in words]
        if command == "useradd":
            rest = ["--prefix", str(self.root), *rest]
        if command == "install":
            users = self.users()
            rest = [users.get(word, word) for word in rest]
        return [command, *rest]


def context(tree: Path, target: Path) -> Path:
    """What an engine is sent: the tree without what its .dockerignore names."""
    lines = [line for line in (tree / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    anywhere = {line.removeprefix("**/") for line in lines if line.startswith("**/")}

    def ignored(folder: str, names: list[str]) -> list[str]:
        here = Path(folder).relative_to(tree)
        return [name for name in names if name in anywhere or (here / name).as_posix() in lines]

    shutil.copytree(tree, target, ignore=ignored, symlinks=True)
    return target


class Build:
    """A Dockerfile carried out. ``instead`` replaces commands, by their first words, with something quicker."""

    def __init__(self, sent: Path, below: Path, instead: dict[str, Callable[[Stage], None]]) -> None:
        self.sent, self.below, self.instead = sent, below, instead
        self.stages: dict[str, Stage] = {}
        self.ran: list[str] = []
        """The commands that were run as written."""
        tools = below / "tools"
        tools.mkdir(parents=True)
        (tools / "python").symlink_to(getattr(sys, "_base_executable", sys.executable))
        self.path = f"{tools}{os.pathsep}{os.environ['PATH']}"

    def carry_out(self, instructions: Iterable[Instruction]) -> Stage:
        """Every instruction in its order; the last stage. Raises ``RuntimeError`` where a command fails."""
        stage = None
        for line in instructions:
            if line.name == "FROM":
                stage = self.start(line.text.partition(" AS ")[2] or "image")
            elif stage and line.name == "WORKDIR":
                stage.folder = stage.place(line.text)
                stage.folder.mkdir(parents=True, exist_ok=True)
            elif stage and line.name == "ENV":
                self.set(stage, line.words)
            elif stage and line.name == "COPY":
                self.copy(stage, line.words)
            elif stage and line.name == "RUN":
                self.run(stage, line)
        assert stage is not None
        return stage

    def start(self, name: str) -> Stage:
        root = self.below / name
        for folder in ("etc", "home", "var/mail"):
            (root / folder).mkdir(parents=True)
        for listed in ("passwd", "group", "shadow"):
            (root / "etc" / listed).touch()
        self.stages[name] = Stage(root, root, {"PATH": self.path, "HOME": str(root / "home")})
        return self.stages[name]

    def set(self, stage: Stage, pairs: list[str]) -> None:
        for name, _, value in (pair.partition("=") for pair in pairs):
            parts = [str(stage.place(part)) if part.startswith("/") else part for part in value.split(":")]
            stage.env[name] = ":".join(parts).replace("$PATH", self.path)

    def copy(self, stage: Stage, words: list[str]) -> None:
        origin = self.sent
        if words[0].startswith("--from="):
            origin, words = self.stages[words[0].removeprefix("--from=")].root, words[1:]
        *sources, target = words
        for source in (origin / word.lstrip("/") for word in sources):
            placed = stage.place(target)
            if (source / "pyvenv.cfg").exists():
                placed.symlink_to(source)
            elif source.is_dir():
                shutil.copytree(source, placed, dirs_exist_ok=True, symlinks=True)
            else:
                placed = placed / source.name if target.endswith("/") else placed
                placed.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, placed)

    def run(self, stage: Stage, line: Instruction) -> None:
        quicker = next((do for start, do in self.instead.items() if line.text.startswith(start)), None)
        if quicker:
            quicker(stage)
            return
        done = subprocess.run(
            stage.words(shlex.split(line.text)), cwd=stage.folder, env=stage.env,
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{line.text}\n{done.stdout}{done.stderr}")
        self.ran.append(line.text)

"""A small tree that passes every gate, in which tests plant violations."""

from __future__ import annotations

import os
import shutil
import subprocess
import textwrap
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tools.environment import PYTHON, ROOT, VENV

SETTINGS = """
SECRET_KEY = "k" * 50
INSTALLED_APPS = ["django.contrib.contenttypes", "customers"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
"""
TEMPLATE = """{% load i18n %}
<p>{% translate "Nobody is waiting." %}</p>
"""


@dataclass(frozen=True)
class Tree:
    """A copy of the project's gates around a handful of files."""

    root: Path
    cache: Path
    """Shared by all trees of a run: what mypy knows of libraries."""

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"))

    def check(self, name: str) -> tuple[bool, str]:
        """Whether the gate lets the tree pass, and what it says."""
        done = subprocess.run(
            [PYTHON, "-m", "tools.checking", name],
            cwd=self.root,
            env={**os.environ, "MYPY_CACHE_DIR": str(self.cache)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode == 0, done.stdout + done.stderr


def plant(root: Path, cache: Path) -> Tree:
    """The gates and their configuration as they are, every package empty, one template, no models."""
    tree = Tree(root, cache)
    for name in ("pyproject.toml", "manage.py", "dev.py"):
        shutil.copy(ROOT / name, root / name)
    for name in ("tools", "requirements"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    (root / ".venv").symlink_to(VENV)
    project = tomllib.loads((root / "pyproject.toml").read_text())
    for package in project["tool"]["importlinter"]["root_packages"]:
        tree.write(f"{package}/__init__.py", "")
    for module in ("actors", "values"):
        tree.write(f"foundation/{module}.py", "")
    tree.write("config/settings.py", SETTINGS)
    tree.write("customers/migrations/__init__.py", "")
    tree.write("customers/queries.py", "")
    tree.write("requirements/base.in", "django\npolib\n")
    tree.write("templates/empty.html", TEMPLATE)
    return tree

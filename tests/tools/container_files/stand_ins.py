"""The container files, the values they are read with here, and what stands in for commands that fetch packages."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.tools.container_files.building import Stage
from tools.environment import ROOT, VENV

DOCKERFILE, COMPOSE = ROOT / "Dockerfile", ROOT / "docker-compose.yml"


WHOLE = bool(os.environ.get("SIGHTLINE_RELEASE"))
"""Whether packages are fetched as the image fetches them: about a minute."""
IS_ROOT = os.geteuid() == 0


AS_ROOT = ("useradd", "install")
"""Commands that only root may give."""
SECRETS = {
    "SECRET_KEY": "only-for-this-test-" + "abcdefghij" * 4,
    "ALLOWED_HOSTS": "sightline.example,127.0.0.1",
    "POSTGRES_PASSWORD": "a",
    "REDIS_PASSWORD": "b",
}


def link_node_modules(stage: Stage) -> None:
    (stage.folder / "node_modules").symlink_to(ROOT / "assets" / "node_modules")


def link_environment(stage: Stage) -> None:
    stage.place("/venv").symlink_to(VENV)


def bring_built_assets(stage: Stage) -> None:
    shutil.copytree(ROOT / "static" / "build", stage.place("/source/static/build"), dirs_exist_ok=True)


def nothing(_stage: Stage) -> None:
    """The packages are there already."""


def quicker() -> dict[str, Any]:
    """What stands in for commands that fetch packages, and for what only root may do."""
    instead: dict[str, Any] = {} if IS_ROOT else dict.fromkeys(AS_ROOT, nothing)
    if not WHOLE:
        instead |= {"python -m venv": link_environment, "/venv/bin/python -m pip": nothing}
        has_node = (ROOT / "assets" / "node_modules").exists()
        instead |= (
            {"npm ci": link_node_modules} if has_node else {"npm ci": nothing, "npm": bring_built_assets}
        )
    return instead


def run(words: list[str], cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)

"""The container files, checked without an engine: parsed, described, and every command run as written.

``building.py`` says how a Dockerfile is carried out in folders and what differs from an engine. With
``SIGHTLINE_RELEASE=1`` all of it is; otherwise the commands that fetch packages are read by the programs
that would run them, and the packages of the working tree stand in. The services run their commands in the image
so built, with SQLite and a folder where the compose file names servers; PostgreSQL's and Redis's own commands run
against servers of this machine, at a socket and a port of their own.
"""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from tests.tools.container_files.building import Build, context
from tests.tools.container_files.reading import compose, dockerfile
from tests.tools.container_files.stand_ins import COMPOSE, DOCKERFILE, SECRETS, quicker, run
from tools.environment import ROOT


@pytest.fixture(scope="session")
def services() -> dict[str, Any]:
    found: dict[str, Any] = compose(COMPOSE, SECRETS)["services"]
    return found


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The image, built from what an engine would be sent."""
    below = tmp_path_factory.mktemp("image")
    made = Build(context(ROOT, below / "sent"), below / "stages", quicker())
    made.carry_out(dockerfile(DOCKERFILE))
    return made


@pytest.fixture(scope="session")
def image(build: Build) -> Path:
    """Where the image's commands run."""
    return build.stages["image"].folder


@pytest.fixture(scope="session")
def surroundings(services: dict[str, Any], build: Build) -> dict[str, str]:
    """The environment of a container, with SQLite and a folder where the compose file names servers."""
    given = {name: str(value) for name, value in services["web"]["environment"].items()}
    own = {"DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL"}
    return {
        **build.stages["image"].env,
        "HOSTNAME": socket.gethostname(),
        **{name: value for name, value in given.items() if name not in own},
    }


@pytest.fixture(scope="session")
def prepared(services: dict[str, Any], image: Path, surroundings: dict[str, str]) -> dict[str, str]:
    """The environment after the service that prepares the database and static files has run."""
    done = run(services["prepare"]["command"], image, surroundings)
    assert done.returncode == 0, done.stdout + done.stderr
    return surroundings

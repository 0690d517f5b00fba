"""What the image and the compose file start gets ready, and its health check says so."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.tools.container_files.reading import dockerfile
from tests.tools.container_files.stand_ins import DOCKERFILE, run
from tools.environment import ROOT
from tools.services import Postgres, postgres_folder

if TYPE_CHECKING:
    from collections.abc import Iterator


PATIENCE = 30.0


@pytest.fixture(scope="module")
def web(image: Path, prepared: dict[str, str]) -> Iterator[dict[str, str]]:
    """The image's command, running on a free port."""
    env = {**prepared, "PORT": str(free_port())}
    command = next(line for line in dockerfile(DOCKERFILE) if line.name == "CMD").words
    process = subprocess.Popen(command, cwd=image, env=env, start_new_session=True)
    yield env
    end(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(PATIENCE)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def test_the_web_service_gets_ready_and_its_health_check_says_so(image: Path, web: dict[str, str]) -> None:
    probe = next(line for line in dockerfile(DOCKERFILE) if line.name == "HEALTHCHECK").text.partition(
        "CMD "
    )[2]
    assert probe == '["python", "-m", "tools.probe"]'
    limit = time.monotonic() + PATIENCE
    while (done := run(["python", "-m", "tools.probe"], image, web)).returncode and time.monotonic() < limit:
        time.sleep(0.2)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_web_service_sends_strangers_to_https(image: Path, web: dict[str, str]) -> None:
    limit = time.monotonic() + PATIENCE
    while run(["python", "-m", "tools.probe"], image, web).returncode and time.monotonic() < limit:
        time.sleep(0.2)
    connection = http.client.HTTPConnection("127.0.0.1", int(web["PORT"]), timeout=5)
    connection.request("GET", "/", headers={"Host": "sightline.example"})
    answer = connection.getresponse()
    connection.close()
    assert (answer.status, answer.headers["Location"]) == (301, "https://sightline.example/")


def test_a_worker_answers_its_health_check(
    services: dict[str, Any], image: Path, prepared: dict[str, str]
) -> None:
    process = subprocess.Popen(services["worker"]["command"], cwd=image, env=prepared, start_new_session=True)
    kind, check = services["worker"]["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    try:
        limit = time.monotonic() + PATIENCE
        ask = ["sh", "-c", check.replace("$$", "$")]
        while (done := run(ask, image, prepared)).returncode and time.monotonic() < limit:
            assert process.poll() is None
    finally:
        end(process)
    assert done.returncode == 0


def test_the_scheduler_writes_the_file_its_health_check_looks_at(
    services: dict[str, Any], image: Path, prepared: dict[str, str], tmp_path: Path
) -> None:
    own = [word.replace("/tmp/", f"{tmp_path}/") for word in services["scheduler"]["command"]]  # noqa: S108
    kind, check = services["scheduler"]["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    look = ["sh", "-c", check.replace("$$", "$").replace("/tmp/", f"{tmp_path}/")]  # noqa: S108
    process = subprocess.Popen(own, cwd=image, env=prepared, start_new_session=True)
    try:
        limit = time.monotonic() + PATIENCE
        while (done := run(look, image, prepared)).returncode and time.monotonic() < limit:
            assert process.poll() is None
            time.sleep(0.1)
    finally:
        end(process)
    assert done.returncode == 0


def test_the_database_answers_its_health_check(services: dict[str, Any]) -> None:
    """Against a server of this machine, whose socket the client learns from its environment."""
    folder = postgres_folder()
    kind, *check = services["db"]["healthcheck"]["test"]
    if folder is None or not (folder / "pg_isready").exists():
        pytest.skip("no PostgreSQL here")
    assert kind == "CMD"
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    with Postgres(folder) as server:
        assert run(check, ROOT, {**env, "PGHOST": str(server.folder)}).returncode == 0
    assert run(check, ROOT, {**env, "PGHOST": str(server.folder)}).returncode != 0


def test_redis_answers_its_health_check_only_with_its_password(
    services: dict[str, Any], tmp_path: Path
) -> None:
    """Its command and its check as written, each with a port of this machine added."""
    if not shutil.which("redis-server") or not shutil.which("redis-cli"):
        pytest.skip("no Redis here")
    redis, port = services["redis"], str(free_port())
    kind, client, *asked = redis["healthcheck"]["test"]
    assert kind == "CMD"
    process = subprocess.Popen(
        [*redis["command"], "--port", port, "--bind", "127.0.0.1"], cwd=tmp_path, stdout=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        limit, env = time.monotonic() + PATIENCE, {**os.environ, **redis["environment"]}
        while (
            done := run([client, "-p", port, *asked], tmp_path, env)
        ).returncode and time.monotonic() < limit:
            assert process.poll() is None
        stranger = run([client, "-p", port, *asked], tmp_path, {**os.environ, "REDISCLI_AUTH": ""})
    finally:
        end(process)
    assert (done.stdout, "NOAUTH" in stranger.stdout) == ("PONG\n", True)
    assert list(tmp_path.glob("appendonlydir/*")) != []

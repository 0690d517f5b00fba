"""The container files, checked without an engine: parsed, described, and their commands run as written.

Commands that fetch packages or change the machine's users are not run here; `dev.py` runs the same installers.
"""

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

from tests.tools.containers import compose, dockerfile, variables
from tools import documents
from tools.environment import BIN, ROOT, VENV

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.xdist_group("containers")
DOCKERFILE, COMPOSE = ROOT / "Dockerfile", ROOT / "docker-compose.yml"
INSTALLERS = ("npm ci", "python -m venv", "/venv/bin/python -m pip", "useradd", "install --directory")
"""RUN commands that fetch packages or need a machine of their own."""
SECRETS = {
    "SECRET_KEY": "only-for-this-test-" + "abcdefghij" * 4,
    "ALLOWED_HOSTS": "sightline.example,127.0.0.1",
    "POSTGRES_PASSWORD": "a",
    "REDIS_PASSWORD": "b",
}
PATIENCE = 30.0


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = compose(COMPOSE, SECRETS)["services"]
    return found


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the image would hold: the tree without what .dockerignore leaves out, and the environment beside it."""
    root = tmp_path_factory.mktemp("image") / "app"
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    names = [
        line.removeprefix("**/") for line in ignored if line and not line.startswith("#") and "/" not in line
    ]
    shutil.copytree(
        ROOT, root, ignore=shutil.ignore_patterns(*names, "node_modules", "__pycache__", ".*_cache")
    )
    (root / ".venv").symlink_to(VENV)
    return root


@pytest.fixture(scope="module")
def surroundings(services: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a container, with SQLite and a folder where the compose file names servers."""
    given = {name: str(value) for name, value in services["web"]["environment"].items()}
    own = {"DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL"}
    home = tmp_path_factory.mktemp("home")
    return {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "HOSTNAME": socket.gethostname(),
        "SIGHTLINE_DATA": str(home / "data"),
        **{name: value for name, value in given.items() if name not in own},
    }


def run(words: list[str], cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def prepared(services: dict[str, Any], image: Path, surroundings: dict[str, str]) -> dict[str, str]:
    """The environment after the service that prepares the database and static files has run."""
    done = run(services["prepare"]["command"], image, surroundings)
    assert done.returncode == 0, done.stdout + done.stderr
    return surroundings


@pytest.fixture(scope="module")
def web(image: Path, prepared: dict[str, str]) -> Iterator[dict[str, str]]:
    """The image's command, running on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        env = {**prepared, "PORT": str(probe.getsockname()[1])}
    command = next(line for line in dockerfile(DOCKERFILE) if line.name == "CMD").words
    process = subprocess.Popen(command, cwd=image, env=env, start_new_session=True)
    yield env
    end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(PATIENCE)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def test_the_dockerfile_copies_only_what_exists() -> None:
    copied = [line.text.split()[:-1] for line in dockerfile(DOCKERFILE) if line.name == "COPY"]
    own = [word for words in copied for word in words if not words[0].startswith("--from")]
    assert [word for word in own if not (ROOT / word).exists()] == []


def test_the_image_does_not_run_as_root() -> None:
    names = [line.name for line in dockerfile(DOCKERFILE)]
    last_stage = names[len(names) - names[::-1].index("FROM") :]
    assert last_stage.index("USER") < last_stage.index("CMD")
    assert last_stage[last_stage.index("USER") :].count("RUN") == 0


def test_every_package_the_image_installs_is_locked() -> None:
    installs = [line.text for line in dockerfile(DOCKERFILE) if line.name == "RUN" and " pip " in line.text]
    assert [line.partition(" install ")[2] for line in installs] == [
        "--no-cache-dir --require-hashes --only-binary :all: -r requirements/base.txt"
    ]


@pytest.mark.gates
def test_every_other_run_command_works(image: Path, surroundings: dict[str, str]) -> None:
    commands = [line for line in dockerfile(DOCKERFILE) if line.name == "RUN"]
    ours = [line for line in commands if not line.text.startswith(INSTALLERS)]
    python = [line for line in ours if not line.text.startswith("npm")]
    assert [line.text.split()[0] for line in ours] == ["npm", "python", "python"]
    for line in python:
        done = run(line.words, image, surroundings)
        assert done.returncode == 0, f"{line.text}\n{done.stdout}{done.stderr}"


@pytest.mark.gates
def test_the_assets_build_as_the_image_builds_them(image: Path, surroundings: dict[str, str]) -> None:
    if not (ROOT / "assets" / "node_modules").exists():
        pytest.skip("front-end packages are not installed; `python3 dev.py run` brings them")
    assert (image / "assets" / "package-lock.json").exists()
    (image / "assets" / "node_modules").symlink_to(ROOT / "assets" / "node_modules")
    line = next(line for line in dockerfile(DOCKERFILE) if line.text.startswith("npm run"))
    done = run(line.words, image / "assets", surroundings)
    assert done.returncode == 0, done.stdout + done.stderr
    assert any((image / "static" / "build").iterdir())


@pytest.mark.gates
def test_the_web_service_gets_ready_and_its_health_check_says_so(image: Path, web: dict[str, str]) -> None:
    probe = next(line for line in dockerfile(DOCKERFILE) if line.name == "HEALTHCHECK").text.partition(
        "CMD "
    )[2]
    assert probe == '["python", "-m", "tools.probe"]'
    limit = time.monotonic() + PATIENCE
    while (done := run(["python", "-m", "tools.probe"], image, web)).returncode and time.monotonic() < limit:
        time.sleep(0.2)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.gates
def test_the_web_service_sends_strangers_to_https(image: Path, web: dict[str, str]) -> None:
    limit = time.monotonic() + PATIENCE
    while run(["python", "-m", "tools.probe"], image, web).returncode and time.monotonic() < limit:
        time.sleep(0.2)
    connection = http.client.HTTPConnection("127.0.0.1", int(web["PORT"]), timeout=5)
    connection.request("GET", "/", headers={"Host": "sightline.example"})
    answer = connection.getresponse()
    connection.close()
    assert (answer.status, answer.headers["Location"]) == (301, "https://sightline.example/")


@pytest.mark.gates
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


@pytest.mark.gates
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


def test_the_parts_of_an_installation(services: dict[str, Any]) -> None:
    assert list(services) == ["prepare", "web", "worker", "scheduler", "db", "redis"]
    assert {name: service["networks"] for name, service in services.items()} == {
        "prepare": ["inside"],
        "web": ["inside", "outside"],
        "worker": ["inside", "outside"],
        "scheduler": ["inside"],
        "db": ["inside"],
        "redis": ["inside"],
    }


def test_only_the_web_service_can_be_reached_and_only_from_this_machine(services: dict[str, Any]) -> None:
    assert {name: service["ports"] for name, service in services.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }
    assert compose(COMPOSE, SECRETS)["networks"] == {"inside": {"internal": True}, "outside": None}


def test_redis_keeps_what_it_is_given(services: dict[str, Any]) -> None:
    assert services["redis"]["command"] == [
        "redis-server", "--appendonly", "yes", "--appendfsync", "everysec",
        "--maxmemory-policy", "noeviction", "--requirepass", "b",
    ]  # fmt: skip


def test_every_service_but_the_one_that_ends_is_watched(services: dict[str, Any]) -> None:
    # The web service's check is the image's own.
    unwatched = {name for name, service in services.items() if "test" not in service.get("healthcheck", {})}
    assert unwatched == {"prepare", "web"}


def test_every_variable_of_the_compose_file_is_described() -> None:
    described = set(documents.SETTING.findall((ROOT / "docs" / "reference" / "settings.md").read_text()))
    names = {name for name, _ in described} | {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    operating = (ROOT / "docs" / "operating.md").read_text()
    assert variables(COMPOSE) - names == set()
    assert [name for name in ("POSTGRES_PASSWORD", "REDIS_PASSWORD") if name not in operating] == []


def test_every_variable_that_the_services_set_is_described(services: dict[str, Any]) -> None:
    described = {
        name for name, _ in documents.SETTING.findall((ROOT / "docs/reference/settings.md").read_text())
    }
    assert set(services["web"]["environment"]) - described == set()


def test_a_secret_that_is_missing_stops_the_start() -> None:
    with pytest.raises(KeyError, match="SECRET_KEY"):
        compose(COMPOSE, {name: value for name, value in SECRETS.items() if name != "SECRET_KEY"})

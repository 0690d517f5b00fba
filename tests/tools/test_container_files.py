"""The container files, checked without an engine: parsed, described, and every command run as written.

``tests/tools/building.py`` says how a Dockerfile is carried out in folders and what differs from an engine. With
``CI`` or ``SIGHTLINE_RELEASE=1`` all of it is; otherwise the commands that fetch packages are read by the programs
that would run them, and the packages of the working tree stand in. The services run their commands in the image
so built, with SQLite and a folder where the compose file names servers; PostgreSQL's and Redis's own commands run
against servers of this machine, at a socket and a port of their own.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.tools.building import Build, Stage, context
from tests.tools.containers import Instruction, compose, dockerfile, variables
from tools import documents
from tools.environment import ROOT, VENV
from tools.services import Postgres, postgres_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.xdist_group("containers")
DOCKERFILE, COMPOSE = ROOT / "Dockerfile", ROOT / "docker-compose.yml"
WHOLE = bool(os.environ.get("CI") or os.environ.get("SIGHTLINE_RELEASE"))
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
PATIENCE = 30.0


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = compose(COMPOSE, SECRETS)["services"]
    return found


def commands() -> list[Instruction]:
    return [line for line in dockerfile(DOCKERFILE) if line.name == "RUN"]


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


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The image, built from what an engine would be sent."""
    below = tmp_path_factory.mktemp("image")
    made = Build(context(ROOT, below / "sent"), below / "stages", quicker())
    made.carry_out(dockerfile(DOCKERFILE))
    return made


@pytest.fixture(scope="module")
def image(build: Build) -> Path:
    """Where the image's commands run."""
    return build.stages["image"].folder


@pytest.fixture(scope="module")
def surroundings(services: dict[str, Any], build: Build) -> dict[str, str]:
    """The environment of a container, with SQLite and a folder where the compose file names servers."""
    given = {name: str(value) for name, value in services["web"]["environment"].items()}
    own = {"DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL"}
    return {
        **build.stages["image"].env,
        "HOSTNAME": socket.gethostname(),
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
def test_every_run_command_works_as_written(build: Build) -> None:
    written = [line.text for line in commands()]
    replaced = [text for text in written if text.startswith(tuple(build.instead))]
    assert build.ran == [text for text in written if text not in replaced]
    assert len(replaced) == 0 or not (WHOLE and IS_ROOT)
    assert any((build.stages["image"].folder / "static" / "build").iterdir())


@pytest.mark.gates
def test_a_command_that_fails_is_noticed(tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    for text in ("false", "no-such-command --at all", "python -m compileall --no-such-option"):
        lines = [Instruction("FROM", "anything"), Instruction("RUN", text)]
        with pytest.raises((RuntimeError, FileNotFoundError)):
            Build(sent, tmp_path / text.split()[0], {}).carry_out(lines)


@pytest.mark.gates
def test_pip_can_read_the_command_that_fetches_packages() -> None:
    """It refuses an option it does not know before it shows its help."""
    (line,) = [line for line in commands() if " pip " in line.text]
    words = [str(VENV / "bin" / "python"), *line.words[1:]]
    assert run([*words, "--help"], ROOT, {**os.environ}).returncode == 0
    assert run([*words, "--no-such-option", "--help"], ROOT, {**os.environ}).returncode != 0


def test_the_lock_file_of_the_assets_fits_their_list() -> None:
    """What ``npm ci`` refuses otherwise."""
    listed = json.loads((ROOT / "assets" / "package.json").read_text())
    locked = json.loads((ROOT / "assets" / "package-lock.json").read_text())
    assert locked["packages"][""]["dependencies"] == listed["dependencies"]
    assert [
        name
        for name, version in listed["dependencies"].items()
        if locked["packages"][f"node_modules/{name}"]["version"] != version
    ] == []


@pytest.mark.gates
@pytest.mark.skipif(not IS_ROOT, reason="useradd and install --owner need root")
def test_the_image_has_its_user_and_a_folder_that_is_the_users(build: Build) -> None:
    final = build.stages["image"]
    user = next(line.text for line in dockerfile(DOCKERFILE) if line.name == "USER")
    assert final.users() == {user: "10001"}
    assert (final.root / "home" / user).is_dir()
    assert final.place("/data").stat().st_uid == 10001


@pytest.mark.gates
def test_what_is_sent_to_the_engine_is_what_the_image_needs(build: Build) -> None:
    assert [
        name for name in (".git", ".env", "tests", "var", "docs", ".venv") if (build.sent / name).exists()
    ] == []
    assert [
        name for name in ("manage.py", "config", "assets", "tools") if not (build.sent / name).exists()
    ] == []


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


@pytest.mark.gates
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


@pytest.mark.gates
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


def test_every_command_of_the_compose_file_is_run_here(services: dict[str, Any]) -> None:
    """A new one needs a test of its own."""
    commanded = {name for name, service in services.items() if "command" in service}
    checked = {name for name, service in services.items() if "test" in service.get("healthcheck", {})}
    assert commanded == {"prepare", "worker", "scheduler", "redis"}
    assert checked == {"worker", "scheduler", "db", "redis"}


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

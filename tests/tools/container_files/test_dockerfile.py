"""The Dockerfile: what it copies, installs and leaves out, with every command run as written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.tools.container_files.building import Build
from tests.tools.container_files.reading import Instruction, dockerfile
from tests.tools.container_files.stand_ins import DOCKERFILE, IS_ROOT, WHOLE, run
from tools.environment import ROOT, VENV


def commands() -> list[Instruction]:
    return [line for line in dockerfile(DOCKERFILE) if line.name == "RUN"]


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


def test_every_run_command_works_as_written(build: Build) -> None:
    written = [line.text for line in commands()]
    replaced = [text for text in written if text.startswith(tuple(build.instead))]
    assert build.ran == [text for text in written if text not in replaced]
    assert len(replaced) == 0 or not (WHOLE and IS_ROOT)
    assert any((build.stages["image"].folder / "static" / "build").iterdir())


def test_a_command_that_fails_is_noticed(tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    for text in ("false", "no-such-command --at all", "python -m compileall --no-such-option"):
        lines = [Instruction("FROM", "anything"), Instruction("RUN", text)]
        with pytest.raises((RuntimeError, FileNotFoundError)):
            Build(sent, tmp_path / text.split()[0], {}).carry_out(lines)


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


@pytest.mark.skipif(not IS_ROOT, reason="useradd and install --owner need root")
def test_the_image_has_its_user_and_a_folder_that_is_the_users(build: Build) -> None:
    final = build.stages["image"]
    user = next(line.text for line in dockerfile(DOCKERFILE) if line.name == "USER")
    assert final.users() == {user: "10001"}
    assert (final.root / "home" / user).is_dir()
    assert final.place("/data").stat().st_uid == 10001


def test_what_is_sent_to_the_engine_is_what_the_image_needs(build: Build) -> None:
    assert [
        name for name in (".git", ".env", "tests", "var", "docs", ".venv") if (build.sent / name).exists()
    ] == []
    assert [
        name for name in ("manage.py", "config", "assets", "tools") if not (build.sent / name).exists()
    ] == []

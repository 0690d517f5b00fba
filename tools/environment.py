"""The environment in .venv: packages, front-end assets, translations. Standard library only.

A step is repeated only when its inputs changed; the hash of the inputs is kept in a stamp, .venv/.stamp-NAME.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if os.name != "nt":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
ASSETS = ROOT / "assets"
OLDEST_NODE = 20
STARTED = time.monotonic()


def say(message: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.1f} s] {message}", flush=True)


def python(*arguments: str, env: dict[str, str] | None = None) -> int:
    """Run the environment's Python in the project's folder; its exit code."""
    return subprocess.call([PYTHON, *arguments], cwd=ROOT, env=env)


def free_of(*names: str) -> dict[str, str]:
    """This process's environment without the named variables."""
    return {name: value for name, value in os.environ.items() if name not in names}


def require(*arguments: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command that must succeed. Its output is shown only where it does not."""
    done = subprocess.run(
        arguments, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        command = " ".join(str(word) for word in arguments)
        sys.exit(f"{done.stdout}\nThis command failed with {done.returncode}: {command}")


@contextlib.contextmanager
def step(name: str, inputs: Iterable[Path], *outputs: Path, stamps: Path = VENV) -> Iterator[bool]:
    """Whether the step is due: its inputs changed, an output is gone, or it never finished."""
    stamp = stamps / f".stamp-{name}"
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(set(inputs)):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    done = stamp.exists() and stamp.read_text() == digest.hexdigest()
    due = not done or not all(path.exists() for path in outputs)
    yield due
    if due:
        stamp.write_text(digest.hexdigest())


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two commands at once bring packages one after the other."""
    if os.name == "nt":  # which has no such locks
        yield
        return
    with Path(ROOT, ".venv.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("waiting for another command that brings packages")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def install(*names: str) -> None:
    """Bring the named requirement lists into .venv, which is made where it is missing."""
    with alone():
        _install(*names)


def _install(*names: str) -> None:
    make_venv()
    for name in names:
        listed = ROOT / "requirements" / f"{name}.txt"
        with step(f"install-{name}", [listed]) as due:
            if due:
                say(f"installing requirements/{name}.txt")
                require(*_installer(), "--require-hashes", "--only-binary", ":all:", "-r", listed)


def make_venv() -> None:
    if PYTHON.exists():
        return
    say("making .venv")
    if uv := shutil.which("uv"):
        require(uv, "venv", "-q", "-p", sys.executable, VENV)
        return
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(
            f"{made.stdout}{made.stderr}\n`python3 -m venv` failed. "
            "On Debian and Ubuntu `apt install python3-venv` brings it; uv does as well."
        )


def _installer() -> list[str | Path]:
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "-q", "--python", PYTHON]
    pip: list[str | Path] = [PYTHON, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        require(PYTHON, "-m", "ensurepip")
    # Most modules are never imported; those that are, are compiled then.
    quietly = ["-q", "--no-compile", "--disable-pip-version-check", "--no-warn-script-location"]
    return [*pip, "install", *quietly]


def assets() -> None:
    """Front-end bundles: npm packages as locked, then the build. Node.js comes from PyPI where it is missing."""
    if not (ASSETS / "package.json").exists():
        return
    built = ROOT / "static" / "build"
    with step("npm", files(ASSETS, "package*.json", ".npmrc"), ASSETS / "node_modules") as due:
        if due:
            npm, env = _npm()
            say("installing front-end packages")
            require(npm, "ci", "--silent", cwd=ASSETS, env=env)
    with step("assets", _asset_sources(), built) as due:
        if due:
            npm, env = _npm()
            say("building front-end assets")
            require(npm, "run", "--silent", "build", cwd=ASSETS, env=env)


def _asset_sources() -> list[Path]:
    own = [path for path in ASSETS.rglob("*") if path.is_file() and "node_modules" not in path.parts]
    return own + files(ROOT / "static" / "src", "**/*")


def _npm() -> tuple[str, dict[str, str]]:
    env = dict(os.environ)
    if not _node_is_new_enough():
        say("no Node.js 20 or newer here: taking it from requirements/node.txt")
        install("node")
        env["PATH"] = f"{BIN}{os.pathsep}{env['PATH']}"
    npm = shutil.which("npm", path=env["PATH"])
    if npm is None:
        sys.exit("npm was not found, neither on PATH nor in .venv.")
    return npm, env


def _node_is_new_enough() -> bool:
    if shutil.which("npm") is None:
        return False
    try:
        said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
        return int(said.strip().removeprefix("v").split(".")[0]) >= OLDEST_NODE
    except (OSError, ValueError, subprocess.CalledProcessError):
        return False


def translations() -> None:
    """Compile every .po file: GNU gettext is not certain to be there, polib is."""
    sources = files(ROOT / "locale", "**/*.po")
    if not sources:
        return
    with step("translations", sources, *(path.with_suffix(".mo") for path in sources)) as due:
        if due:
            say("compiling translations")
            require(PYTHON, "-m", "tools.translations", "compile")


def static_files(data: Path, env: dict[str, str]) -> None:
    """Gather static files under their hashed names, for serving from the folder ``data``."""
    gathered = data / "static"
    own = files(ROOT, "static/**/*", "*/static/**/*")
    # The data folder may lie in the project: what was gathered into it is no reason to gather again.
    sources = [path for path in own if not path.is_relative_to(gathered)]
    with step("static", [*sources, ROOT / "requirements" / "base.txt"], gathered, stamps=data) as due:
        if due:
            say("collecting static files")
            require(PYTHON, "manage.py", "collectstatic", "--noinput", "-v0", env=env)


def files(folder: Path, *patterns: str) -> list[Path]:
    """The files below ``folder`` that match one of the patterns."""
    return [path for pattern in patterns for path in folder.glob(pattern) if path.is_file()]

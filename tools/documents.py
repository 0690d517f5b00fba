"""`dev.py docs`: what the documents claim, held against the source.

Links and anchors resolve; the settings reference lists exactly the variables that are read, with their defaults;
every command named exists and every command is named; each requirement says why; the README is short.
"""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING

from tools.commands import COMMANDS
from tools.environment import ROOT, files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

README_LINES = 100
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*$", re.MULTILINE)
CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \| ([^|]*?) \|", re.MULTILINE)
MANAGE = re.compile(r"manage\.py ([a-z_]+)")
DEV = re.compile(r"dev\.py ([a-z]+)")
DJANGO_COMMANDS = {
    "check", "clearsessions", "collectstatic", "createcachetable", "dumpdata", "flush", "makemessages", "makemigrations",
    "migrate", "runserver", "shell", "sqlmigrate",
}  # fmt: skip
COMPUTED = "computed"
"""The default of a variable whose default is no constant."""
NOT_OURS = {"PATH", "HOME", "CI", "PYTHONDONTWRITEBYTECODE", "PYTEST_XDIST_WORKER", "DJANGO_SETTINGS_MODULE"}


def documents(root: Path) -> list[Path]:
    return sorted(files(root, "*.md", "docs/**/*.md"))


def broken_links(root: Path) -> Iterator[str]:
    for document in documents(root):
        for match in LINK.finditer(CODE_BLOCK.sub("", document.read_text())):
            target = match.group(1)
            if not target.startswith(("http:", "https:", "mailto:")) and (
                reason := _broken(document, target)
            ):
                yield f"{document.relative_to(root)}: the link {target} {reason}"


def _broken(document: Path, target: str) -> str:
    name, _, anchor = target.partition("#")
    path = (document.parent / name).resolve() if name else document
    if not path.exists():
        return "leads nowhere"
    if anchor and path.suffix == ".md" and anchor not in anchors(path.read_text()):
        return f"names no heading of {path.name}"
    return ""


def anchors(text: str) -> set[str]:
    """The anchors that headings get where Markdown is shown on the web."""
    titles = HEADING.findall(CODE_BLOCK.sub("", text))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def read_settings(root: Path) -> dict[str, str]:
    """Environment variables that the source reads, with their defaults as the reference writes them."""
    found: dict[str, str] = {}
    for path in files(root, "*.py", "[!.]*/**/*.py"):
        if "node_modules" not in path.parts and not path.relative_to(root).as_posix().startswith("tests/"):
            for name, default in _reads(ast.parse(path.read_text())):
                found.setdefault(name, default)
    return {name: default for name, default in found.items() if name not in NOT_OURS}


def _reads(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            owner = ast.unparse(node.func.value)
            if owner == "os.environ" or (owner == "env" and _is_environ(node)):
                yield from _named(node.args[0], _default(node))
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            yield from _named(node.slice, "required")


def _is_environ(node: ast.Call) -> bool:
    """A read through django-environ, as settings make it: ``env.bool("NAME", default=...)``."""
    return isinstance(node.func, ast.Attribute) and node.func.attr not in {"get", "setdefault", "pop"}


def _named(node: ast.expr, default: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isupper():
        yield node.value, default


def _default(node: ast.Call) -> str:
    given = next((keyword.value for keyword in node.keywords if keyword.arg == "default"), None)
    if given is None:
        given = node.args[1] if len(node.args) > 1 else ast.Constant("")
    try:
        value = ast.literal_eval(given)
    except ValueError:
        return COMPUTED
    if isinstance(value, list | dict):
        value = ",".join(map(str, value))
    return f"`{value}`" if value != "" else "none"


def wrong_settings(root: Path) -> Iterator[str]:
    reference = root / "docs" / "reference" / "settings.md"
    documented = dict(SETTING.findall(reference.read_text())) if reference.exists() else {}
    read = read_settings(root)
    for name in sorted(read.keys() - documented.keys()):
        yield f"docs/reference/settings.md does not describe {name}, which is read"
    for name in sorted(documented.keys() - read.keys()):
        yield f"docs/reference/settings.md describes {name}, which nothing reads"
    for name in sorted(read.keys() & documented.keys()):
        if read[name] not in {COMPUTED, "required"} and documented[name] != read[name]:
            yield f"docs/reference/settings.md gives {name} the default {documented[name]}; it is {read[name]}"


def wrong_commands(root: Path) -> Iterator[str]:
    own = {path.stem for path in files(root, "*/management/commands/*.py") if not path.stem.startswith("_")}
    named: set[str] = set()
    for document in documents(root):
        text = document.read_text()
        commands = set(MANAGE.findall(text))
        named |= commands
        for command in sorted(commands - own - DJANGO_COMMANDS):
            yield f"{document.relative_to(root)}: there is no command manage.py {command}"
        for command in sorted(set(DEV.findall(text)) - COMMANDS.keys()):
            yield f"{document.relative_to(root)}: there is no command dev.py {command}"
    for command in sorted(own - named):
        yield f"no document mentions manage.py {command}"


def unexplained_requirements(root: Path) -> Iterator[str]:
    for path in sorted(root.glob("requirements/*.in")):
        lines = path.read_text().splitlines()
        for before, line in zip(["", *lines], lines, strict=False):
            if line and not line.startswith("#") and not before.startswith("#"):
                yield f"{path.relative_to(root)}: {line} does not say why it is here"


def long_readme(root: Path) -> Iterator[str]:
    if (length := len((root / "README.md").read_text().splitlines())) >= README_LINES:
        yield f"README.md has {length} lines; it stays under {README_LINES}"


def offenses(root: Path) -> list[str]:
    rules = (broken_links, wrong_settings, wrong_commands, unexplained_requirements, long_readme)
    return [offense for rule in rules for offense in rule(root)]


def main() -> int:
    found = offenses(ROOT)
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

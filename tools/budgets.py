"""Size and shape of the source, held to docs/architecture.md; `--report` prints the figures.

A budget is a guide to beauty. Where one is in the way of it, argue in an ADR and change the number here.
"""

from __future__ import annotations

import statistics
import sys
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.environment import ROOT
from tools.measures import Module, measure, template_length

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE, FILE_P90 = 300, 150
FUNCTION, FUNCTION_MEDIAN, FUNCTION_P90 = 40, 7, 22
VIEW_METHOD = 25
TEMPLATE = 120
LOCAL_IMPORTS = 10
TEST_RATIO = (0.8, 1.9)
"""Test code for each line of code; docs/adr/0011 says why the lower end is below the first plan's."""
AREAS = {
    "workbench/search": 60,
    "workbench/exchange": 1_300,
    "workbench/operations": 590,
    "workbench/models": 80,
    "workbench/management": 165,
    "workbench/api": 410,
    "workbench/views": 800,
    "workbench": 1_200,
}
"""Code lines of the workbench, its last entry without the ones above: a ratchet, see docs/adr/0024."""
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "core", "managers"}
TOOLS = {"tools", "tests", "benchmarks"}
"""Packages beside the product: no layer of the application."""
SKIPPED = {".venv", "node_modules", "var", "static", "staticfiles", "migrations", ".git"}


@dataclass(frozen=True)
class Tree:
    """Everything measured, once."""

    root: Path
    modules: tuple[Module, ...]
    templates: tuple[tuple[Path, int], ...]

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def is_test(self, module: Module) -> bool:
        return self.name(module.path).startswith("tests/")

    @property
    def product(self) -> list[Module]:
        return [module for module in self.modules if not self.is_test(module)]


def read(root: Path) -> Tree:
    """Measure the source below ``root``; migrations are written by a tool and exempt."""
    python = sorted(path for path in root.rglob("*.py") if not SKIPPED & set(path.relative_to(root).parts))
    html = sorted(root.glob("templates/**/*.html")) + sorted(root.glob("*/templates/**/*.html"))
    return Tree(root, tuple(map(measure, python)), tuple((path, template_length(path)) for path in html))


def too_long(tree: Tree) -> Iterator[str]:
    for module in tree.modules:
        name = tree.name(module.path)
        if module.length > FILE:
            yield f"{name}: {module.length} code lines; a file may have {FILE}"
        limit = (
            VIEW_METHOD if "views" in module.path.with_suffix("").relative_to(tree.root).parts else FUNCTION
        )
        for function in module.functions:
            if function.length > limit:
                yield (
                    f"{name}:{function.line}: {function.name} has {function.length} code lines; "
                    f"a function here may have {limit}"
                )
    for path, length in tree.templates:
        if length > TEMPLATE and "gallery" not in tree.name(path):
            yield f"{tree.name(path)}: {length} lines; a template may have {TEMPLATE}"


def badly_named(tree: Tree) -> Iterator[str]:
    for module in tree.modules:
        parts = module.path.relative_to(tree.root).with_suffix("").parts
        if forbidden := FORBIDDEN_NAMES & set(parts):
            yield f"{tree.name(module.path)}: {forbidden.pop()!r} names no purpose; say what it holds"


def badly_imported(tree: Tree) -> Iterator[str]:
    reasoned = 0
    for module in tree.product:
        for found in module.local_imports:
            reasoned += bool(found.reason)
            if not found.reason:
                yield (
                    f"{tree.name(module.path)}:{found.line}: an import inside a function needs a comment with its "
                    "reason: app ready, slow import or optional dependency"
                )
    if reasoned > LOCAL_IMPORTS:
        yield f"{reasoned} imports inside functions; there may be {LOCAL_IMPORTS}"


def badly_placed(tree: Tree) -> Iterator[str]:
    """Packages the import contracts do not know, and package files that hold code."""
    project = tomllib.loads((tree.root / "pyproject.toml").read_text())
    layers = set(project["tool"]["importlinter"]["root_packages"])
    for module in tree.modules:
        parts = module.path.relative_to(tree.root).parts
        if parts[1:] == ("__init__.py",) and parts[0] not in layers | TOOLS:
            yield f"{parts[0]}: a package that no import contract knows; name it in pyproject.toml"
        if parts[-1] == "__init__.py" and len(parts) == 2 and module.length and parts[0] != "config":
            yield f"{tree.name(module.path)}: stays empty"


def badly_distributed(tree: Tree) -> Iterator[str]:
    for name, value, (low, high) in figures(tree):
        if not low <= value <= high:
            yield f"{name} is {value:g}; it should be from {low:g} to {high:g}"


def figures(tree: Tree) -> list[tuple[str, float, tuple[float, float]]]:
    """Name, value and bounds of what is judged over the whole tree."""
    product = tree.product
    files = [module.length for module in product if module.length]
    functions = [function.length for module in product for function in module.functions]
    tests = sum(module.length for module in tree.modules if tree.is_test(module))
    found: list[tuple[str, float, tuple[float, float]]] = [
        ("code lines of a file, 90th percentile", _p90(files), (0, FILE_P90)),
        ("code lines of a function, median", statistics.median(functions or [0]), (0, FUNCTION_MEDIAN)),
        ("code lines of a function, 90th percentile", _p90(functions), (0, FUNCTION_P90)),
        ("test code for each line of code", round(tests / max(sum(files), 1), 2), TEST_RATIO),
    ]
    return found + [
        (f"code lines in {area}", value, (0, AREAS[area])) for area, value in _areas(tree).items()
    ]


def _areas(tree: Tree) -> dict[str, int]:
    sizes = dict.fromkeys(AREAS, 0)
    for module in tree.product:
        area = next(
            (area for area in AREAS if tree.name(module.path).startswith((f"{area}/", f"{area}.py"))), None
        )
        if area:
            sizes[area] += module.length
    return sizes


def _p90(values: list[int]) -> float:
    return statistics.quantiles(values, n=10)[-1] if len(values) > 1 else max(values, default=0)


def report(tree: Tree) -> None:
    product = tree.product
    tests = [module for module in tree.modules if tree.is_test(module)]
    print(
        f"{len(product):5} files, {sum(module.length for module in product):6} code lines of product and tools"
    )
    print(f"{len(tests):5} files, {sum(module.length for module in tests):6} code lines of tests")
    print(f"{len(tree.templates):5} templates, {sum(length for _, length in tree.templates):6} lines\n")
    for name, value, (low, high) in figures(tree):
        print(f"{value:8g}  {name} ({low:g} to {high:g})")
    local = [found for module in product for found in module.local_imports]
    print(f"{len(local):8}  imports inside functions (0 to {LOCAL_IMPORTS})\n\nlargest files")
    for module in sorted(product, key=lambda module: -module.length)[:5]:
        print(f"{module.length:8}  {tree.name(module.path)}")
    print("largest templates")
    for path, length in sorted(tree.templates, key=lambda pair: -pair[1])[:5]:
        print(f"{length:8}  {tree.name(path)}")


def offenses(tree: Tree) -> list[str]:
    rules = (too_long, badly_named, badly_imported, badly_placed, badly_distributed)
    return [offense for rule in rules for offense in rule(tree)]


def main(arguments: list[str]) -> int:
    tree = read(ROOT)
    if "--report" in arguments:
        report(tree)
        return 0
    found = offenses(tree)
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How large things are: code lines of Python files, functions and templates, and imports inside functions."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LINE = 110
"""Characters of a line of code, to which ruff holds Python."""
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)
REASON = re.compile(r"#.*\b(app ready|slow import|optional dependency)\b")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Function:
    """A function or method: where it starts, and its code lines with its signature."""

    name: str
    line: int
    length: int


@dataclass(frozen=True)
class LocalImport:
    """An import inside a function, and the reason its comment gives; empty without one."""

    line: int
    reason: str


@dataclass(frozen=True)
class Module:
    """One Python file, measured."""

    path: Path
    length: int
    functions: tuple[Function, ...]
    local_imports: tuple[LocalImport, ...]


def measure(path: Path) -> Module:
    """Code lines are lines that hold code: no blank line, comment or docstring counts."""
    source = path.read_text()
    nodes = list(ast.walk(ast.parse(source)))
    code = _code_lines(source, nodes) - _docstring_lines(nodes)
    functions = [node for node in nodes if isinstance(node, FunctionNode)]
    inside = {line for node in functions for line in _lines(node)}
    imports = sorted(
        node.lineno
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom) and node.lineno in inside
    )
    return Module(
        path,
        len(code),
        tuple(Function(node.name, node.lineno, len(code.intersection(_lines(node)))) for node in functions),
        tuple(_local_import(line, source.splitlines()) for line in imports),
    )


def template_length(path: Path) -> int:
    """Lines of a template that are neither blank nor comment; a long one counts as often as it would have to be broken."""
    text = TEMPLATE_COMMENT.sub("", path.read_text())
    return sum(-(-len(line.strip()) // LINE) for line in text.splitlines())


def _code_lines(source: str, nodes: list[ast.AST]) -> set[int]:
    """Lines that are neither blank nor comment; all lines of a string count, whatever they hold."""
    texts = [line.strip() for line in source.splitlines()]
    lines = {number for number, text in enumerate(texts, 1) if text and not text.startswith("#")}
    for node in nodes:
        if isinstance(node, ast.Constant | ast.JoinedStr) and node.end_lineno != node.lineno:
            lines.update(_lines(node))
    return lines


def _docstring_lines(nodes: list[ast.AST]) -> set[int]:
    """Every string that stands alone: docstrings of modules, classes, functions and attributes."""
    return {
        line
        for node in nodes
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for line in _lines(node)
    }


def _lines(node: ast.stmt | ast.expr) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _local_import(line: int, lines: list[str]) -> LocalImport:
    match = REASON.search(lines[line - 1])
    return LocalImport(line, match.group(1) if match else "")

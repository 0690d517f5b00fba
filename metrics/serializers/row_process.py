"""Batches of rows as a process with limits of its own reads them: whatever it reads, and however that ends."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import IO, Any

from metrics.serializers.observation_rows import CELL, ROW
from workbench.exchange.limits import Exact, Refusal
from workbench.exchange.reading import ENVIRONMENT, PROJECT

SECONDS = 520
"""After so long it is given up, before the worker itself is ended."""
NumberedRow = tuple[int, list[str]]


@contextmanager
def rows_by(module: str, given: IO[bytes] | bytes) -> Iterator[Iterator[list[NumberedRow]]]:
    """What a module of ours says of a file, or of what it is told; its process is ended with the reading."""
    command = [sys.executable, "-m", module]
    stdin = subprocess.PIPE if isinstance(given, bytes) else given
    streams: dict[str, Any] = {"stdin": stdin, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=PROJECT, env=ENVIRONMENT, **streams)  # noqa: S603 - modules of ours
    watch = Timer(SECONDS, process.kill)
    watch.start()
    try:
        if isinstance(given, bytes) and process.stdin:
            with suppress(BrokenPipeError):
                process.stdin.write(given)
                process.stdin.close()
        yield _batches(process)
    finally:
        watch.cancel()
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _batches(process: subprocess.Popen[bytes]) -> Iterator[list[NumberedRow]]:
    for line in process.stdout or ():
        if not line.startswith((b"[", b"{")):
            rows = (row.split(CELL) for row in line[:-1].decode().split(ROW))
            yield [(int(cells[0]), cells[1:]) for cells in rows]
            continue
        answer = json.loads(line)
        if isinstance(answer, dict):
            raise Refusal(answer["refused"], **answer["params"])
        yield [(number, [_cell(cell) for cell in cells]) for number, cells in answer]
    if process.wait():  # below zero, ended at its limit of time; above, not even able to say why
        raise Refusal("too_slow" if process.returncode < 0 else "too_large_to_read")


def _cell(cell: Any) -> str:
    return cell if isinstance(cell, str) else Exact(cell[0])

"""Template lint: djlint's rules and djade's layout, over every template of the project.

`python -m tools.templates` checks; with ``--fix`` djade rewrites the layout in place.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tools.environment import BIN, ROOT, files

if TYPE_CHECKING:
    from pathlib import Path

DJANGO = "5.2"


def main(arguments: list[str]) -> int:
    """1 where a template breaks a rule, or where there is none at all."""
    found = files(ROOT, "templates/**/*.html", "*/templates/**/*.html")
    if not found:
        print("No template found: the check looks in the wrong place.")
        return 1
    layout = [] if "--fix" in arguments else ["--check"]
    commands: tuple[list[str | Path], ...] = (
        [BIN / "djade", *layout, "--target-version", DJANGO, *found],
        [BIN / "djlint", "--lint", "--quiet", *found],
    )
    return max(subprocess.call(command, cwd=ROOT) for command in commands)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

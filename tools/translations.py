"""Compile translations without GNU gettext: `python -m tools.translations compile`.

Fuzzy entries stay out of what is compiled, as with GNU's msgfmt.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import polib

from tools.environment import ROOT, files

if TYPE_CHECKING:
    from pathlib import Path


def compile_all(root: Path) -> list[Path]:
    """Write a .mo beside each .po below ``root/locale``; the files written."""
    written = []
    for source in files(root / "locale", "**/*.po"):
        target = source.with_suffix(".mo")
        polib.pofile(str(source)).save_as_mofile(str(target))
        written.append(target)
    return written


def main(arguments: list[str]) -> int:
    if arguments != ["compile"]:
        print(__doc__)
        return 2
    compile_all(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

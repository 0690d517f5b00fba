"""Lock files name packages and hashes, never the host a package was fetched from.

A host in a lock ties every installation to one registry; it slips in through the resolver's options.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tools.environment import ROOT

HOST = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host|\"resolved\":")
FUNDING = re.compile(r'^\s*"url": "https://[^"]+/[^"]*"')
PINNED = re.compile(r"^[A-Za-z0-9._-]+(?:\[[^\]]+\])?==\S+")


def offenses(root: Path) -> list[str]:
    """What is wrong in the lock files below ``root``, one line each: file, line number, remedy."""
    locks = sorted(root.glob("requirements/*.txt"))
    found = [line for lock in locks for line in _hosts(lock, root) + _unhashed(lock, root)]
    npm = root / "assets" / "package-lock.json"
    if npm.exists():
        found += _hosts(npm, root)
    found += [
        f"{path.name} must not be committed: it is written with hosts; requirements/*.txt are the locks"
        for path in (root / "uv.lock", root / "pylock.toml")
        if path.exists()
    ]
    return found


def _hosts(lock: Path, root: Path) -> list[str]:
    return [
        f"{lock.relative_to(root)}:{number} names a host; compile it again without"
        for number, line in enumerate(lock.read_text().splitlines(), 1)
        if HOST.search(line) and not FUNDING.match(line)
    ]


def _unhashed(lock: Path, root: Path) -> list[str]:
    lines = lock.read_text().splitlines()
    following = [*lines[1:], ""]
    return [
        f"{lock.relative_to(root)}:{number} has no hash"
        for number, (line, after) in enumerate(zip(lines, following, strict=True), 1)
        if PINNED.match(line) and "--hash=sha256:" not in line + after
    ]


def main() -> int:
    found = offenses(ROOT)
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

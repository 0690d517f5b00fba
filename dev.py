#!/usr/bin/env python3
"""The one door of this project: `python3 dev.py run | test | check | bench | docs`.

It needs nothing but Python 3.11 and makes the rest itself. An older Python only gets as far as looking for a newer
one, so this file keeps to old syntax; what the commands do is in tools/.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
USAGE = """usage: python3 dev.py COMMAND

  run             set up what is missing and start Sightline here
  test [PATH...]  SQLite, then PostgreSQL with Redis and a worker, then the browser; with PATH one quick run
  check [NAME...] format, lint, imports, types, templates, dependencies, migrations, budgets, documents
  bench [NAME]    measure; --rows N, --json, --in-process
  docs            check links, the settings reference and the commands in docs/

PORT, SIGHTLINE_DATA and DEMO_PASSWORD are respected by run; --release makes test use the large figures."""


def use_new_enough_python() -> None:
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        path = shutil.which(name)
        if path and works(path):
            os.execv(path, [path] + sys.argv)  # noqa: S606, RUF005 - the same command line, old syntax
    sys.exit("Sightline needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])


def works(path: str) -> bool:
    """Whether this is a Python: a version manager leaves names behind that only say what is missing."""
    return subprocess.call([path, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def main() -> None:
    use_new_enough_python()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    from tools import commands  # slow import: only a new enough Python can read it

    arguments = sys.argv[1:]
    name = arguments[0] if arguments else ""
    command = commands.COMMANDS.get(name)
    if command is None:
        print(USAGE)
        sys.exit(0 if name in ("", "-h", "--help", "help") else 2)
    sys.exit(command(arguments[1:]))


if __name__ == "__main__":
    main()

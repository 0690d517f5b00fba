"""The roles, and the page that describes them."""

from __future__ import annotations

import re
from pathlib import Path

from accounts.permissions import Permission
from accounts.roles import ROLE_CHOICES, ROLES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "roles.md"


def table_of_roles() -> list[str]:
    """The table that belongs into the page: one row per role, one column per permission."""
    head = ["Role", *(f"`{permission}`" for permission in Permission)]
    rows = [head, ["---"] * len(head)]
    for role in ROLES.values():
        marks = ["yes" if permission in role.permissions else "" for permission in Permission]
        rows.append([str(role.name), *marks])
    return [re.sub(r" +", " ", f"| {' | '.join(row)} |") for row in rows]


def lines_of(page: str, start: str) -> list[str]:
    """The table that begins with ``start``."""
    lines = page.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(start))
    last = next(
        number for number in range(first, len(lines) + 1) if number == len(lines) or not lines[number]
    )
    return lines[first:last]


def test_the_page_says_what_each_role_allows() -> None:
    assert lines_of(PAGE.read_text(), "| Role | `read`") == table_of_roles()


def test_the_page_says_whom_each_role_is_for() -> None:
    described = [f"| {role.name} | `{role.key}` | {role.description} |" for role in ROLES.values()]
    assert lines_of(PAGE.read_text(), "| Role | Key")[2:] == described


def test_the_page_explains_every_permission() -> None:
    explained = [
        re.match(r"\| `(\w+)` \| \w", line) for line in lines_of(PAGE.read_text(), "| Permission")[2:]
    ]
    assert [match[1] for match in explained if match] == [permission.value for permission in Permission]


def test_roles_are_offered_under_their_names() -> None:
    assert [(key, str(name)) for key, name in ROLE_CHOICES] == [
        (role.key, str(role.name)) for role in ROLES.values()
    ]
    assert list(ROLES) == [
        "reader",
        "contributor",
        "relationship_manager",
        "analyst",
        "executive",
        "cio",
        "auditor",
        "administrator",
    ]

"""Reads of the accounts app across models."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, Model, OuterRef, Prefetch, Q
from django.utils.module_loading import import_string

from accounts.access import GrantedAccess
from accounts.models import Enterprise, Grant, Person, Token, User
from accounts.models.user import SHOWN_OF_PERSON

NOBODY = ".example"
"""How addresses end that are set aside for examples (RFC 2606)."""
SOUGHT = -1
"""Stands for the key of the reader in the statement that every request asks."""
M = TypeVar("M", bound=Model)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from django.http import HttpRequest

    from accounts.models.user import UserQuerySet


def digest_of(key: str) -> str:
    """What is kept of a token's key. Keys are long and random, so one round of SHA-256 is enough."""
    return sha256(key.encode()).hexdigest()


def usable_token(key: str, now: datetime) -> Token | None:
    """The token of a key with its user, where it still opens the door: one query."""
    tokens = Token.objects.usable(now).select_related("user__person__unit")
    return tokens.filter(digest=digest_of(key)).first()


def reachable(users: Sequence[User]) -> list[User]:
    """Those of them a mail can reach: the invented people of a demonstration have a sign-in and no mailbox.

    No query, or one where somebody's address is of the kind that belongs to nobody.
    """
    nobody = [user for user in users if user.email.lower().endswith(NOBODY)]
    if nobody and Enterprise.objects.filter(is_demonstration=True).exists():
        return [user for user in users if user not in nobody]
    return list(users)


def is_open() -> bool:
    """Whether the first run is over and there is an enterprise to sign in to."""
    return Enterprise.objects.exists()


def time_zone() -> str:
    """The enterprise's time zone, or the installation's while there is no enterprise. One query."""
    return Enterprise.objects.values_list("time_zone", flat=True).first() or settings.TIME_ZONE


def day_at(now: datetime, enterprise: Enterprise) -> date:
    """The day of an instant in the enterprise's time zone: days and due dates end there."""
    return now.astimezone(ZoneInfo(enterprise.time_zone)).date()


def enterprise_day(now: datetime) -> date:
    """``day_at`` for what was not asked by a request, which knows the enterprise. One query."""
    return day_at(now, Enterprise.objects.get())


def users_with_roles(words: str) -> UserQuerySet:
    """Users whose name or address contains ``words``, with their roles: two queries."""
    grants = Prefetch("grants", queryset=Grant.objects.in_order())
    users = User.objects.with_person().in_order().prefetch_related(grants)
    return users.filter(Q(person__name__icontains=words) | Q(email__icontains=words)) if words else users


def sign_in_counts() -> dict[str, int]:
    """How many can sign in (``active``), and how many of them hold no role (``idle``): one query."""
    has_role = Exists(Grant.objects.filter(user=OuterRef("pk")))
    active = User.objects.filter(is_active=True).annotate(has_role=has_role)
    counts: dict[str, int] = active.aggregate(active=Count("pk"), idle=Count("pk", filter=Q(has_role=False)))
    return counts


def reader(pk: int) -> User | None:
    """Whoever a session belongs to, with all that every page asks of its reader: one query.

    The person, the grants, the enterprise and what upper apps add; nobody once deactivated.
    """
    sql, values = _statement(connection.vendor)
    rows: list[Any] = list(User.objects.raw(sql, [pk if value == SOUGHT else value for value in values]))
    if not rows:
        return None
    user = rows[0]
    user.access = GrantedAccess.with_names(
        (row.role, row.branch, row.branch_name) for row in rows if row.role
    )
    shown = {name: getattr(user, f"person_{name}") for name in SHOWN_OF_PERSON}
    user.person = _loaded(Person, {"id": user.person_id, **shown})
    user.enterprise = _loaded(Enterprise, json.loads(user.enterprise_row)) if user.enterprise_row else None
    user.enterprise_zone = user.enterprise and user.enterprise.time_zone
    return cast("User", user)


@cache
def _statement(_vendor: str) -> tuple[str, tuple[Any, ...]]:
    """What every request asks for its reader, written once: to write it takes longer than to answer it."""
    with_additions: Callable[[UserQuerySet], UserQuerySet] = import_string(settings.READERS)
    readers = with_additions(User.objects.as_readers().filter(is_active=True, pk=SOUGHT))
    sql, values = readers.query.sql_with_params()
    return sql, tuple(values)


def _loaded(model: type[M], row: dict[str, Any]) -> M:
    """A row that came along in another shape; what is not in it is read when it is asked for."""
    columns = [column for column in model._meta.concrete_fields if column.attname in row]
    values = [column.to_python(row[column.attname]) for column in columns]
    return model.from_db(None, [column.attname for column in columns], values)


def enterprise_of(request: HttpRequest) -> Enterprise | None:
    """The enterprise, read once for a request; nothing before the first run."""
    if not hasattr(request, "enterprise"):
        known = getattr(getattr(request, "user", None), "enterprise", None)
        request.enterprise = known or Enterprise.objects.first()  # type: ignore[attr-defined]
    return cast("Enterprise | None", request.enterprise)  # type: ignore[attr-defined]

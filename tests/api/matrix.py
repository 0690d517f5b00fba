"""The authorization matrix: every address × method × person × object, and what the policy says of each cell.

The policy is stated here anew from the roles as data and the rule "below the unit of the grant", without the code
that decides in the product. Names of what lies in Sales carry a canary that nobody in Claims may ever read, and so do
names of what lies in the enterprise above, save for the direction that binds Claims too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4
from zlib import crc32

from django.db import transaction
from django.http import SimpleCookie
from django.test import Client

from accounts.doors import BY_RECORD_TYPE, MEMBER, OWN_SIGN_IN, PUBLIC, rule_of
from accounts.models import Person, Unit
from accounts.permissions import Permission
from accounts.roles import ROLES
from alignment.models import Initiative, Program
from foundation.actors import SYSTEM
from tests.environment import has_postgres
from tests.factories.accounts import NOW, make_enterprise, make_grant, make_unit, make_user
from tests.factories.registry import SPECIMENS, make_in
from tests.guards import all_doors
from workbench.operations.records import save
from workbench.types import all_types, type_with_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User
    from foundation.catalog import ObjectType

# None is short: the random token of a form spells out five given letters once in some twenty runs.
CANARIES = {"claims": "KESTREL", "sales": "OSPREY", "above": "CORMORANT"}
UNITS = {"claims": "claims", "sales": "sales", "above": "root"}
"""In which unit the records of a place lie."""
DIRECTION = {
    "strategy",
    "objective",
    "growthaim",
    "commitment",
    "effect",
    "objectivemeasure",
    "strategyelement",
    "elementobjective",
    "elementneed",
    "gatepolicy",
}
"""Types that bind the units below and are read there (docs/adr/0014)."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PEOPLE: dict[str, tuple[str, str]] = {
    "anonymous": ("", ""),
    "member": ("", "claims"),
    "auditor": ("auditor", "root"),
    "cio": ("cio", "root"),
    "owner": ("administrator", "claims"),
    "analyst": ("analyst", "claims"),
    "reader": ("reader", "claims"),
    "outsider": ("administrator", "sales"),
}
ABOUT = {"api_initiative_score": "initiative", "api_initiative_brief": "initiative"}
"""The record type of addresses of programs that lie below a record without being part of its own API."""
OTHERS = {
    "comment_add": "initiative",
    "strategy_remap_summary": "strategy",
    "intent_summary": "strategy",
    "it_need_answer": "strategy",
    "it_need_answer_undo": "adoption",
    "mend": "initiative",
    "name_owner": "initiative",
    "assessments_answer": "invitation",
    "assessments_hand_in": "invitation",
    "assessments_results": "round",
    "assessments_results_export": "round",
    "assessments_answers_export": "round",
}
"""The record type of pages below a record that are not among the generic ones: whom it is hidden from gets nothing."""
OWN = {
    "token_revoke",
    "inbox_read",
    "comment_edit",
    "comment_delete",
    "metric_dashboard_arrange",
    "metric_dashboard_remove",
}
"""Pages about what is somebody's own; each has its tests."""
ABOUT_USERS = {"user", "role_grant", "role_revoke", "user_deactivate", "user_activate", "user_invite"}
READ_ONLY = {
    "api-round-results",
    "api-need-series",
    "api-strategy-stratml",
    "api-metric-observations",
    "api-metric-figures",
    *ABOUT,
}
"""Addresses of programs below a record that only read."""
TELLING = {"api-source-observations", "api-source-withdrawals"}
"""Addresses of programs below a record that only take something in."""
READING = {"list", "export", "options", "view", "detail", "history", "stratml", "chart", "origin"}
NEEDED: dict[str, tuple[str, ...]] = {"import": (Permission.IMPORT,), "delete": (Permission.DELETE,)}
ANSWERED = {"GET": {200, 400}, "POST": {200, 302, 400, 409, 422}}
"""What a page may answer to somebody who may use it; 405 where it does not know the method."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One question: may this person do this there?"""

    route: str
    name: str
    rule: str
    method: str
    place: str
    """Where the object of the address lies: claims, sales, above, missing, or "" where it names none."""

    def is_drawn(self, offset: int) -> bool:
        """Whether the cell belongs to the part that every run asks; ``offset`` gives each person another part.

        Half of the part is asked on SQLite and the other half on PostgreSQL: who may do what is decided above both.
        Methods that no page knows are asked seldom: their answer does not depend on what the page shows.
        """
        one_of = 112 if self.method in {"PUT", "PATCH", "DELETE"} and self.rule != OWN_SIGN_IN else 14
        turn = offset + (one_of // 2 if has_postgres() else 0)
        return (crc32(repr((self.route, self.method, self.place)).encode()) + turn) % one_of == 0


@dataclass(slots=True)
class World:
    """Two units and the one above with a record of every type in each, and people."""

    units: dict[str, Unit]
    users: dict[str, User]
    records: dict[tuple[str, str], Any] = field(default_factory=dict)
    """By type and place."""
    cookies: dict[str, str] = field(default_factory=dict)


def cells() -> Iterator[Cell]:
    """Every cell of the matrix for one person."""
    for route, pattern in all_doors():
        rule = rule_of(pattern.callback) or "undeclared"
        places = ("claims", "sales", "above", "missing") if "<uuid:" in route else ("",)
        for method in METHODS:
            for place in places:
                yield Cell(route, pattern.name or "", rule, method, place)


def build() -> World:
    make_enterprise()
    root = make_unit("Harbor Mutual")
    units = {"root": root, "claims": make_unit("Claims", root), "sales": make_unit("Sales", root)}
    world = World(units, {})
    for name, (role, place) in PEOPLE.items():
        if name != "anonymous":
            world.users[name] = make_user(name.capitalize(), unit=units[place])
            if role:
                make_grant(world.users[name], role, units[place])
            client = Client()
            client.force_login(world.users[name])
            world.cookies[name] = client.cookies.output(header="", sep=";")
    for place, canary in CANARIES.items():
        for kind in all_types():
            words = SPECIMENS[kind.model].words
            is_secret = kind.model.UNIT_LOOKUPS and not (place == "above" and kind.key in DIRECTION)
            marked = {words: f"{canary} {kind.key}"} if words and is_secret else {}
            world.records[kind.key, place] = make_in(kind.model, units[UNITS[place]], **marked)
    _entangle(world)
    return world


def _entangle(world: World) -> None:
    """Records of Claims that name records of Sales, now or in their history."""
    initiative: Initiative = world.records["initiative", "claims"]
    theirs: list[Program] = [make_in(Program, world.units["sales"], name=f"OSPREY {n}") for n in (1, 2)]
    for program in theirs:
        save(
            object_type=type_with_key("initiative"),
            values={"program": program},
            record=initiative,
            actor=SYSTEM,
            now=NOW,
        )
    make_in(
        Initiative,
        world.units["sales"],
        name="OSPREY launch",
        program=make_in(Program, world.units["claims"]),
    )
    for place in ("claims", "sales"):
        need = world.records["need", place]
        make_in(type_with_key("needlink").model, world.units["sales"], need=need, evidence="OSPREY says so")


def ask(world: World, cell: Cell, person: str) -> Any:
    """Send the request and take back whatever it changed."""
    client = Client()
    if person in world.cookies:
        client.cookies = SimpleCookie(world.cookies[person])
    with transaction.atomic():
        response: Any = client.generic(
            cell.method, address_of(world, cell), "{}", "application/json", headers={"If-Match": '"1"'}
        )
        if getattr(response, "streaming", False):
            response._matrix_body = b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


def address_of(world: World, cell: Cell) -> str:
    if not cell.place:
        route = cell.route.replace("<slug:key>", "1-x").replace("<str:code>", "N-01")
        return "/" + route.partition("(")[0].replace("^", "") + ("1-x/" if "^" in route else "")
    record = world.records.get((OTHERS.get(cell.name) or key_of(cell), cell.place))
    uid: UUID = record.uid if record else uuid4()
    user = world.users.get("analyst" if cell.place == "claims" else "outsider")
    if cell.name in ABOUT_USERS and user:
        uid = uuid4() if cell.place == "missing" else user.uid
    grant = user.grants.first() if user else None
    route = cell.route
    if cell.name == "it_need_answer":
        need = world.records["itneed", "claims"]
        route = route.replace("<uuid:strategy>", str(uid)).replace("<uuid:uid>", str(need.uid))
    route = route.replace("<str:type_label>", "alignment.initiative")
    route = route.replace("<str:action>", "link_need").replace("<str:key>", "initiative")
    route = route.replace("<uuid:uid>", str(uid)).replace("<uuid:grant>", str(getattr(grant, "uid", uuid4())))
    return "/" + route


def key_of(cell: Cell) -> str:
    """The record type an address is about; empty where it is about none."""
    if cell.name in ABOUT:
        return ABOUT[cell.name]
    name = cell.name.removeprefix("api-").rpartition("-" if cell.name.startswith("api-") else "_")[0]
    return name if any(kind.key == name for kind in all_types()) else ""


# ── the policy ───────────────────────────────────────────────────────────────────────────────────
def wrong(cell: Cell, person: str, response: Any) -> str:
    """What is wrong with an answer; empty where the policy agrees."""
    status, expected = response.status_code, allowed(cell, person)
    if status >= 500 or (expected and status not in expected):
        return f"{person} {cell.method} {cell.route} [{cell.place}]: {status}, not {sorted(expected)}"
    if (
        person == "anonymous"
        and status == 302
        and cell.rule != PUBLIC
        and not response["Location"].startswith("/accounts/login/")
    ):
        return f"{cell.method} {cell.route} sends strangers to {response['Location']}"
    return ""


def allowed(cell: Cell, person: str) -> set[int]:
    """The statuses that the policy lets an address answer; empty where it says nothing."""
    if cell.rule == PUBLIC:
        return set()
    if cell.rule == OWN_SIGN_IN:
        return {401} if person == "anonymous" else _program(cell, person)
    if person == "anonymous":
        return {302}
    if cell.name in OTHERS and not sees(person, type_with_key(OTHERS[cell.name]), cell.place):
        return {403, 404, 405}
    if cell.rule == BY_RECORD_TYPE and (key := key_of(cell)):
        return _page(cell, type_with_key(key), person)
    role = ROLES.get(PEOPLE[person][0])
    if cell.rule not in {MEMBER, BY_RECORD_TYPE} and (role is None or cell.rule not in role.permissions):
        return {403, 404}
    return set()


def _page(cell: Cell, kind: ObjectType, person: str) -> set[int]:
    page = cell.name.rpartition("_")[2]
    if cell.place and not sees(person, kind, cell.place):
        return {404}
    needed = () if page in READING else (kind.permission, *NEEDED.get(page, ()))
    if not all(holds(person, permission, kind, cell.place) for permission in needed):
        return {403}
    return ANSWERED.get(cell.method, set()) | {405}


def _program(cell: Cell, person: str) -> set[int]:
    key = key_of(cell)
    if cell.name in {"api_imports", "api_stratml"}:
        may = holds(person, Permission.IMPORT, type_with_key("unit"), "")
        return ({400, 415} if may else {403}) if cell.method == "POST" else {405}
    if not key:
        return {200} if cell.method == "GET" else {405}
    kind = type_with_key(key)
    if cell.name in READ_ONLY | TELLING:
        return _below(cell, kind, person)
    if not cell.place:
        writes = {201, 400} if holds(person, kind.permission, kind, "") else {403}
        return {"GET": {200}, "POST": writes}.get(cell.method, {405})
    if cell.method in {"PUT", "POST"}:
        return {405}
    if not sees(person, kind, cell.place):
        return {404}
    may = holds(person, kind.permission, kind, cell.place)
    if cell.method == "DELETE":
        # A record that has been changed since is refused before anybody asks who it is: the version is no secret.
        may = may and holds(person, Permission.DELETE, kind, cell.place)
        return {204, 409, 412} if may else {403, 412}
    return {"GET": {200}, "PATCH": {200, 412} if may else {403}}[cell.method]


def _below(cell: Cell, kind: ObjectType, person: str) -> set[int]:
    """What lies below a record without being part of its own API knows one method."""
    if cell.method != ("POST" if cell.name in TELLING else "GET"):
        return {405}
    if not sees(person, kind, cell.place):
        return {404}
    if cell.method == "GET":
        return {200}
    return {400} if holds(person, kind.permission, kind, cell.place) else {403}


def sees(person: str, kind: ObjectType, place: str) -> bool:
    role, home = PEOPLE[person]
    if place == "missing":
        return False
    if kind.model in {Unit, Person}:
        return True
    binds = place == "above" and kind.key in DIRECTION
    return bool(role) and (binds or not kind.model.UNIT_LOOKUPS or home in {"root", place})


def holds(person: str, permission: str, kind: ObjectType, place: str) -> bool:
    role, home = PEOPLE[person]
    if not role or permission not in ROLES[role].permissions:
        return False
    bound = bool(kind.model.UNIT_LOOKUPS) or kind.model is Unit
    return not place or not bound or home in {"root", place}


# ── what comes back ──────────────────────────────────────────────────────────────────────────────
def leaks(person: str, response: Any) -> list[str]:
    """Canaries this person must not read, anywhere in the answer."""
    role, home = PEOPLE[person]
    hidden = [word for place, word in CANARIES.items() if not role or home not in {"root", place}]
    body = getattr(response, "_matrix_body", None) or response.content
    said = body.decode(errors="replace") + repr(sorted(response.headers.items()))
    return [word for word in hidden if word.lower() in said.lower()]


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


def bare(person: str, cell: Cell, response: Any) -> list[str]:
    """Headers that every answer must carry and this one does not."""
    missing = [name for name, value in HEADERS.items() if response.headers.get(name) != value]
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        missing.append("Content-Security-Policy")
    if (
        person != "anonymous"
        and cell.name != "account_logout"
        and "no-store" not in response.headers.get("Cache-Control", "")
    ):
        missing.append("Cache-Control")
    return missing

"""What somebody had open when their access changed: every door follows with the next request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Token, Unit, User
from accounts.operations.grant import revoke_role
from accounts.operations.token import revoke_token
from accounts.operations.user import change_password, deactivate_user
from alignment.models import Initiative
from audit.choices import Verb
from foundation.actors import SYSTEM
from jobs.operations.outbox import deliver
from tests.factories.accounts import NOW, make_token
from tests.factories.alignment import make_initiative
from tests.factories.jobs import make_message
from workbench.models import Upload
from workbench.operations.records import save
from workbench.types import type_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.personas import ClientOf

KEY = {"Authorization": "Bearer a-key"}
SAID = "name,unit\nKestrel ledger,{unit}\n"


@dataclass(frozen=True)
class Open:
    """Everything an administrator of Claims has open about an initiative of Motor claims."""

    user: User
    client: Client
    programs: Client
    initiative: Initiative
    upload: str
    done_at: str
    deletion: str

    def doors(self) -> dict[str, Any]:
        """The status of each door, asked in turn; what is written is known by the records afterwards."""
        page, uid = self.client, str(self.initiative.uid)
        edit = {"name": "Mine", "version": "2"}
        return {
            "page": page.get(reverse("initiative_detail", args=[uid])),
            "form": page.post(reverse("initiative_edit", args=[uid]), edit),
            "list": page.get("/initiatives/"),
            "file": page.get("/initiatives/export/"),
            "map": page.get(reverse("line_of_sight")),
            "picked": page.post("/initiatives/export/", {"uid": [uid]}),
            "bulk": page.post("/initiatives/bulk/", {"uid": [uid], "action": "archive"}),
            "import": page.post("/initiatives/import/", {"step": "save", "upload": self.upload}),
            "undo": page.post(reverse("undo"), {"at": self.done_at}),
            "deleted": page.post(reverse("deleted"), {"deletion": self.deletion}),
            "session": page.get(f"/api/v1/initiatives/{uid}/"),
            "token": self.programs.get(f"/api/v1/initiatives/{uid}/", headers=KEY),
            "change": self.programs.patch(
                f"/api/v1/initiatives/{uid}/", "{}", "application/json", headers=KEY | {"If-Match": '"2"'}
            ),
        }


@pytest.fixture
def opened(administrator: User, owner: User, motor: Unit, client_of: ClientOf) -> Open:
    client = client_of(owner)
    initiative, gone = make_initiative(name="Kestrel", unit=motor), make_initiative(unit=motor)
    client.post("/initiatives/bulk/", {"uid": [initiative.uid], "action": "status", "value": "paused"})
    done = client.get("/initiatives/").content.decode().partition('name="at" value="')[2].partition('"')[0]
    client.post(reverse("initiative_delete", args=[gone.uid]))
    (deletion,) = client.get(reverse("deleted")).context["deletions"]
    said = SimpleUploadedFile("said.csv", SAID.format(unit=motor.name).encode())
    client.post("/initiatives/import/", {"file": said})
    make_token(owner)
    upload = str(Upload.objects.get().uid)
    return Open(owner, client, Client(), initiative, upload, done, str(deletion.uid))


def told(answers: dict[str, Any]) -> dict[str, int]:
    """The statuses; nothing that is told may name the initiative."""
    for name, answer in answers.items():
        assert b"Kestrel" not in b"".join(answer), name
    return {name: answer.status_code for name, answer in answers.items()}


def unchanged() -> bool:
    """Whether nothing of what was sent has been written."""
    rows = Initiative.objects.values_list("name", "status", "archived_at", "version")
    return list(rows) == [("Kestrel", "paused", None, 2)]


def deactivate(user: User) -> None:
    deactivate_user(user=user, actor=SYSTEM, now=NOW)


def take_role(user: User) -> None:
    revoke_role(grant=user.grants.get(), actor=SYSTEM, now=NOW)


def set_password(user: User) -> None:
    verb, password = Verb.PASSWORD_RESET, "another-long-secret"
    change_password(user=user, password=password, verb=verb, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize("change", [deactivate, take_role, set_password])
def test_a_sign_in_that_ended_opens_nothing(opened: Open, change: Callable[[User], None]) -> None:
    change(opened.user)
    statuses = told(opened.doors())
    programs = {name: statuses.pop(name) for name in ("session", "token", "change")}
    assert statuses == dict.fromkeys(statuses, 302)
    assert programs == {"session": 401, "token": 401, "change": 401}
    assert unchanged()


def revoked(token: Token) -> None:
    revoke_token(token=token, actor=SYSTEM, now=NOW)


def expired(token: Token) -> None:
    Token.objects.filter(pk=token.pk).update(expires_at=token.created_at + timedelta(seconds=1))


@pytest.mark.parametrize("change", [revoked, expired])
def test_a_key_that_ended_opens_nothing(opened: Open, change: Callable[[Token], None]) -> None:
    address = f"/api/v1/initiatives/{opened.initiative.uid}/"
    assert opened.programs.get(address, headers=KEY).status_code == 200
    change(Token.objects.get())
    answer = opened.programs.get(address, headers=KEY)
    assert (answer.status_code, b"Kestrel" in answer.content) == (401, False)


def test_what_moved_out_of_reach_is_gone_everywhere(opened: Open, motor: Unit, sales: Unit) -> None:
    """The session goes on; the unit of the initiative lies below another one now."""
    assert b"Kestrel" in opened.client.get(reverse("line_of_sight")).content
    unit = Unit.objects.for_list().get(pk=motor.pk)
    save(object_type=type_for(Unit), values={"parent": sales}, record=unit, actor=SYSTEM, now=NOW)
    assert told(opened.doors()) == {
        "page": 404,
        "form": 404,
        "list": 200,
        "file": 200,
        "map": 200,
        "picked": 200,
        "bulk": 302,
        "import": 422,
        "undo": 302,
        "deleted": 403,
        "session": 404,
        "token": 404,
        "change": 404,
    }
    assert unchanged()


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        (deactivate, ["una.molloy@harbor.example"]),
        (take_role, ["una.molloy@harbor.example"]),
        (set_password, ["nora.flynn@harbor.example", "una.molloy@harbor.example"]),
    ],
)
def test_mail_that_waits_for_them_is_not_sent(
    administrator: User, owner: User, outsider: User, change: Callable[[User], None], sent: list[str]
) -> None:
    """A mail server that was away may leave it for hours, and it names records."""
    for user in (owner, outsider):
        make_message(recipient=user.email)
    change(owner)
    deliver()
    assert sorted(address for letter in mail.outbox for address in letter.to) == sent

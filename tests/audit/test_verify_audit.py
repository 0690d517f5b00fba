from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import Head, Unsealed
from audit.operations.sealing import seal
from audit.queries import head
from tests.factories.audit import NOW, make_event

pytestmark = pytest.mark.django_db


def verify(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue().strip()


def test_an_intact_trail_is_said_to_be_intact() -> None:
    make_event()
    seal(now=NOW)
    make_event()
    assert verify() == "1 event followed\n1 waits for its seal\nThe audit trail is intact."


def test_a_fault_is_named_and_the_exit_code_is_one() -> None:
    make_event()
    seal(now=NOW)
    Head.objects.update(hash="f" * 64)
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_audit", stdout=out)
    assert stopped.value.code == 1
    assert out.getvalue().splitlines() == [
        "1 event followed",
        "Fault at seal 1: the chain does not pass through a head that was kept.",
        "Event: -",
    ]


def test_the_answer_in_json() -> None:
    assert json.loads(verify("--json")) == {
        "intact": True,
        "events": 0,
        "sealed": 0,
        "waiting": 0,
        "erased": 0,
        "head": None,
        "fault": None,
    }
    event = make_event()
    Unsealed.objects.all().delete()
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_audit", "--json", stdout=out)
    assert json.loads(out.getvalue())["fault"] == {"finding": "lost", "sequence": 0, "event": str(event.uid)}


def test_a_head_is_printed_and_taken_back() -> None:
    assert verify("--head") == ""
    make_event()
    seal(now=NOW)
    mark = head()
    assert mark is not None
    printed = verify("--head")
    assert printed == f"1:{mark.hash}"
    make_event()
    seal(now=NOW)
    assert json.loads(verify("--json", "--mark", printed))["head"]["sequence"] == 2
    with pytest.raises(SystemExit):
        verify("--mark", "9:" + "0" * 64)


def test_a_mark_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError):
        verify("--mark", "yesterday")

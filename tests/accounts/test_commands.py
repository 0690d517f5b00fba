"""The commands of this app."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Token, User
from accounts.operations.first_run import open_enterprise
from accounts.queries import digest_of
from tests.accounts.operations.test_first_run import answers
from tests.accounts.trail import verbs
from tests.factories.accounts import make_enterprise

if TYPE_CHECKING:
    from pytest_django import Settings


def run(*arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue().strip()


def test_a_token_is_made_and_its_key_printed(analyst: User) -> None:
    key = run(
        "create_token", "Nora.Flynn@harbor.example", "--name", "Nightly load", "--days", "7", "--read-only"
    )
    token = Token.objects.get(digest=digest_of(key))
    assert (token.user, token.name, token.read_only) == (analyst, "Nightly load", True)
    assert token.expires_at == token.created_at + timedelta(days=7)
    assert verbs() == [("token_created", "accounts.token")]


def test_a_token_writes_unless_told_otherwise(analyst: User) -> None:
    run("create_token", analyst.email)
    assert not Token.objects.get().read_only


@pytest.mark.parametrize(
    "arguments", [["nobody@harbor.example"], ["nora.flynn@harbor.example", "--days", "0"]]
)
def test_a_token_that_cannot_be_made_is_refused(analyst: User, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        run("create_token", *arguments)
    assert not Token.objects.exists()


def test_somebody_deactivated_gets_no_token(analyst: User) -> None:
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    with pytest.raises(CommandError):
        run("create_token", analyst.email)


@pytest.mark.django_db
def test_a_first_run_token_is_printed_and_works() -> None:
    assert run("first_run_token") != (token := run("first_run_token"))
    assert open_enterprise(**answers(token=token)).enterprise.name == "Harbor Mutual"


@pytest.mark.django_db
def test_no_first_run_token_where_there_is_an_enterprise_or_the_environment_names_it(
    settings: Settings,
) -> None:
    settings.FIRST_RUN_TOKEN = "known"
    with pytest.raises(CommandError):
        run("first_run_token")
    settings.FIRST_RUN_TOKEN = ""
    make_enterprise()
    with pytest.raises(CommandError):
        run("first_run_token")

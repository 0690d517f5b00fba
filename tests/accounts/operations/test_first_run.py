"""Opening an empty installation."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Enterprise, Grant, Person, Unit, User
from accounts.operations.enterprise import AlreadyOpen
from accounts.operations.first_run import WrongToken, issue_token, open_enterprise
from audit.models import Event
from tests.accounts.trail import verbs
from tests.factories.accounts import NOW, PASSWORD, make_enterprise

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


def answers(**changed: Any) -> dict[str, Any]:
    return {
        "name": "Harbor Mutual",
        "time_zone": "Europe/Dublin",
        "currency": "EUR",
        "fiscal_start_month": 4,
        "administrator_name": "Ines Walsh",
        "administrator_email": "Ines.Walsh@Harbor.example",
        "password": PASSWORD,
        "now": NOW,
        **changed,
    }


def test_the_first_run_makes_the_enterprise_its_root_and_its_administrator() -> None:
    opened = open_enterprise(**answers(token=issue_token()))
    enterprise = Enterprise.objects.get()
    assert (enterprise.name, enterprise.time_zone, enterprise.fiscal_start_month) == (
        "Harbor Mutual",
        "Europe/Dublin",
        4,
    )
    assert (opened.root.name, opened.root.path, opened.root.code) == ("Harbor Mutual", "0001.", "U-01")
    user = User.objects.get()
    assert (user.email, user.person.name, user.person.unit) == (
        "ines.walsh@harbor.example",
        "Ines Walsh",
        opened.root,
    )
    assert user.check_password(PASSWORD)
    assert list(Grant.objects.values_list("user", "role", "unit")) == [
        (user.pk, "administrator", opened.root.pk)
    ]


def test_the_first_run_is_in_the_trail_as_done_by_the_system() -> None:
    open_enterprise(**answers(token=issue_token()))
    assert verbs() == [
        ("created", "accounts.enterprise"),
        ("created", "accounts.unit"),
        ("created", "accounts.person"),
        ("created", "accounts.user"),
        ("granted", "accounts.user"),
    ]
    assert set(Event.objects.values_list("actor_label", flat=True)) == {"system"}


def test_the_token_is_written_to_the_log_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        token = issue_token()
        assert issue_token() is None
    assert token is not None
    assert [record.getMessage().endswith(token) for record in caplog.records] == [True]


def test_a_token_works_once() -> None:
    token = issue_token()
    open_enterprise(**answers(token=token))
    Enterprise.objects.all().delete()
    with pytest.raises(WrongToken):
        open_enterprise(**answers(token=token))


def test_a_renewed_token_replaces_the_one_before() -> None:
    lost = issue_token()
    found = issue_token(renew=True)
    with pytest.raises(WrongToken):
        open_enterprise(**answers(token=lost))
    assert open_enterprise(**answers(token=found)).enterprise.name == "Harbor Mutual"


def test_without_a_token_issued_none_is_right() -> None:
    with pytest.raises(WrongToken):
        open_enterprise(**answers(token=""))


def test_a_wrong_token_writes_nothing() -> None:
    issue_token()
    with pytest.raises(WrongToken):
        open_enterprise(**answers(token="a guess"))
    assert (Enterprise.objects.count(), User.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_the_environment_may_name_the_token(settings: Settings) -> None:
    settings.FIRST_RUN_TOKEN = "from the environment"
    assert issue_token() is None
    assert open_enterprise(**answers(token=" from the environment ")).administrator.email.startswith("ines")


def test_an_open_installation_issues_no_token_and_is_not_opened_again(settings: Settings) -> None:
    settings.FIRST_RUN_TOKEN = "known"
    make_enterprise(name="Harbor Mutual")
    with pytest.raises(AlreadyOpen):
        issue_token()
    with pytest.raises(AlreadyOpen):
        open_enterprise(**answers(token="known"))
    assert (Enterprise.objects.count(), Unit.objects.count(), Person.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "too short"}, "password"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"currency": "euro"}, "currency"),
        ({"fiscal_start_month": 13}, "fiscal_start_month"),
        ({"administrator_email": "nobody"}, "email"),
        ({"administrator_name": ""}, "name"),
        ({"name": ""}, "name"),
    ],
)
def test_a_bad_answer_names_its_field_and_leaves_the_installation_empty(
    changed: dict[str, Any], field: str
) -> None:
    token = issue_token()
    with pytest.raises(ValidationError) as caught:
        open_enterprise(**answers(token=token, **changed))
    assert list(caught.value.message_dict) == [field]
    assert (Enterprise.objects.count(), Unit.objects.count(), Event.objects.count()) == (0, 0, 0)
    assert open_enterprise(**answers(token=token)).administrator.is_active

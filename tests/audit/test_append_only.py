"""The running database refuses what would change the trail."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from audit.models import Event, PersonalValue, Seal
from audit.operations.sealing import seal
from tests.audit_flush import append_only, run
from tests.factories.audit import NOW, make_event

if TYPE_CHECKING:
    from django.db.models import Model


@pytest.fixture
def trail(db: None) -> None:
    make_event(personal={"name": ("", "Ada")})
    seal(now=NOW)


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize("model", [Event, Seal, PersonalValue])
def test_no_row_can_be_removed(model: type[Model]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - a name of ours
    assert model._default_manager.count() == 1


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize(
    ("model", "column"),
    [
        *((Event, field.attname) for field in Event._meta.concrete_fields),
        *((Seal, field.attname) for field in Seal._meta.concrete_fields),
        *((PersonalValue, name) for name in ("salt", "erased_at", "values", "event_id")),
    ],
)
def test_no_column_can_be_changed(model: type[Model], column: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.update(**{column: F(column)})


@pytest.mark.usefixtures("trail")
def test_erased_values_cannot_be_put_back() -> None:
    PersonalValue.objects.update(values=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalValue.objects.update(values={"label": "Eve"})


@pytest.mark.postgres
@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize("model", [Event, Seal, PersonalValue])
def test_no_table_can_be_emptied(model: type[Model]) -> None:
    connection.check_constraints()  # PostgreSQL empties no table whose foreign keys are still to be checked.
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.usefixtures("trail")
def test_without_the_triggers_the_same_change_would_pass() -> None:
    """Negative control: it is the triggers that refuse, nothing else."""
    run(append_only.remove_statements(connection.vendor))
    assert Event.objects.update(actor_label="Eve") == 1
    run(append_only.install_statements(connection.vendor))


@pytest.mark.django_db(transaction=True)
def test_flush_is_for_tests_alone() -> None:
    make_event()
    call_command("flush", interactive=False, verbosity=0)
    assert Event.objects.count() == 0
    make_event()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(actor_label="Eve")


@pytest.mark.django_db(transaction=True)
def test_flush_by_an_operator_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    make_event()
    theirs = type(connection.ops)
    with monkeypatch.context() as patched:
        for name in ("sql_flush", "execute_sql_flush"):
            patched.setattr(connection.ops, name, partial(getattr(theirs, name), connection.ops))
        with pytest.raises(CommandError):
            call_command("flush", interactive=False, verbosity=0)
    assert Event.objects.count() == 1

"""Names for the filters of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from alignment.models import Initiative, Program
from strategies.models import Objective
from workbench.columns import usual
from workbench.models import SavedView
from workbench.operations.saved_views import choose_columns, forget_view, save_view
from workbench.types import type_for, type_of

if TYPE_CHECKING:
    from accounts.models import User

INITIATIVE: Any = type_of(Initiative)
PROGRAM: Any = type_of(Program)


def test_a_view_is_kept_and_its_name_replaces(analyst: User) -> None:
    first = save_view(object_type=INITIATIVE, name=" Stopped ", query="status=stopped", actor=analyst)
    again = save_view(object_type=INITIATIVE, name="Stopped", query="status=stopped&sort=name", actor=analyst)
    assert (again.pk, again.uid) == (first.pk, first.uid)
    view = SavedView.objects.get()
    assert (str(view), view.query) == ("Stopped", "status=stopped&sort=name")


def test_views_are_private_and_of_one_list(analyst: User, colleague: User) -> None:
    mine = save_view(object_type=INITIATIVE, name="Stopped", query="status=stopped", actor=analyst)
    save_view(object_type=INITIATIVE, name="Stopped", query="status=paused", actor=colleague)
    save_view(object_type=PROGRAM, name="Stopped", query="", actor=analyst)
    assert list(SavedView.objects.of(analyst, INITIATIVE.label)) == [mine]


def test_only_its_owner_forgets_a_view(analyst: User, colleague: User) -> None:
    view = save_view(object_type=INITIATIVE, name="Stopped", query="", actor=analyst)
    assert not forget_view(uid=view.uid, actor=colleague)
    assert forget_view(uid=view.uid, actor=analyst)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("name", "query"), [("", "a=b"), ("  ", "a=b"), ("x" * 61, ""), ("Stopped", "q=" + "x" * 2000)]
)
def test_a_view_without_a_name_or_too_long_is_refused(name: str, query: str, analyst: User) -> None:
    with pytest.raises(ValidationError):
        save_view(object_type=INITIATIVE, name=name, query=query, actor=analyst)
    assert not SavedView.objects.exists()


def test_own_columns_are_kept_once_for_each_person_and_type(analyst: User, outsider: User) -> None:
    for names in (["owner", "name", "purpose"], ["purpose", "nonsense", "number"]):
        choose_columns(object_type=INITIATIVE, names=names, actor=analyst)
    choose_columns(object_type=INITIATIVE, names=["health"], actor=outsider)
    kept = SavedView.objects.order_by("pk").values_list("user", "name", "query")
    assert list(kept) == [(analyst.pk, "", "name,purpose"), (outsider.pk, "", "name,health")]


def test_the_usual_columns_are_kept_by_keeping_nothing(analyst: User) -> None:
    for names in ((), ["nonsense"], INITIATIVE.columns):
        choose_columns(object_type=INITIATIVE, names=["owner"], actor=analyst)
        assert choose_columns(object_type=INITIATIVE, names=names, actor=analyst) == INITIATIVE.columns
        assert not SavedView.objects.exists()


def test_who_hides_what_is_kept_beside_the_fields_keeps_it_hidden(analyst: User) -> None:
    objective = type_for(Objective)
    assert usual(objective) == (*objective.columns, "chain")
    assert choose_columns(object_type=objective, names=objective.columns, actor=analyst) == objective.columns
    assert SavedView.objects.get().query == ",".join(objective.columns)


def test_the_first_column_alone_is_a_choice(analyst: User) -> None:
    assert choose_columns(object_type=INITIATIVE, names=["name"], actor=analyst) == ("name",)


def test_nobody_gives_a_view_the_name_of_the_own_columns(analyst: User) -> None:
    with pytest.raises(ValidationError):
        save_view(object_type=INITIATIVE, name="  ", query="", actor=analyst)

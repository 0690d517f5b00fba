"""What a page loads of the records it only names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import ForeignKey

from tests.factories.registry import make_full, make_in
from workbench.reach import shown_with

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit
    from foundation.catalog import ObjectType


def test_a_relation_is_named_by_the_fields_that_are_loaded(
    kind: ObjectType, claims: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    relations: list[Any] = [column for column in kind.model._meta.fields if isinstance(column, ForeignKey)]
    for relation in relations:
        named = make_in(relation.related_model, claims)
        loaded = relation.related_model.objects.only(*named.NAMED_BY).get(pk=named.pk)
        with django_assert_num_queries(0):
            assert str(loaded) == str(named)


def test_what_is_shown_is_read_in_one_statement(
    kind: ObjectType, claims: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = kind.model.objects.get(pk=make_full(kind.model, claims).pk)
    columns = [name for name in kind.columns if name in kind.fields]
    expected = {name: str(getattr(made, name)) for name in columns}
    rows = shown_with(kind.model.objects.filter(pk=made.pk), columns, whole=False)
    with django_assert_num_queries(1):
        assert [{name: str(getattr(row, name)) for name in columns} for row in rows] == [expected]

"""What every record type promises about the columns of its list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils.html import escape

from tests.factories.registry import make_full, make_in
from tests.workbench.statements import CHOSEN, QUERIES
from tests.workbench.world import rows, text, uids, url
from workbench.columns import offered, usual
from workbench.types import derived_of

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from foundation.catalog import ObjectType
    from tests.personas import ClientOf


def heads(kind: ObjectType, response: Any) -> list[str]:
    """The keys of the shown columns, without those that a type's own list adds; the usual ones of a tree."""
    if "listing" not in response.context["page"]:
        return list(kind.columns)
    shown = [head.key for head in response.context["page"]["listing"].columns]
    return [key for key in shown if key in offered(kind)]


@pytest.mark.once
@pytest.mark.parametrize("count", [1, 3])
def test_list_shows_every_column_that_may_be_chosen(
    kind: ObjectType,
    count: int,
    browser: Client,
    claims: Unit,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    records = [make_full(kind.model, claims) for _ in range(count)]
    everything = list(offered(kind))
    assert everything[: len(usual(kind))] == list(usual(kind))
    assert set(everything) == {*kind.columns, *kind.fields, *derived_of(kind.model)}
    browser.post(url(kind, "view"), {"show": "chosen", "columns": everything})
    with django_assert_num_queries(CHOSEN.get(kind.key, QUERIES[kind.key][0])):
        response = browser.get(url(kind, "list"))
    assert heads(kind, response) == everything
    assert set(uids(*records)) <= set(rows(response))
    row = next(row for row in response.context["page"]["listing"].rows if row.uid == uids(records[0])[0])
    for cell in row.cells:
        assert escape(cell.text) in text(response)


@pytest.mark.once
def test_a_choice_of_columns_is_kept_for_each_person(
    kind: ObjectType, browser: Client, client_of: ClientOf, colleague: User, claims: Unit
) -> None:
    make_in(kind.model, claims)
    first, *others = offered(kind)
    chosen = [first, others[-1]]
    answer = browser.post(
        url(kind, "view"),
        {"show": "chosen", "columns": chosen[1:], "query": f"q=a&sort=-{first}&columns={first}"},
    )
    assert answer["Location"] == f"{url(kind, 'list')}?q=a&sort=-{first}"
    assert heads(kind, browser.get(url(kind, "list"))) == chosen
    assert heads(kind, client_of(colleague).get(url(kind, "list"))) == list(usual(kind))
    assert heads(kind, browser.get(url(kind, "list"), {"columns": first})) == [first]
    assert heads(kind, browser.get(url(kind, "list"), {"columns": "nonsense,uid,pk"})) == list(usual(kind))

    kept = browser.get(url(kind, "list"), {"sort": first}).context["page"]["listing"].view_query
    browser.post(url(kind, "view"), {"name": "Mine", "query": kept})
    browser.post(url(kind, "view"), {"show": "usual", "columns": chosen})
    assert heads(kind, browser.get(url(kind, "list"))) == list(usual(kind))
    page = browser.get(url(kind, "list"), {"sort": first})
    view = page.context["page"]["listing"].views[-1]
    assert (view.label, heads(kind, browser.get(url(kind, "list") + view.url))) == ("Mine", chosen)

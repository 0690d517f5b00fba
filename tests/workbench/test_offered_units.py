"""Forms offer only the units, and what belongs to them, in which a person may write the type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from accounts.models import Unit
from alignment.models import ElementObjective, Initiative
from strategies.models import Objective, Strategy
from tests.factories.accounts import make_grant, make_unit
from tests.factories.alignment import make_initiative, make_strategy_element
from tests.factories.strategies import make_objective, make_strategy
from tests.workbench.world import url
from workbench.bulk import bulk_fields, bulk_options
from workbench.forms import CHOICES_AT_MOST, form_of, pickable
from workbench.types import type_of

if TYPE_CHECKING:
    from accounts.models import User
    from foundation.models import Record
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db


def offered(model: type[Record], name: str, viewer: User, record: Any = None) -> list[str]:
    kind: Any = type_of(model)
    return sorted(str(row) for row in pickable(kind, name, viewer, record))


@pytest.fixture
def half(member: User, claims: Unit, sales: Unit) -> User:
    """Edits initiatives in Claims, and only reads in Sales."""
    make_grant(member, "analyst", claims)
    make_grant(member, "reader", sales)
    return member


def test_units_are_those_where_the_permission_is_held(
    half: User, cio: User, motor: Unit, sales: Unit
) -> None:
    assert offered(Initiative, "unit", half) == ["Claims", "Motor claims"]
    assert offered(Initiative, "unit", cio) == ["Claims", "Harbor Mutual", "Motor claims", "Sales"]
    assert offered(Strategy, "unit", half) == []


def test_the_present_unit_stays(half: User, sales: Unit) -> None:
    assert offered(Initiative, "unit", half, make_initiative(unit=sales)) == ["Claims", "Sales"]


def test_a_unit_becomes_part_only_of_those_where_units_may_be_edited(half: User, motor: Unit) -> None:
    assert offered(Unit, "parent", half) == []
    make_grant(half, "administrator", motor)
    half = type(half).objects.get(pk=half.pk)
    assert offered(Unit, "parent", half) == ["Motor claims"]


def test_each_end_of_a_link_is_judged_by_its_own_unit(half: User, claims: Unit, sales: Unit) -> None:
    make_grant(half, "cio", claims)
    half = type(half).objects.get(pk=half.pk)
    for unit in (claims, sales):
        strategy = make_strategy(name=f"Of {unit}", unit=unit)
        make_objective(name=f"Objective of {unit}", strategy=strategy)
        make_strategy_element(name=f"Element of {unit}", strategy=strategy)
    assert offered(Objective, "strategy", half) == ["Of Claims"]
    assert offered(ElementObjective, "objective", half) == ["Objective of Claims"]
    assert offered(ElementObjective, "element", half) == ["Element of Claims"]


def test_relations_that_do_not_place_a_record_are_offered_as_they_are_seen(half: User, sales: Unit) -> None:
    assert offered(Initiative, "owner", half) != []


def test_the_page_offers_what_can_be_saved(half: User, sales: Unit, client_of: ClientOf) -> None:
    kind: Any = type_of(Initiative)
    client = client_of(half)
    form = client.get(url(kind, "create")).context["form"]
    assert [str(label) for _value, label in form.fields["unit"].choices] == ["Choose…", "Claims"]
    answer = client.post(url(kind, "create"), {"name": "Portal", "unit": str(sales.uid)})
    assert (answer.status_code, Initiative.objects.count()) == (422, 0)


def test_many_units_at_once_become_part_only_of_those_where_one_may_write(half: User, motor: Unit) -> None:
    """The menu is loaded when it is opened: what the filter bar offers is everything that can be seen."""
    kind: Any = type_of(Unit)
    filters = [{"name": "parent", "options": [{"value": "1", "label": "Sales"}]}]
    assert next(field for field in bulk_fields(kind, filters) if field.name == "parent").options == ()
    make_grant(half, "administrator", motor)
    viewer = type(half).objects.get(pk=half.pk)
    assert [label for value, label in bulk_options(kind, viewer, "parent") if value] == ["Motor claims"]


def test_a_box_that_searches_offers_the_same(half: User, claims: Unit, client_of: ClientOf) -> None:
    for number in range(CHOICES_AT_MOST + 1):
        make_unit(f"Team {number}", parent=claims)
    kind: Any = type_of(Initiative)
    form = form_of(kind)(viewer=half)
    form.offer_choices()
    address = form.fields["unit"].widget.attrs["hx-get"]
    assert address == f"{reverse('unit_options')}?for=initiative&as=unit"
    client = client_of(half)
    found = client.get(address, {"for": "initiative", "as": "unit", "unit": "sal"}).content.decode()
    assert "Sales" not in found
    assert (
        "Claims" in client.get(address, {"for": "initiative", "as": "unit", "unit": "clai"}).content.decode()
    )
    for query in (
        {"q": "sal"},
        {"for": "nothing", "as": "unit", "q": "sal"},
        {"for": "initiative", "as": "owner", "q": "sal"},
    ):
        assert "Sales" in client.get(reverse("unit_options"), query).content.decode()

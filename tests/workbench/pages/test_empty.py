"""A list that holds nothing yet says what would stand there, and how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils.html import escape

from foundation.catalog import ObjectType
from workbench.links import page_url
from workbench.types import all_types

if TYPE_CHECKING:
    from accounts.models import User
    from tests.personas import ClientOf

PEOPLED = {"unit", "person"}
"""Where somebody reads a list there are a unit and a person."""
PLAIN = [one for one in all_types() if one.in_menu and one.list_view is None]


@pytest.mark.parametrize("object_type", PLAIN, ids=lambda one: one.key)
def test_an_empty_list_says_what_it_is_for(object_type: ObjectType, cio: User, client_of: ClientOf) -> None:
    text = client_of(cio).get(reverse(f"{object_type.key}_list")).content.decode()
    told = bool(object_type.purpose) and escape(str(object_type.purpose)) in text
    assert told == (object_type.key not in PEOPLED)
    plural = str(object_type.model._meta.verbose_name_plural)
    assert (f"No {plural} yet." in text) == (object_type.key not in PEOPLED)


MANY = [one for one in all_types() if one.in_menu and one.key not in PEOPLED]


@pytest.mark.parametrize("object_type", MANY, ids=lambda one: one.key)
def test_an_empty_list_offers_the_first_record_once(
    object_type: ObjectType, cio: User, client_of: ClientOf
) -> None:
    """Two buttons of one name leave people asking which is the right one."""
    text = client_of(cio).get(reverse(f"{object_type.key}_list")).content.decode()
    main = text[text.index("<main") :]
    for role in ("create", "import"):
        assert main.count(f'href="{page_url(object_type, role)}"') <= 1
    assert main.count('data-key="n"') == main.count(f'href="{page_url(object_type, "create")}"')

"""A list that holds nothing yet says what would stand there, and how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils.html import escape

from foundation.catalog import ObjectType
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

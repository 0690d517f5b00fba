"""What is kept of dashboards while nothing changes: never stale, never another's."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.cache import caches

from foundation.actors import SYSTEM
from metrics.engine.layout import SCALE
from metrics.engine.observed import Kept
from metrics.models import Target
from metrics.operations.dashboards import make_dashboard
from metrics.queries.charts import Wanted
from tests.factories.accounts import NOW, make_grant, make_user
from tests.metrics.observed import recompute
from tests.metrics.story import DAY, Story, make_story
from workbench.operations.records import save
from workbench.types import type_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db
URL = "/dashboards/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w{64}"')
STATEMENTS = 7
"""Who reads, the dashboards they find, the segments offered, the run, the trail, how fresh it is, the inbox: no figure."""


@pytest.fixture(autouse=True)
def keeping(settings: Settings) -> Iterator[None]:
    """Pages are kept, as in an installation."""
    store = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept dashboards"}
    settings.CACHES = {**settings.CACHES, "pages": store}
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def story(root: Unit) -> Story:
    return make_story()


def charts(client: Client, query: str = "") -> str:
    text = client.get(URL + query).text
    return text.partition('class="sl-sms"')[2].partition("</figure>")[0]


def test_the_next_reader_with_the_same_rights_costs_no_figure(
    reader: User,
    root: Unit,
    story: Story,
    client_of: ClientOf,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_grant(other := make_user("Second reader", unit=root), "reader", root)
    first, second = charts(client_of(reader)), client_of(other)
    with django_assert_num_queries(STATEMENTS):
        assert charts(second) == first != ""


def test_a_run_that_publishes_is_shown_at_once(reader: User, story: Story, client_of: ClientOf) -> None:
    client = client_of(reader)
    assert "31 policies" in charts(client)
    story.firm.observe((story.metric, story.firm.segments[3], date(2025, 12, 9), Kept(9 * SCALE, 0, 1)))
    assert "31 policies" in charts(client)
    recompute(day=DAY)
    assert "39 policies" in charts(client)


def test_a_target_that_is_set_is_shown_at_once(cio: User, story: Story, client_of: ClientOf) -> None:
    client = client_of(cio)
    assert "Target 40" not in charts(client)
    values = {
        "metric": story.metric,
        "start_date": date(2025, 1, 1),
        "end_date": date(2025, 12, 31),
        "value": Decimal(40),
    }
    save(object_type=type_for(Target), record=None, values=values, actor=SYSTEM, now=NOW)
    assert "Target 40 policies" in charts(client)


def test_nobody_is_shown_the_dashboard_of_another_at_the_same_address(
    reader: User, root: Unit, story: Story, client_of: ClientOf
) -> None:
    """Without naming one, each finds their own; arranged anew it is written anew."""
    make_grant(other := make_user("Second reader", unit=root), "reader", root)
    segment = story.firm.segments[3]
    make_dashboard(name="Mine", role="", tiles=[Wanted(story.metric)], actor=reader)
    own = make_dashboard(name="Mine", role="", tiles=[Wanted(story.metric, segment)], actor=other)
    clients = client_of(reader), client_of(other)
    assert "31 policies" in charts(clients[0])
    assert "1 policies" in charts(clients[1])
    assert "31 policies" not in charts(clients[1])
    clients[1].post(
        f"{URL}{own.uid}/arrange/", {"move": "add", "metric": story.metric.uid, "version": own.version}
    )
    assert "31 policies" in charts(clients[1])


def test_while_one_arranges_nothing_is_kept(reader: User, story: Story, client_of: ClientOf) -> None:
    own = make_dashboard(name="Mine", role="", tiles=[Wanted(story.metric)], actor=reader)
    client = client_of(reader)
    arranging = charts(client, f"?show={own.uid}&arrange=1")
    assert "Take away" in arranging
    assert len(TOKEN.findall(arranging)) == arranging.count("<form") == 1
    assert "Take away" not in charts(client, f"?show={own.uid}")

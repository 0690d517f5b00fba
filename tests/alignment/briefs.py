"""What an initiative's page tells of Tracker and Archive, read as the page reads it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from accounts.models import Enterprise
from alignment.choices import Occasion
from alignment.models import Initiative
from alignment.operations.index import recompute
from alignment.queries.initiative import Brief, brief
from alignment.serializers.initiative_page import initiative_page
from foundation.actors import SYSTEM
from metrics.choices import Direction
from tests.alignment.contracts_scene import TERMS
from tests.alignment.scene import Scene
from tests.factories.accounts import NOW, make_person
from tests.factories.metrics import make_reading
from workbench.links import url_of

if TYPE_CHECKING:
    from django.test import Client


def publish(now: Any = NOW) -> None:
    recompute(occasion=Occasion.NIGHT, now=now)


def told(initiative: Initiative, viewer: Any = SYSTEM, *, may_edit: bool = True) -> dict[str, Any]:
    return initiative_page(read(initiative, viewer), viewer, may_edit=may_edit)


def read(initiative: Initiative, viewer: Any = SYSTEM) -> Brief:
    return brief(Initiative.objects.for_list().get(pk=initiative.pk), viewer, NOW, Enterprise.objects.get())


def page_of(client: Client, record: Initiative) -> dict[str, Any]:
    page: dict[str, Any] = client.get(url_of(record)).context["page"]
    return page


def words(client: Client, record: Initiative) -> str:
    html = client.get(url_of(record)).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def promised(scene: Scene, *values: Decimal) -> None:
    """Tracker's one benefit goes from 10 to 0 in a year, and reads this."""
    for name, value in TERMS.items():
        setattr(scene.calls, name, value)
    scene.calls.owner = make_person("Rory Keane")
    scene.calls.save()
    metric: Any = scene.calls.metric
    metric.direction = Direction.LOWER
    metric.save()
    for number, value in enumerate(values):
        make_reading(metric=scene.calls.metric, day=date(2026, 7, 15) + timedelta(days=number), value=value)

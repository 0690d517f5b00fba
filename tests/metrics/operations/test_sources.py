"""A source goes only when nothing of what it told is kept."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.actors import SYSTEM
from metrics.choices import FormulaKind
from metrics.engine.observed import Kept
from metrics.models import Source
from metrics.operations.sources import delete_untold
from tests.factories.accounts import NOW
from tests.factories.metrics import make_source
from tests.metrics.observed import make_firm
from workbench.operations.removal import InUse
from workbench.types import type_with_key

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def test_a_source_that_has_told_something_stays(root: object) -> None:
    firm, billing, survey = make_firm((FormulaKind.SUM, FormulaKind.MEAN)), make_source(), make_source()
    metric, segment = firm.metrics[1], firm.segments[2]
    firm.observe((metric, segment, DAY, Kept(1, 0, 1)), source=billing.pk)

    with pytest.raises(InUse) as refusal:
        delete_untold(object_type=type_with_key("source"), record=billing, actor=SYSTEM, now=NOW)
    assert refusal.value.removal.obstacles == (metric,)
    delete_untold(object_type=type_with_key("source"), record=survey, actor=SYSTEM, now=NOW)

    assert [*Source.objects.all()] == [billing]


def test_it_goes_once_everything_is_taken_back(root: object) -> None:
    firm = make_firm((FormulaKind.SUM,))
    billing = make_source(pk=1)
    metric, segment = firm.metrics[0], firm.segments[2]
    firm.observe((metric, segment, DAY, Kept(1, 0, 1)))
    assert firm.forget((metric.pk, segment.pk, DAY, "")) == 1

    delete_untold(object_type=type_with_key("source"), record=billing, actor=SYSTEM, now=NOW)

    assert not Source.objects.exists()

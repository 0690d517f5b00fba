"""A seeded enterprise in the database: one strategy, at most 500 needs, and any number of initiatives.

Most initiatives serve one to four needs, some none; each has a budget of the current year, and nine of ten bring one to
three benefits; about every tenth link lacks its evidence. 5,000 initiatives have 500 needs and 20,000 links.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Enterprise, Unit, User
from accounts.operations.numbering import reserve_numbers
from accounts.operations.unit import place_units
from alignment.choices import Health, OutlayKind, Status
from alignment.models import (
    Benefit,
    BenefitLink,
    ElementNeed,
    ElementObjective,
    Initiative,
    NeedLink,
    Outlay,
    Program,
    StrategyElement,
)
from customers.models import Need, Segment, Segmentation
from foundation.models import Record
from metrics.choices import FormulaKind
from metrics.models import Metric
from strategies.choices import Discipline, StrategyState
from strategies.models import Objective, Strategy
from tests.factories.accounts import make_grant, make_user

UNITS, MOST_NEEDS, LEAST_NEEDS = 12, 500, 12
SERVED, BROUGHT = (2, 4, 4, 3, 3), (3, 4, 2)
"""How often initiatives serve no need, one and so on; and how often those with benefits bring one and so on."""
STAGES = (Status.PROPOSED, Status.APPROVED, Status.DELIVERY, Status.LIVE)


@dataclass(frozen=True)
class World:
    """Who looks, and the record whose own page is asked for."""

    viewer: User
    initiative: Initiative


@dataclass(frozen=True)
class Builder:
    """Writes rows of the world, all at one instant and by one seed."""

    now: datetime
    chance: random.Random

    def rows(self, records: Sequence[Any]) -> Any:
        """The records stored, with their numbers and instants."""
        numbers = reserve_numbers(model=type(records[0]), count=len(records))
        for record, number in zip(records, numbers, strict=True):
            record.number, record.created_at, record.updated_at = number, self.now, self.now
        return type(records[0])._default_manager.bulk_create(records, batch_size=500)

    def link(self, model: type[Any], **ends: Record) -> Any:
        known = self.chance.random() > 0.1
        return model(
            strength=self.chance.randint(1, 3),
            evidence="Interviews" if known else "",
            evidence_date=self.now.date() - timedelta(days=self.chance.randint(1, 500)) if known else None,
            **ends,
        )


def portfolio(rows: int, now: datetime) -> World:
    """The enterprise with ``rows`` initiatives as of ``now``, seen by its CIO."""
    build = Builder(now, random.Random(rows))
    Enterprise.objects.create(name="Harbor Mutual", time_zone="UTC")
    units = _units(build)
    viewer = make_user("Clara Dunne", unit=units[0])
    make_grant(viewer, "cio", units[0])
    needs = _needs(build, units[0], min(max(rows // 10, LEAST_NEEDS), MOST_NEEDS))
    programs = build.rows(
        [Program(name=f"Program {n}", unit=build.chance.choice(units)) for n in range(max(rows // 15, 1))]
    )
    initiatives = build.rows([_initiative(build, n, units, programs, viewer) for n in range(rows)])
    _work(build, initiatives, needs)
    return World(viewer, initiatives[0])


def _units(build: Builder) -> list[Unit]:
    root = Unit(name="Harbor Mutual")
    place_units(records=[root])
    build.rows([root])
    below = [Unit(name=f"Unit {n}", parent=root) for n in range(UNITS)]
    place_units(records=below)
    return [root, *build.rows(below)]


def _needs(build: Builder, root: Unit, count: int) -> list[Need]:
    """Needs of five segments, each tied by one element to an objective of the strategy in force."""
    shares = {f"{name}_share": share for name, share in zip(Discipline.values, (30, 20, 50), strict=True)}
    since = build.now.date() - timedelta(days=365)
    strategy = Strategy(
        name="Closer", unit=root, discipline="customer_intimacy", state=StrategyState.IN_FORCE,
        start_date=since, **shares,
    )  # fmt: skip
    build.rows([strategy])
    objectives = build.rows(
        [
            Objective(name=f"Objective {n}", strategy=strategy, discipline=Discipline.values[n % 3])
            for n in range(max(count // 15, 3))
        ]
    )
    elements = build.rows(
        [StrategyElement(name=f"Element {n}", strategy=strategy) for n in range(count // 2)]
    )
    segmentation = build.rows([Segmentation(name="Ages")])[0]
    segments = build.rows([Segment(name=f"Segment {n}", segmentation=segmentation) for n in range(5)])
    needs: list[Need] = build.rows(
        [
            Need(statement=f"Answer me in {n} hours", segment=build.chance.choice(segments))
            for n in range(count)
        ]
    )
    build.rows(
        [
            build.link(ElementObjective, element=element, objective=build.chance.choice(objectives))
            for element in elements
        ]
    )
    build.rows([build.link(ElementNeed, element=build.chance.choice(elements), need=need) for need in needs])
    return needs


def _initiative(
    build: Builder, n: int, units: list[Unit], programs: list[Program], viewer: User
) -> Initiative:
    chance, start = build.chance, build.now.date()
    return Initiative(
        name=f"Initiative {n}", unit=chance.choice(units), program=chance.choice(programs), owner=viewer.person,
        status=chance.choice(STAGES), health=chance.choice(Health.values), description="What it changes.",
        start_date=start, end_date=start + timedelta(days=chance.randint(30, 700)),
    )  # fmt: skip


def _work(build: Builder, initiatives: list[Initiative], needs: list[Need]) -> None:
    """The budget of each initiative, the needs it serves and the benefit it brings."""
    chance = build.chance
    metric = build.rows([Metric(name="Days to an answer", formula=FormulaKind.MEAN)])[0]
    build.rows([
        Outlay(
            initiative=initiative, kind=OutlayKind.BUDGET, fiscal_year=build.now.year, currency="EUR",
            amount=Decimal(chance.randint(20_000, 4_000_000)),
        )
        for initiative in initiatives
    ])  # fmt: skip
    build.rows(
        [
            build.link(NeedLink, initiative=initiative, need=need)
            for initiative in initiatives
            for need in chance.sample(needs, chance.choices(range(5), SERVED)[0])
        ]
    )
    paying = [initiative for initiative in initiatives if initiative.number % 10]
    benefits = build.rows(
        [
            Benefit(
                name=f"Benefit {n}",
                unit=initiative.unit,
                metric=metric,
                baseline_value=Decimal(9),
                target_value=Decimal(4),
            )
            for n, initiative in enumerate(paying)
        ]
    )
    build.rows(
        [
            build.link(BenefitLink, initiative=initiative, benefit=benefits[(at + step) % len(benefits)])
            for at, initiative in enumerate(paying)
            for step in range(min(chance.choices((1, 2, 3), BROUGHT)[0], len(benefits)))
        ]
    )

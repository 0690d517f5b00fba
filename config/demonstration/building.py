"""Build the demonstration enterprise through the operations, as the system: every write is in the trail."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Person, Unit, User
from accounts.operations.enterprise import create_enterprise
from accounts.operations.grant import grant_role
from accounts.operations.user import add_user
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
from config.demonstration import intent, market, people, results
from config.demonstration.money import outlays
from config.demonstration.site import OBJECT_TYPES, Site, identity
from config.demonstration.work_customers import FARMS, HOUSEHOLDS
from config.demonstration.work_operations import CLAIMS, EASE, HOUSE, PROGRAMS
from customers.models import Need, Segment, Segmentation
from foundation.actors import SYSTEM
from metrics.models import Metric
from strategies.choices import StrategyState
from strategies.models import Objective, Strategy
from workbench.operations.records import save

if TYPE_CHECKING:
    from datetime import datetime

    from config.demonstration.rows import BenefitRow, InitiativeRow, Tie
    from config.demonstration.site import Rows
    from foundation.models import Record

INITIATIVES = (*HOUSEHOLDS, *FARMS, *CLAIMS, *EASE, *HOUSE)
CURRENT, FORMER = "current", "former"


@transaction.atomic
def build(*, password: str, now: datetime) -> Site:
    """Open the enterprise and fill it, dated around ``now``; every sign-in gets ``password``.

    The password is whoever builds it to choose: its strength is not checked. The same instant and an empty
    database give the same records. Raises ``AlreadyOpen`` where there is an enterprise.
    """
    site = Site(now, people.TIME_ZONE)
    _open(site)
    _staff(site)
    User.objects.update(password=make_password(password))
    _customers(site)
    _intent(site)
    _results(site)
    _work(site)
    return site


def _open(site: Site) -> None:
    who = people.ADMINISTRATOR
    opened = create_enterprise(
        settings={
            "name": people.NAME,
            "time_zone": people.TIME_ZONE,
            "currency": people.CURRENCY,
            "is_demonstration": True,
        },
        administrator={
            "name": who.name,
            "email": people.ADMINISTRATOR_EMAIL,
            "password": "",
            "uid": identity(Person, who.key),
        },
        root_uid=identity(Unit, people.ROOT),
        actor=SYSTEM,
        now=site.now,
    )
    site.remember(people.ROOT, opened.root)
    person = opened.administrator.person
    save(
        object_type=OBJECT_TYPES[Person],
        record=person,
        values={"title": who.title},
        actor=SYSTEM,
        now=site.now,
    )
    site.remember(who.key, person)


def _staff(site: Site) -> None:
    for row in people.UNITS:
        parent = site.get(Unit, row.parent)
        site.add(Unit, [(row.key, {"name": row.name, "parent": parent, "kind": row.kind})])
    addresses = {row.person: row.email for row in people.SIGN_INS}
    site.add(
        Person,
        (
            (
                row.key,
                {
                    "name": row.name,
                    "title": row.title,
                    "unit": site.get(Unit, row.unit),
                    "email": addresses.get(row.key) or _address(row.name),
                },
            )
            for row in people.PEOPLE
        ),
    )
    for sign_in in people.SIGN_INS:
        person = site.get(Person, sign_in.person)
        user = add_user(
            name=person.name,
            email=sign_in.email,
            title=person.title,
            unit=person.unit,
            actor=SYSTEM,
            now=site.now,
        )
        for role, unit in sign_in.roles:
            grant_role(user=user, role=role, unit=site.get(Unit, unit), actor=SYSTEM, now=site.now)


def _address(name: str) -> str:
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".") + "@alderbrook.example"


def _customers(site: Site) -> None:
    name, basis = market.SEGMENTATION
    site.add(Segmentation, [("relationship", {"name": name, "basis": basis, "is_primary": True})])
    segmentation = site.get(Segmentation, "relationship")
    site.add(
        Segment,
        (
            (row.key, {"name": row.name, "description": row.description, "segmentation": segmentation})
            for row in market.SEGMENTS
        ),
    )
    site.add(
        Need,
        (
            (
                row.key,
                {
                    "statement": row.statement,
                    "short_name": row.short_name,
                    "segment": site.get(Segment, row.segment),
                    "importance": Decimal(row.importance),
                    "satisfaction": Decimal(row.satisfaction),
                    "scale_min": 1,
                    "scale_max": 5,
                    "respondents": row.respondents,
                    "asked_date": site.beginning(market.ASKED),
                    "evidence": row.evidence,
                    "evidence_date": site.ago(row.age),
                    "owner": site.get(Person, row.owner),
                },
            )
            for row in market.NEEDS
        ),
    )


def _intent(site: Site) -> None:
    root = site.get(Unit, people.ROOT)
    former = {
        "state": StrategyState.SUPERSEDED,
        "start_date": site.beginning(intent.FORMER_START),
        "end_date": site.end(intent.FORMER_END),
    }
    current = {"state": StrategyState.IN_FORCE, "start_date": site.beginning(intent.STRATEGY_START)}
    site.add(Strategy, [(FORMER, {**intent.FORMER_STRATEGY, **former, "unit": root})])
    site.add(Strategy, [(CURRENT, {**intent.STRATEGY, **current, "unit": root})])
    strategy = site.get(Strategy, CURRENT)
    site.add(
        Objective,
        (
            (
                row.key,
                {
                    "name": row.name,
                    "strategy": strategy,
                    "discipline": row.discipline,
                    "perspective": row.perspective,
                    "weight": row.weight,
                    "due_date": site.end(row.due),
                    "owner": site.get(Person, row.owner),
                    "description": row.description,
                },
            )
            for row in intent.OBJECTIVES
        ),
    )
    site.add(
        StrategyElement,
        (
            (row.key, {"name": row.name, "statement": row.statement, "strategy": strategy})
            for row in intent.ELEMENTS
        ),
    )
    aims = [(row.key, row.objectives) for row in intent.ELEMENTS]
    heard = [(row.key, row.needs) for row in intent.ELEMENTS]
    site.add(ElementObjective, _links(site, (StrategyElement, "element"), (Objective, "objective"), aims))
    site.add(ElementNeed, _links(site, (StrategyElement, "element"), (Need, "need"), heard))


def _links(
    site: Site,
    near: tuple[type[Record], str],
    far: tuple[type[Record], str],
    ties: list[tuple[str, tuple[Tie, ...]]],
) -> Rows:
    """Links from the records named to what they are tied to; evidence dates are spread over the month."""
    for key, tied in ties:
        for tie in tied:
            age = site.ago(tie.age, days=len(tie.evidence) % 25)
            values = {
                near[1]: site.get(near[0], key),
                far[1]: site.get(far[0], tie.to),
                "strength": tie.strength,
                "evidence": tie.evidence,
                "evidence_date": age if tie.evidence else None,
            }
            if tie.share is not None:
                values["share"] = Decimal(tie.share)
            yield f"{key}:{tie.to}", values


def _results(site: Site) -> None:
    site.add(
        Metric,
        (
            (
                row.key,
                {
                    "name": row.name,
                    "definition": row.definition,
                    "unit_of_measure": row.unit_of_measure,
                    "direction": row.direction,
                    "formula": row.formula,
                    "frequency": row.frequency,
                    "decimals": row.decimals,
                    "owner": site.get(Person, row.owner),
                },
            )
            for row in results.METRICS
        ),
    )
    site.add(Benefit, ((row.key, _promise(site, row)) for row in results.BENEFITS))


def _promise(site: Site, row: BenefitRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "unit": site.get(Unit, row.unit),
        "owner": site.get(Person, row.owner),
        "description": row.description,
        "explicitness": row.explicitness,
        "change": row.change,
        "metric": site.get(Metric, row.metric),
        "baseline_value": Decimal(row.baseline) if row.baseline else None,
        "baseline_date": site.end(results.BASELINE) if row.baseline else None,
        "target_value": Decimal(row.target) if row.target else None,
        "target_date": site.end(row.due) if row.target else None,
        "annual_amount": Decimal(row.annual * 1000) if row.annual else None,
        "annual_currency": people.CURRENCY if row.annual else "",
    }


def _work(site: Site) -> None:
    site.add(
        Program,
        (
            (
                row.key,
                {
                    "name": row.name,
                    "unit": site.get(Unit, row.unit),
                    "owner": site.get(Person, row.owner),
                    "description": row.description,
                },
            )
            for row in PROGRAMS
        ),
    )
    site.add(Initiative, ((row.key, _initiative(site, row)) for row in INITIATIVES))
    site.add(Outlay, _money(site))
    needs = [(row.key, row.needs) for row in INITIATIVES]
    benefits = [(row.key, row.benefits) for row in INITIATIVES]
    site.add(NeedLink, _links(site, (Initiative, "initiative"), (Need, "need"), needs))
    site.add(BenefitLink, _links(site, (Initiative, "initiative"), (Benefit, "benefit"), benefits))


def _initiative(site: Site, row: InitiativeRow) -> dict[str, Any]:
    values = {
        "name": row.name,
        "unit": site.get(Unit, row.unit),
        "program": site.get(Program, row.program),
        "owner": site.get(Person, row.owner),
        "description": row.description,
        "status": row.status,
        "health": row.health or "",
        "start_date": site.beginning(row.start),
        "end_date": site.end(row.end),
        "office": row.office,
        "purpose": row.purpose,
    }
    if row.exemption:
        values["exempt_reason"] = row.exemption.reason
        values["exempt_by"] = site.get(Person, row.exemption.by)
        values["exempt_until"] = site.end(row.exemption.until)
    return values


def _money(site: Site) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in INITIATIVES:
        for kind, year, amount in outlays(row, site.today):
            yield (
                f"{row.key}:{kind}:{'next' if year > site.today.year else 'this'}",
                {
                    "initiative": site.get(Initiative, row.key),
                    "kind": kind,
                    "fiscal_year": year,
                    "amount": amount,
                    "currency": people.CURRENCY,
                },
            )

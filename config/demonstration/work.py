"""The work of the demonstration: programs, initiatives, their money, and what they serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import Person, Unit
from alignment.choices import Status
from alignment.models import Benefit, BenefitLink, Initiative, NeedLink, Outlay, Program
from config.demonstration import people
from config.demonstration.gate import PASSED
from config.demonstration.money import FISCAL_START, outlays
from config.demonstration.site import OBJECT_TYPES
from config.demonstration.ties import links
from config.demonstration.work_customers import FARMS, HOUSEHOLDS
from config.demonstration.work_operations import CLAIMS, EASE, HOUSE, PROGRAMS
from customers.models import Need
from foundation.actors import SYSTEM
from foundation.values import fiscal_year
from workbench.operations.records import Change, save_many

if TYPE_CHECKING:
    from config.demonstration.rows import InitiativeRow
    from config.demonstration.site import Rows, Site

YEARS = {-2: "two ago", -1: "last", 0: "this", 1: "next"}
INITIATIVES = (*HOUSEHOLDS, *FARMS, *CLAIMS, *EASE, *HOUSE)


def add_work(site: Site) -> None:
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
    site.add(NeedLink, links(site, (Initiative, "initiative"), (Need, "need"), needs))
    site.add(BenefitLink, links(site, (Initiative, "initiative"), (Benefit, "benefit"), benefits))
    _approve(site)


def _approve(site: Site) -> None:
    """Work is proposed first and approved once it is linked, as people do it: the gate then has a line to look at."""
    decided = [row for row in INITIATIVES if row.key != PASSED and row.status != Status.PROPOSED]
    changes = [Change({"status": row.status}, record=site.get(Initiative, row.key)) for row in decided]
    save_many(object_type=OBJECT_TYPES[Initiative], changes=changes, actor=SYSTEM, now=site.now)


def _initiative(site: Site, row: InitiativeRow) -> dict[str, Any]:
    values = {
        "name": row.name,
        "unit": site.get(Unit, row.unit),
        "program": site.get(Program, row.program),
        "owner": site.get(Person, row.owner),
        "description": row.description,
        "status": Status.PROPOSED,
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


def _money(site: Site) -> Rows:
    for row in INITIATIVES:
        for kind, year, amount in outlays(row, site.today):
            yield (
                f"{row.key}:{kind}:{YEARS[year - fiscal_year(site.today, FISCAL_START)]}",
                {
                    "initiative": site.get(Initiative, row.key),
                    "kind": kind,
                    "fiscal_year": year,
                    "amount": amount,
                    "currency": people.CURRENCY,
                },
            )

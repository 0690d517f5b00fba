"""Build the contracts: agreements, earlier promises, the network behind them, and the reviews."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from accounts.models import Person, Unit
from alignment.models import (
    Benefit,
    BenefitLink,
    BenefitObjective,
    BenefitReview,
    BusinessChange,
    ChangeBenefit,
    ChangeEnabler,
    Initiative,
)
from alignment.queries.review_plan import review_plan
from config.demonstration import gains_rows as told
from config.demonstration import people
from config.demonstration.site import OBJECT_TYPES
from foundation.actors import SYSTEM
from metrics.models import Metric, Reading
from strategies.models import Objective
from workbench.operations.records import Change, save_many

if TYPE_CHECKING:
    from config.demonstration.gains_rows import ChangeRow, EarlierRow
    from config.demonstration.site import Rows, Site


def add_gains(site: Site) -> None:
    """After the work and its readings: what the owners agreed to, and what became of it."""
    site.add(Reading, _readings(site))
    _agree(site)
    site.add(Benefit, ((row.key, _earlier(site, row)) for row in told.EARLIER))
    site.add(BenefitLink, _links(site))
    _add_network(site)
    site.add(BenefitReview, _reviews(site))
    site.add(BenefitReview, _planned(site))


def _readings(site: Site) -> Rows:
    for key, values in told.READINGS.items():
        for back, value in enumerate(reversed(values.split())):
            month = -1 - back
            yield (
                f"{key}:{month}",
                {"metric": site.get(Metric, key), "day": site.end(month), "value": Decimal(value)},
            )


def _agree(site: Site) -> None:
    """The owners of the promises told in full agree to them."""
    changes = [
        Change(
            {"attribution_note": note, "agreed_date": site.end(told.AGREED)}, record=site.get(Benefit, key)
        )
        for key, note in told.ATTRIBUTION.items()
    ]
    save_many(object_type=OBJECT_TYPES[Benefit], changes=changes, actor=SYSTEM, now=site.now)


def _earlier(site: Site, row: EarlierRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "unit": site.get(Unit, row.unit),
        "owner": site.get(Person, row.owner),
        "description": row.description,
        "explicitness": row.explicitness,
        "change": row.change,
        "metric": site.get(Metric, row.metric),
        "baseline_value": Decimal(row.baseline),
        "baseline_date": site.end(row.start),
        "target_value": Decimal(row.target),
        "target_date": site.end(row.due),
        "annual_amount": Decimal(row.annual * 1000) if row.annual else None,
        "annual_currency": people.CURRENCY if row.annual else "",
        "attribution_note": row.attribution,
        "agreed_date": site.end(row.start + 1),
    }


def _links(site: Site) -> Rows:
    for row in told.EARLIER:
        if row.work:
            initiative, benefit = site.get(Initiative, row.work), site.get(Benefit, row.key)
            values = {"evidence": row.attribution, "evidence_date": site.ago(3), "strength": 2}
            yield f"{row.work}:{row.key}", {"initiative": initiative, "benefit": benefit, **values}


def _add_network(site: Site) -> None:
    """Business changes first: enabling ones name what they prepare."""
    rows = sorted(told.CHANGES, key=lambda row: bool(row.prepares))
    for row in rows:
        site.add(BusinessChange, [(row.key, _change(site, row))])
    site.add(ChangeEnabler, _enablers(site))
    site.add(ChangeBenefit, _effects(site))
    aims = {**told.OBJECTIVES, **{row.key: row.objective for row in told.EARLIER}}
    site.add(
        BenefitObjective,
        (
            (f"{key}:{aim}", {"benefit": site.get(Benefit, key), "objective": site.get(Objective, aim)})
            for key, aim in aims.items()
        ),
    )


def _change(site: Site, row: ChangeRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "unit": site.get(Unit, row.unit),
        "kind": row.kind,
        "owner": site.get(Person, row.owner),
        "prepares": site.get(BusinessChange, row.prepares),
        "due_date": site.end(row.due),
        "done_date": None if row.done is None else site.end(row.done),
        "description": row.description,
    }


def _enablers(site: Site) -> Rows:
    for row in told.CHANGES:
        for work in row.work:
            initiative = site.get(Initiative, work)
            yield f"{work}:{row.key}", {"initiative": initiative, "change": site.get(BusinessChange, row.key)}


def _effects(site: Site) -> Rows:
    for row in told.CHANGES:
        for key in row.benefits:
            benefit = site.get(Benefit, key)
            yield f"{row.key}:{key}", {"change": site.get(BusinessChange, row.key), "benefit": benefit}


def _reviews(site: Site) -> Rows:
    for row in told.REVIEWS:
        benefit = site.get(Benefit, row.benefit)
        yield (
            f"{row.benefit}:due",
            {
                "benefit": benefit,
                "due_date": benefit.target_date,
                "slot": "target",
                "done_date": benefit.target_date + timedelta(days=row.late),
                "judged_value": Decimal(row.value),
                "note": row.note,
                "reviewer": benefit.owner,
            },
        )


def _planned(site: Site) -> Rows:
    """What the nightly duty would plan, under names of their own: built again, the reviews are the same."""
    keys = {record.pk: key for (model, key), record in site.records.items() if model is Benefit}
    for benefit, day, slot in review_plan(Benefit.objects.for_list(), site.today).missing:
        yield f"{keys[benefit.pk]}:{day}", {"benefit": benefit, "due_date": day, "slot": slot}

"""How to make and change a record of each catalogued type: what a new type adds here is one entry.

From a factory and a few other values the conformance suite derives everything else: a record in a given
unit, values for a form and for the API, what keeps a record from being deleted and what goes along with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import ForeignKey

from accounts.models import ExchangeRate, Person, Unit
from alignment.models import (
    Adoption,
    Benefit,
    BenefitLink,
    BenefitObjective,
    BenefitReview,
    BusinessChange,
    Challenge,
    ChangeBenefit,
    ChangeEnabler,
    Dismissal,
    ElementNeed,
    ElementObjective,
    ElementSuccession,
    GateOverride,
    GatePolicy,
    IndexWeights,
    Initiative,
    NeedLink,
    ObjectiveSuccession,
    Outlay,
    Program,
    StrategyElement,
)
from assessments.models import Instrument, Invitation, Round, Statement
from customers.models import EarlierAnswer, Need, Segment, Segmentation
from foundation.models import Record
from metrics.models import Metric, MetricSegmentation, ObjectiveMeasure, Reading, Source, Target
from strategies.models import (
    Commitment,
    DisciplineProfile,
    Effect,
    GrowthAim,
    ITNeed,
    Objective,
    Strategy,
)
from tests.factories.accounts import NOW, make_person, make_rate, make_unit
from tests.factories.alignment import (
    make_adoption,
    make_benefit,
    make_benefit_link,
    make_benefit_objective,
    make_benefit_review,
    make_business_change,
    make_challenge,
    make_change_benefit,
    make_change_enabler,
    make_dismissal,
    make_element_need,
    make_element_objective,
    make_element_succession,
    make_gate_override,
    make_gate_policy,
    make_index_weights,
    make_initiative,
    make_need_link,
    make_objective_succession,
    make_outlay,
    make_program,
    make_strategy_element,
)
from tests.factories.assessments import make_instrument, make_invitation, make_round, make_statement
from tests.factories.customers import make_earlier_answer, make_need, make_segment, make_segmentation
from tests.factories.metrics import (
    make_metric,
    make_metric_segmentation,
    make_objective_measure,
    make_reading,
    make_source,
    make_target,
)
from tests.factories.strategies import (
    make_commitment,
    make_discipline_profile,
    make_effect,
    make_growth_aim,
    make_it_need,
    make_objective,
    make_strategy,
    some_unit,
)
from workbench.types import all_types

if TYPE_CHECKING:
    from collections.abc import Callable

    from foundation.catalog import ObjectType


@dataclass(frozen=True, slots=True)
class Specimen:
    """``make(**values)`` stores the smallest valid record; ``other`` differs from it and is valid together.

    The first entry of ``other`` is the one tests change when one change is enough. ``words`` is the field
    into which people write freely; a link without one shows what it ties together. ``full`` is what has to be
    said besides when every relation is filled.
    """

    make: Callable[..., Any]
    other: dict[str, Any] = field(default_factory=dict)
    words: str = "name"
    full: dict[str, Any] = field(default_factory=dict)
    bound: tuple[str, ...] = ()
    """Relations that must belong to the same strategy or unit as the record itself, or ask another value of it."""
    one_by_one: bool = False
    """Whether no field can be changed alone, as bulk editing would."""


def _unit(**values: Any) -> Unit:
    parent = values.pop("parent", None) or some_unit()
    return make_unit(values.pop("name", f"Unit {Unit.objects.count() + 1}"), parent, **values)


def _person(**values: Any) -> Person:
    return make_person(**{"name": f"Person {Person.objects.count() + 1}", **values})


def _rate(**values: Any) -> ExchangeRate:
    day = date.fromordinal(NOW.date().toordinal() - ExchangeRate.objects.count())
    return make_rate(**{"currency": "USD", "rate": Decimal("0.91"), "day": day, **values})


def _outlay(**values: Any) -> Outlay:
    """A budget for the whole life of an initiative, or for the next year where it has some already."""
    present = Outlay.objects.filter(initiative=values.get("initiative")).count()
    return make_outlay(**{"fiscal_year": 2020 + present if present else None, **values})


_DAY = date(2026, 3, 2)
_LINK = {
    "evidence": "Interviews with twelve customers",
    "strength": 3,
    "evidence_date": _DAY,
    "review_months": 6,
}

SPECIMENS: dict[type[Record], Specimen] = {
    Unit: Specimen(_unit, {"name": "Renamed", "kind": "it"}),
    Person: Specimen(
        _person, {"name": "Renamed", "title": "Head of claims", "email": "other@harbor.example"}
    ),
    ExchangeRate: Specimen(_rate, {"rate": Decimal("0.875"), "currency": "CAD"}, words=""),
    Strategy: Specimen(
        make_strategy,
        {"name": "Renamed", "statement": "Answer before the customer asks"},
        bound=("replaces",),
    ),
    Objective: Specimen(
        make_objective, {"name": "Renamed", "weight": 40, "due_date": _DAY, "perspective": "customer"}
    ),
    Segmentation: Specimen(make_segmentation, {"name": "Renamed", "basis": "Contract", "is_primary": True}),
    Segment: Specimen(make_segment, {"name": "Renamed", "kind": "internal_user"}),
    Need: Specimen(
        make_need,
        {
            "statement": "Tell me before I ask",
            "importance": Decimal("4.50"),
            "scale_min": 1,
            "scale_max": 5,
            "asked_date": _DAY,
        },
        words="statement",
    ),
    Metric: Specimen(
        make_metric, {"name": "Renamed", "formula": "percentile", "percentile": 95, "decimals": 2}
    ),
    MetricSegmentation: Specimen(
        make_metric_segmentation, {"reason": "Who leaves in the first year"}, words="reason"
    ),
    StrategyElement: Specimen(
        make_strategy_element, {"name": "Renamed", "statement": "One contact per claim"}
    ),
    Initiative: Specimen(
        make_initiative,
        {"name": "Renamed", "status": "delivery", "start_date": _DAY, "description": "Two lines"},
        full={"exempt_reason": "A regulation", "exempt_until": _DAY},
    ),
    Program: Specimen(make_program, {"name": "Renamed", "description": "They only pay together"}),
    Outlay: Specimen(
        _outlay, {"amount": Decimal("1234567.80"), "fiscal_year": 2027, "currency": "CAD"}, words=""
    ),
    Benefit: Specimen(
        make_benefit,
        {
            "name": "Renamed",
            "annual_amount": Decimal("5000.00"),
            "annual_currency": "EUR",
            "target_date": _DAY,
        },
    ),
    ElementObjective: Specimen(make_element_objective, _LINK, words="evidence"),
    ElementNeed: Specimen(make_element_need, _LINK, words="evidence"),
    NeedLink: Specimen(make_need_link, {**_LINK, "share": Decimal("62.50")}, words="evidence"),
    BenefitLink: Specimen(make_benefit_link, {**_LINK, "share": Decimal("62.50")}, words="evidence"),
    BusinessChange: Specimen(
        make_business_change,
        {"name": "Renamed", "due_date": _DAY, "description": "Adjusters decide at the first call"},
        full={"kind": "enabling"},
        bound=("prepares",),
    ),
    ChangeEnabler: Specimen(make_change_enabler, {"reason": "One screen for both"}, words="reason"),
    ChangeBenefit: Specimen(make_change_benefit, {"reason": "Fewer calls back"}, words="reason"),
    BenefitObjective: Specimen(
        make_benefit_objective, {"reason": "Glad households renew"}, words="reason", bound=("objective",)
    ),
    BenefitReview: Specimen(
        make_benefit_review,
        {"note": "Half of it", "due_date": _DAY},
        words="note",
        full={"done_date": _DAY, "note": "Half of it, the rest by summer"},
    ),
    GrowthAim: Specimen(
        make_growth_aim,
        {"name": "Renamed", "figure": Decimal("12.50"), "unit_of_measure": "%", "due_date": _DAY},
    ),
    Commitment: Specimen(make_commitment, {"name": "Renamed", "kept_date": _DAY}),
    Effect: Specimen(make_effect, {"reason": "Known households renew"}, words="reason", bound=("outcome",)),
    ITNeed: Specimen(make_it_need, {"name": "Renamed", "measures": "Days to an answer"}),
    DisciplineProfile: Specimen(
        make_discipline_profile, {"promise": "Lowest total cost", "culture": "Hates waste"}, words="promise"
    ),
    Instrument: Specimen(make_instrument, {"name": "Renamed", "edition": 2, "scale_max": 7}),
    Statement: Specimen(make_statement, {"text": "We ask first", "weight": 3, "position": 9}, words="text"),
    Round: Specimen(make_round, {"name": "Renamed", "opens_date": _DAY, "smallest_group": 7}),
    Invitation: Specimen(make_invitation, {"side": "it"}, words=""),
    EarlierAnswer: Specimen(
        make_earlier_answer, {"evidence": "A panel", "satisfaction": Decimal("3.10")}, words="evidence"
    ),
    ObjectiveMeasure: Specimen(
        make_objective_measure,
        {"weight": 5, "baseline_value": Decimal("71.500000"), "baseline_date": _DAY},
        words="",
    ),
    Target: Specimen(
        make_target, {"value": Decimal("95.500000"), "acceptable_value": Decimal("90.000000")}, words=""
    ),
    Reading: Specimen(make_reading, {"value": Decimal("77.250000"), "note": "Board paper"}, words="note"),
    Source: Specimen(make_source, {"name": "Renamed", "kind": "sql", "note": "Every night"}),
    Adoption: Specimen(
        make_adoption,
        {"reason": "Another"},
        words="reason",
        full={"verdict": "adopted"},
        bound=("element",),
        one_by_one=True,
    ),
    Challenge: Specimen(
        make_challenge, {"claim": "Renamed", "origin": "business"}, words="claim", bound=("objective",)
    ),
    Dismissal: Specimen(make_dismissal, {"claim": "Renamed", "reason": "Another"}, words="claim"),
    IndexWeights: Specimen(
        make_index_weights, {"name": "Renamed", "reason": "Another", "linked": 60, "match": 40}, words="name"
    ),
    ObjectiveSuccession: Specimen(make_objective_succession, {"reason": "Given up"}, words="reason"),
    ElementSuccession: Specimen(make_element_succession, {"reason": "Given up"}, words="reason"),
    GatePolicy: Specimen(make_gate_policy, {"reason": "Given up", "mode": "block"}, words="reason"),
    GateOverride: Specimen(make_gate_override, {"reason": "Another"}, words="reason"),
}


def make_in(model: type[Record], unit: Unit, /, **values: Any) -> Any:
    """The smallest valid record of a model that belongs to ``unit``, or to nobody where its type has no units."""
    for lookup in model.UNIT_LOOKUPS:
        head, _, rest = lookup.partition("__")
        if head not in values:
            values[head] = make_in(_related(model, head), unit) if rest else unit
    if model is Unit:
        values.setdefault("parent", unit)
    return SPECIMENS[model].make(**values)


def make_full(model: type[Record], unit: Unit, /, **values: Any) -> Any:
    """A record in ``unit`` with every relation filled, each by a record of its own where none is given."""
    relations = [column for column in model._meta.fields if isinstance(column, ForeignKey) and column.null]
    missing = [column.name for column in relations if column.name not in values]
    optional = {name: make_in(_related(model, name), unit) for name in missing if model is not Unit}
    return make_in(model, unit, **(optional | SPECIMENS[model].full | values))


def types_in_use() -> list[ObjectType]:
    """The types to which records of another type refer that stand in the way of deleting."""
    return [kind for kind in all_types() if users_of(kind.model())]


def values_of(record: Record, fields: tuple[str, ...]) -> dict[str, Any]:
    """What a person would have to write to get this record."""
    return {name: getattr(record, name) for name in fields}


def new_values(model: type[Record], fields: tuple[str, ...], unit: Unit) -> dict[str, Any]:
    """Values of a record that could be made now in ``unit``; what they refer to exists."""
    record = make_in(model, unit)
    values = values_of(record, fields) | SPECIMENS[model].other
    record.delete()
    return values


def users_of(record: Record) -> list[tuple[type[Record], str]]:
    """Record types that refer to this type and keep its records from being deleted, with the field."""
    return _referring(type(record), "PROTECT")


def parts_of(record: Record) -> list[tuple[type[Record], str]]:
    """Record types that are deleted with records of this type, with the field that makes them a part."""
    return _referring(type(record), "CASCADE")


def _referring(model: type[Record], behavior: str) -> list[tuple[type[Record], str]]:
    return [
        (relation.related_model, relation.field.name)
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, Record)
        and getattr(relation.on_delete, "__name__", "") == behavior
    ]


def _related(model: type[Record], name: str) -> type[Record]:
    related: Any = model._meta.get_field(name).related_model
    return related if related != "self" else model

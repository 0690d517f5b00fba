"""A plan as a StratML file (ISO 17469-1, PerformancePlanOrReport 2.2): the same bytes whenever it says the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from metrics.engine.stratml import Aim, Figure, Indicator, Period, Plan, instances, portable

if TYPE_CHECKING:
    from datetime import date

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
STAKEHOLDER = {"customer": "Customer", "sponsor": "Sponsor", "owner": "Owner"}
"""Roles by which the reader knows these stakeholders again. Names of the format, the same in every language."""
WILL_NOT = "What we will not do"
"""The value under which a strategy says what it leaves to others."""
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
IDENTIFIER = re.compile(r"[^\W\d][\w.\-]{0,199}")
"""Names that may identify an element: what XML allows (NCName), kept to letters, digits, ``_``, ``-`` and ``.``."""

Lines = list[str]


def written(plan: Plan) -> bytes:
    """The file, in UTF-8, with one element a line."""
    core = [
        *_node("Organization", [*_leaf("Name", plan.organization), *_people(plan)]),
        *_node("Mission", _leaf("Description", plan.statement)),
        *_value(plan.will_not),
        *(line for goal in plan.aims for line in _goal(goal)),
    ]
    content = [
        *_leaf("Name", plan.name, always=True),
        *_node("StrategicPlanCore", core),
        *_administrative(plan),
    ]
    root = _node("PerformancePlanOrReport", content, f' xmlns="{NAMESPACE}" Type="Strategic_Plan"')
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *root, ""]).encode()


def _node(tag: str, content: Iterable[str], attributes: str = "") -> Lines:
    """An element with its content; nothing where it has none."""
    inside = [f"  {line}" for line in content]
    return [f"<{tag}{attributes}>", *inside, f"</{tag}>"] if inside else []


def _leaf(tag: str, text: str, *, always: bool = False) -> Lines:
    """An element with text; its later lines are not indented, because every blank in a text counts."""
    kept = portable(text)
    if not kept:
        return [f"<{tag}/>"] if always else []
    return [f"<{tag}>{kept.translate(ESCAPES)}</{tag}>"]


def _day(tag: str, day: date | None) -> Lines:
    return _leaf(tag, day.isoformat() if day else "")


def _stakeholder(kind: str, name: str, role: str, what: str, text: str = "") -> Lines:
    described = [*_leaf("Name", STAKEHOLDER[role], always=True), *_leaf("RoleType", what)]
    content = [*_leaf("Name", name), *_leaf("Description", text), *_node("Role", described)]
    return _node("Stakeholder", content, f' StakeholderTypeType="{kind}"')


def _people(plan: Plan) -> Lines:
    """Whom the plan is for, and who stands for it."""
    lines: Lines = []
    if portable(plan.customer):
        lines += _stakeholder(
            "Generic_Group", STAKEHOLDER["customer"], "customer", "Beneficiary", plan.customer
        )
    if portable(plan.sponsor):
        lines += _stakeholder("Person", plan.sponsor, "sponsor", "Performer")
    return lines


def _value(will_not: str) -> Lines:
    text = _leaf("Description", will_not)
    return _node("Value", [*_leaf("Name", WILL_NOT), *text]) if text else []


def _administrative(plan: Plan) -> Lines:
    days = [*_day("StartDate", plan.start_date), *_day("EndDate", plan.end_date)]
    return _node("AdministrativeInformation", [*_leaf("Identifier", plan.identifier), *days])


def _goal(goal: Aim) -> Lines:
    below = [line for place, each in enumerate(goal.aims, 1) for line in _objective(each, place)]
    said = [*_leaf("Name", goal.name, always=True), *_leaf("Description", goal.description, always=True)]
    return _node("Goal", [*said, *_leaf("Identifier", goal.identifier), *below])


def _objective(aim: Aim, place: int) -> Lines:
    owner = _stakeholder("Person", aim.owner, "owner", "Performer") if portable(aim.owner) else []
    return _node(
        "Objective",
        [
            *_leaf("Name", aim.name),
            *_leaf("Description", aim.description),
            *_leaf("Identifier", aim.identifier),
            *_leaf("SequenceIndicator", str(place)),
            *owner,
            *(line for number, each in enumerate(aim.indicators, 1) for line in _indicator(each, number)),
        ],
    )


def _indicator(indicator: Indicator, place: int) -> Lines:
    stage = f' ValueChainStage="{indicator.stage}"' if indicator.stage else ""
    return _node(
        "PerformanceIndicator",
        [
            *_leaf("SequenceIndicator", str(place)),
            *_leaf("MeasurementDimension", indicator.name, always=True),
            *_leaf("UnitOfMeasurement", indicator.unit, always=True),
            *_leaf("Identifier", indicator.identifier),
            *(
                line
                for period, figures in instances(indicator.periods, indicator.figures)
                for line in _instance(period, figures)
            ),
            *_leaf("OtherInformation", indicator.definition),
        ],
        f'{stage} PerformanceIndicatorType="Quantitative"',
    )


def _instance(period: Period | None, figures: Sequence[Figure]) -> Lines:
    lines: Lines = []
    if period:
        days = [*_day("StartDate", period.start), *_day("EndDate", period.end)]
        lines += _node("TargetResult", [*days, *_leaf("NumberOfUnits", plain_number(period.value))])
    for figure in figures:
        units = _leaf("NumberOfUnits", plain_number(figure.value))
        lines += _node(
            "ActualResult", [*_day("EndDate", figure.day), *units, *_leaf("Description", figure.note)]
        )
    return _node("MeasurementInstance", lines)


def plain_number(value: Decimal) -> str:
    """A number without exponent and without zeros that say nothing."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if value else "0"

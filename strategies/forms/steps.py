"""The form of one point of a statement: the few fields in which it is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from strategies.choices import Discipline, GrowthKind, Point
from strategies.models import GrowthAim
from strategies.models.strategy import DISCIPLINE_SHARES, OFFICE_SHARES
from workbench.forms import RecordForm, form_of
from workbench.types import type_with_key

if TYPE_CHECKING:
    from foundation.actors import Actor
    from foundation.catalog import ObjectType
    from foundation.models import Record
    from strategies.models import Strategy

USUAL_MINIMUM, LEAD_SHARE, OTHER_SHARE = 50, 60, 20
"""What the form offers before anybody has decided; nothing of it is saved unless somebody does."""


@dataclass(frozen=True, slots=True)
class Step:
    """Where a point is said: the fields of a type, of which ``needed`` must be filled in."""

    key: str
    fields: tuple[str, ...]
    needed: tuple[str, ...]


STEPS: dict[Point, Step] = {
    Point.CUSTOMER: Step("strategy", ("customer",), ("customer",)),
    Point.PROPOSITION: Step("strategy", ("statement",), ("statement",)),
    Point.DISCIPLINE: Step("strategy", ("discipline",), ("discipline",)),
    Point.MINIMUMS: Step("strategy", (), ()),
    Point.SHARES: Step("strategy", (*DISCIPLINE_SHARES, *OFFICE_SHARES), DISCIPLINE_SHARES),
    Point.WILL_NOT: Step("strategy", ("will_not",), ("will_not",)),
    Point.GROWTH: Step(
        "growthaim",
        ("name", "kind", "figure", "unit_of_measure", "due_date"),
        ("name", "kind", "figure", "due_date"),
    ),
    Point.OBJECTIVE: Step(
        "objective",
        ("name", "discipline", "perspective", "due_date", "owner"),
        ("name", "discipline", "due_date"),
    ),
    Point.SPONSOR: Step("strategy", ("sponsor",), ("sponsor",)),
    Point.COMMITMENT: Step("commitment", ("name", "due_date"), ("name", "due_date")),
    Point.ENGAGED: Step("strategy", ("engaged_date",), ("engaged_date",)),
}


def step_of(point: Point, strategy: Strategy) -> Step:
    """The step of a point; the levels asked for are those of the disciplines that do not lead."""
    if point is Point.MINIMUMS:
        names = tuple(f"{name}_minimum" for name in Discipline.values if name != strategy.discipline)
        return Step("strategy", names, names)
    return STEPS[point]


def subject_of(point: Point, strategy: Strategy) -> tuple[ObjectType, Any]:
    """The record in which the point is said: the strategy, a part that is half said, or none yet. At most one query."""
    kind = type_with_key(STEPS[point].key)
    if kind.key == "strategy":
        return kind, strategy
    half_said = Q(due_date=None) | (Q(figure=None) if kind.model is GrowthAim else Q())
    rows = kind.model.objects.active().for_list().filter(half_said, strategy=strategy)
    return kind, rows.order_by("number").first()


def step_form(
    point: Point, strategy: Strategy, subject: Record | None, viewer: Actor, today: date, data: Any
) -> RecordForm:
    """The form of the point, with what is usual where nothing is said yet."""
    step = step_of(point, strategy)
    kind = type_with_key(step.key)
    usual = _usual(point, strategy, today)
    open_fields = {name: value for name, value in usual.items() if getattr(subject, name, None) in (None, "")}
    form = form_of(kind)(data, viewer=viewer, record=subject, initial=open_fields)
    for name in {*form.fields} - {*step.fields, "version"}:
        del form.fields[name]
    for name in step.needed:
        form.fields[name].required = True
        form.fields[name].error_messages["required"] = _("Answer this, or go on with “Later”.")
    return form


def _usual(point: Point, strategy: Strategy, today: date) -> dict[str, Any]:
    if point is Point.MINIMUMS:
        return dict.fromkeys(step_of(point, strategy).fields, USUAL_MINIMUM)
    if point is Point.SHARES:
        lead = f"{strategy.discipline}_share"
        return {name: LEAD_SHARE if name == lead else OTHER_SHARE for name in DISCIPLINE_SHARES}
    usual: dict[Point, dict[str, Any]] = {
        Point.GROWTH: {"kind": GrowthKind.REVENUE, "unit_of_measure": "%"},
        Point.OBJECTIVE: {"discipline": strategy.discipline},
        Point.ENGAGED: {"engaged_date": today},
    }
    return usual.get(point, {})

"""What there are thousands of, read by one statement: initiatives, outlays, benefits and all links.

They are facts, not records. Each row says what it is by its place in ``KINDS`` and leaves empty what it has not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Case,
    CharField,
    DateField,
    DecimalField,
    F,
    Field,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Trim

from alignment.choices import Hop
from alignment.engine.facts import BenefitFact, InitiativeFact, LinkFact
from alignment.engine.spending import OutlayFact, converted
from alignment.models import Benefit, Initiative, Outlay
from alignment.queries.links import LINKS

HOPS = (Hop.NEED, Hop.BENEFIT, Hop.ELEMENT, Hop.OBJECTIVE)
OUTLAYS, INITIATIVES, BENEFITS, FIRST_LINKS = range(4)
"""What a row is of; links follow in the order of ``HOPS``."""
COLUMNS = ("c1", "c2", "c3", "c4", "c5", "c6", "word", "other_word", "figure", "day")


class _AsItComes:
    """Reads values as the database gives them.

    Every one would be asked whether it is a number: with tens of thousands of rows that takes longer than the statement.
    """

    output_field: Field[Any, Any]

    def get_db_converters(self, connection: BaseDatabaseWrapper) -> list[Any]:
        found: list[Any] = self.output_field.get_db_converters(connection)
        return found


class Number(_AsItComes, Value):
    """The same number in each row."""


class Nothing(_AsItComes, Cast):
    """NULL of the type of a column: statements that are joined must agree on types."""

    def __init__(self, output_field: Field[Any, Any]) -> None:
        super().__init__(Value(None), output_field)


EMPTY: Mapping[str, Any] = {
    **{name: Nothing(IntegerField()) for name in COLUMNS[:6]},
    "word": Nothing(CharField(max_length=20)),
    "other_word": Nothing(CharField(max_length=20)),
    "figure": Nothing(DecimalField(max_digits=18, decimal_places=2)),
    "day": Nothing(DateField()),
}


@dataclass(frozen=True, slots=True)
class BulkFacts:
    """Everything read, as facts; of benefits their columns, for their value depends on rates."""

    outlays: list[OutlayFact] = field(default_factory=list)
    work: list[InitiativeFact] = field(default_factory=list)
    promised: list[tuple[Any, ...]] = field(default_factory=list)
    links: list[LinkFact] = field(default_factory=list)


def bulk_facts() -> BulkFacts:
    """All initiatives that are neither archived nor stopped, and whatever else is not archived. One statement."""
    found = BulkFacts()
    parts = [
        _outlays(),
        _initiatives(),
        _benefits(),
        *(_links(hop, at) for at, hop in enumerate(HOPS, FIRST_LINKS)),
    ]
    for kind, c1, c2, c3, c4, c5, c6, word, other, figure, day in parts[0].union(*parts[1:], all=True):
        if kind >= FIRST_LINKS:
            hop = HOPS[kind - FIRST_LINKS]
            found.links.append(LinkFact(hop, c1, c2, c3, figure, bool(c4), day, c5, c6))
        elif kind == OUTLAYS:
            found.outlays.append(OutlayFact(c1, word, c2, figure, other))
        elif kind == INITIATIVES:
            found.work.append(InitiativeFact(c1, c2, c3, word, None, day))
        else:
            found.promised.append((c1, c2, bool(c4), bool(c5), figure, word, c3))
    return found


def promise(row: Sequence[Any], known: Mapping[str, Decimal]) -> BenefitFact:
    """What a benefit promises, from its columns: whether its ends are stated is enough, not their values."""
    pk, metric, has_baseline, has_target, amount, currency, unit = row
    value = converted(amount, currency, known) if currency else None
    return BenefitFact(pk, metric, has_baseline, has_target, value, unit)


def _rows(rows: QuerySet[Any], kind: int, **columns: Any) -> QuerySet[Any, tuple[Any, ...]]:
    """The same columns for every kind, in one order."""
    told = {name: F(value) if isinstance(value, str) else value for name, value in columns.items()}
    values = rows.order_by().annotate(kind_of_row=Number(kind), **{**EMPTY, **told})
    found: QuerySet[Any, tuple[Any, ...]] = values.values_list("kind_of_row", *COLUMNS)
    return found


def _outlays() -> QuerySet[Any]:
    """Money comes first: its column says how amounts are read."""
    rows = Outlay.objects.active()
    return _rows(
        rows,
        OUTLAYS,
        c1="initiative_id",
        c2="fiscal_year",
        word="kind",
        other_word="currency",
        figure="amount",
    )


def _initiatives() -> QuerySet[Any]:
    rows = Initiative.objects.counting()
    return _rows(rows, INITIATIVES, c1="pk", c2="unit_id", c3="program_id", word="status", day="exempt_until")


def _benefits() -> QuerySet[Any]:
    return _rows(
        Benefit.objects.active(),
        BENEFITS,
        c1="pk",
        c2="metric_id",
        c3="unit_id",
        c4=_flag(Q(baseline_value__isnull=False)),
        c5=_flag(Q(target_value__isnull=False)),
        word="annual_currency",
        figure="annual_amount",
    )


def _links(hop: Hop, kind: int) -> QuerySet[Any]:
    model, source, target = LINKS[hop]
    shares = {"figure": "share"} if hop in (Hop.NEED, Hop.BENEFIT) else {}
    return _rows(
        model.objects.active().alias(trimmed=Trim("evidence")),
        kind,
        c1=f"{source}_id",
        c2=f"{target}_id",
        c3="strength",
        c4=_flag(~Q(trimmed="")),
        c5="review_months",
        c6="pk",
        day="evidence_date",
        **shares,
    )


def _flag(condition: Q) -> Case:
    """1 or 0: unlike a Boolean, a number comes from every database as it is."""
    return Case(When(condition, then=1), default=0, output_field=IntegerField())

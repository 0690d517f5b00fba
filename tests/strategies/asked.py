"""A discipline check that was asked, answered and closed, with the answers each side gave."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from assessments.choices import InstrumentKind, InstrumentState, RoundState, Side
from assessments.models import Answer, Instrument, Response, Round, Statement
from strategies.choices import Discipline
from tests.factories.accounts import make_person
from tests.factories.assessments import make_instrument, make_invitation, make_round, make_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Unit

CLOSED = date(2026, 9, 30)
Said = tuple[int, int, int]
"""What somebody answered for product leadership, operational excellence and customer intimacy, from 0 to 10."""


def make_discipline_check(groups: int = 1) -> Instrument:
    """A published check from 0 to 10 with a statement for each discipline in every group."""
    instrument = make_instrument(
        name="Discipline check",
        kind=InstrumentKind.DISCIPLINE,
        state=InstrumentState.PUBLISHED,
        scale_min=0,
        scale_max=10,
        asks_target=True,
    )
    for number in range(groups):
        for subject in Discipline.values:
            make_statement(instrument=instrument, group=f"Group {number}", subject=subject)
    return instrument


def asked(
    unit: Unit, business: Sequence[Said], it: Sequence[Said] = (), *, instrument: Instrument | None = None,
    target: Said | None = None, **values: Any,
) -> Round:  # fmt: skip
    """A closed round in which these people answered; all name the same target, where one is given."""
    instrument = instrument or make_discipline_check()
    values = {"smallest_group": 3, "closes_date": CLOSED, "opens_date": date(2026, 9, 1), **values}
    found = make_round(unit=unit, instrument=instrument, state=RoundState.CLOSED, **values)
    statements = list(instrument.statements.order_by("position"))
    for side, people in ((Side.BUSINESS, business), (Side.IT, it)):
        for said in people:
            answer(found, side, statements, said, target, is_counted=len(people) >= found.smallest_group)
    return found


def answer(
    found: Round, side: Side, statements: Sequence[Statement], said: Said, target: Said | None, *,
    is_counted: bool,
) -> None:  # fmt: skip
    """One person's answers, as handing in and closing leave them."""
    person = make_person(f"Asked {found.invitations.count() + 1} of {found}")
    make_invitation(round=found, person=person, side=side, has_answered=True)
    response = Response.objects.create(round=found, side=side, is_counted=is_counted)
    order = dict(zip(Discipline.values, range(3), strict=True))
    Answer.objects.bulk_create(
        Answer(
            response=response,
            statement=statement,
            today=said[order[statement.subject]],
            target=target[order[statement.subject]] if target else None,
        )
        for statement in statements
    )

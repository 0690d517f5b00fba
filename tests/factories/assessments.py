"""The smallest valid instruments, statements, rounds and invitations."""

from __future__ import annotations

from typing import Any

from assessments.choices import Side
from assessments.models import Instrument, Invitation, Round, Statement
from tests.factories.accounts import make_person, stamped
from tests.factories.strategies import some_unit


def make_instrument(**values: Any) -> Instrument:
    """A draft answered from 1 to 5."""
    values.setdefault("name", f"Instrument {Instrument.objects.count() + 1}")
    instrument: Instrument = stamped(Instrument(**values))
    return instrument


def make_statement(**values: Any) -> Statement:
    values["instrument"] = values.get("instrument") or make_instrument()
    values.setdefault("position", values["instrument"].statements.count() + 1)
    values.setdefault("group", "Culture")
    values.setdefault("text", f"We answer within the day {Statement.objects.count() + 1}")
    statement: Statement = stamped(Statement(**values))
    return statement


def make_round(**values: Any) -> Round:
    """A round that is being prepared, anonymous."""
    values.setdefault("name", f"Round {Round.objects.count() + 1}")
    values["instrument"] = values.get("instrument") or make_instrument()
    values["unit"] = values.get("unit") or some_unit()
    asked: Round = stamped(Round(**values))
    return asked


def make_invitation(**values: Any) -> Invitation:
    values["round"] = values.get("round") or make_round()
    values["person"] = values.get("person") or make_person(f"Asked {Invitation.objects.count() + 1}")
    values.setdefault("side", Side.BUSINESS)
    invitation: Invitation = stamped(Invitation(**values))
    return invitation

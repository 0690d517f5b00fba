"""The answering page as its templates read it: one group a step, then a look at everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.choices import Moment
from assessments.engine.outcome import groups_of
from assessments.forms.sheet import NONE, field_name
from assessments.models import Instrument, Invitation, Statement
from assessments.operations.telling import promise
from assessments.queries.asking import Entered, Said, moments_of
from assessments.queries.results import item_of
from foundation import formats

Data = dict[str, Any]

REVIEW = "review"
WIDE = 7
"""Answers of a scale up to which a phone shows them in one row."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is asked of somebody, and what they have entered."""

    invitation: Invitation
    statements: Sequence[Statement]
    entered: Entered

    @property
    def instrument(self) -> Instrument:
        return self.invitation.round.instrument

    @property
    def groups(self) -> list[str]:
        """The steps, in order."""
        return groups_of([item_of(statement) for statement in self.statements])

    def of(self, group: str) -> list[Statement]:
        return [statement for statement in self.statements if statement.group == group]

    def is_done(self, statement: Statement) -> bool:
        """Whether everything asked about a statement is said, be it "cannot say"."""
        said = self.entered.answers.get(statement.uid, {})
        return all(moment in said for moment in moments_of(self.instrument))

    def done(self, statements: Sequence[Statement]) -> int:
        return sum(self.is_done(statement) for statement in statements)

    @property
    def open_statements(self) -> list[Statement]:
        return [statement for statement in self.statements if not self.is_done(statement)]

    @property
    def resume(self) -> str:
        """The step to go on with: the first that is not done, else the look at everything."""
        waiting = {statement.group for statement in self.open_statements}
        numbers = [str(number) for number, group in enumerate(self.groups, start=1) if group in waiting]
        return numbers[0] if numbers else REVIEW

    def url(self, step: str) -> str:
        return f"{reverse('assessments_answer', args=[self.invitation.uid])}?step={step}"


def progress(sheet: Sheet, step: str) -> Data:
    """How far somebody has come, in words and by step."""
    done, whole = sheet.done(sheet.statements), len(sheet.statements)
    steps = [_step(sheet, group, str(number), step) for number, group in enumerate(sheet.groups, start=1)]
    review = {"label": _("Look over"), "url": sheet.url(REVIEW), "current": step == REVIEW, "note": ""}
    return {
        "done": done,
        "of": whole,
        "text": _("%(done)d of %(whole)d answered") % {"done": done, "whole": whole},
        "steps": [*steps, review],
    }


def _step(sheet: Sheet, group: str, number: str, current: str) -> Data:
    statements = sheet.of(group)
    note = f"{sheet.done(statements)}/{len(statements)}"
    return {"label": group, "url": sheet.url(number), "current": number == current, "note": note}


def question_page(sheet: Sheet, step: str) -> Data:
    """One group of statements to answer. ``step`` is one of the steps."""
    groups, index = sheet.groups, int(step) - 1
    chosen, last = sheet.of(groups[index]), index + 1 == len(groups)
    return {
        **frame(sheet, step),
        "group": groups[index],
        "next": REVIEW if last else str(index + 2),
        "next_label": _("Look over your answers")
        if last
        else _("Continue: %(group)s") % {"group": groups[index + 1]},
        "previous_url": sheet.url(str(index)) if index else "",
        "statements": [_statement(sheet, statement) for statement in chosen],
    }


def review_page(sheet: Sheet) -> Data:
    """Everything said so far, by group, before it is handed in."""
    return {
        **frame(sheet, REVIEW),
        "heads": [moment.label for moment in moments_of(sheet.instrument)],
        "groups": [
            _reviewed(sheet, group, str(number)) for number, group in enumerate(sheet.groups, start=1)
        ],
        "open": len(sheet.open_statements),
        "open_url": sheet.url(sheet.resume),
    }


def frame(sheet: Sheet, step: str) -> Data:
    """What every step shows."""
    return {
        "round": sheet.invitation.round,
        "promise": promise(sheet.invitation.round),
        "instrument": sheet.instrument,
        "uid": sheet.invitation.uid,
        "step": step,
        "progress": progress(sheet, step),
        "dense": sheet.instrument.scale_max - sheet.instrument.scale_min >= WIDE,
    }


def _statement(sheet: Sheet, statement: Statement) -> Data:
    said = sheet.entered.answers.get(statement.uid, {})
    number = list(sheet.statements).index(statement) + 1
    return {
        "number": number,
        "uid": statement.uid,
        "text": statement.text,
        "guide": statement.guide,
        "scales": [
            _scale(sheet.instrument, statement, moment, said) for moment in moments_of(sheet.instrument)
        ],
    }


def _scale(instrument: Instrument, statement: Statement, moment: Moment, said: Said) -> Data:
    chosen = said.get(moment, -1) if moment in said else ""
    values = range(instrument.scale_min, instrument.scale_max + 1)
    options = [
        {"value": str(value), "label": formats.number(value), "checked": chosen == value} for value in values
    ]
    return {
        "name": field_name(moment, statement),
        "label": moment.label if instrument.asks_target else "",
        "options": options,
        "none": {"value": NONE, "checked": moment in said and said[moment] is None},
    }


def _reviewed(sheet: Sheet, group: str, step: str) -> Data:
    return {
        "label": group,
        "url": sheet.url(step),
        "rows": [
            {
                "text": statement.text,
                "cells": [_word(sheet, statement.uid, moment) for moment in moments_of(sheet.instrument)],
            }
            for statement in sheet.of(group)
        ],
    }


def _word(sheet: Sheet, uid: UUID, moment: Moment) -> Data:
    """One answer; where two are given its moment goes with it, for a phone shows no head above it."""
    said, head = sheet.entered.answers.get(uid, {}), moment.label if sheet.instrument.asks_target else ""
    if moment not in said:
        return {"head": head, "text": _("not answered"), "missing": True}
    value = said[moment]
    text = _("cannot say") if value is None else formats.number(value)
    return {"head": head, "text": text, "missing": False}

"""Build the rounds as they went: people are asked, answer, and the round is closed; one is still open.

Everything happens at the instant it is said to have happened. The rounds are anonymous, so the trail names nobody.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from accounts.models import Person, Unit, User
from activity.operations.notification import mark_all_read
from assessments.choices import Side
from assessments.models import Instrument, Invitation, Round
from assessments.operations.responses import hand_in
from assessments.operations.rounds import close_round, open_round
from assessments.queries.asking import Given, statements_of
from config.demonstration.rounds_rows import IT_PEOPLE, ROUNDS
from foundation.actors import SYSTEM

if TYPE_CHECKING:
    from uuid import UUID

    from assessments.models import Statement
    from config.demonstration.rounds_rows import Levels, RoundRow
    from config.demonstration.site import Site

SPREAD = (0, 1, -1, 0, 2, -2, 1, -1, 0)
"""How far single answers lie from what a side says on average; together they even out."""
CHANGE_OF_VIEW = (0.25, -0.5, 0.5, -0.25, 0.0)


def add_rounds(site: Site) -> None:
    """Every round, the earliest first. What people were told about those that are over counts as read."""
    users = {user.person_id: user for user in User.objects.with_person()}
    for row in ROUNDS:
        if row.closed is None:
            read_all(site)
        _hold(site, row, users)


def read_all(site: Site) -> None:
    """Let everybody have read what they were told so far."""
    for user in User.objects.order_by("pk"):
        mark_all_read(actor=user, now=site.now)


def _hold(site: Site, row: RoundRow, users: dict[int, User]) -> None:
    then = replace(site, now=site.now - timedelta(days=row.opened))
    then.add(
        Round,
        [
            (
                row.key,
                {
                    "name": row.name,
                    "instrument": Instrument.objects.get(name=row.instrument, edition=1),
                    "unit": site.get(Unit, row.unit),
                    "closes_date": None if row.last is None else site.today + timedelta(days=row.last),
                },
            )
        ],
    )
    asked = site.get(Round, row.key)
    sides = {key: Side.IT if key in IT_PEOPLE else Side.BUSINESS for key in row.asked}
    then.add(
        Invitation,
        (
            (f"{row.key}:{key}", {"round": asked, "person": site.get(Person, key), "side": side})
            for key, side in sides.items()
        ),
    )
    open_round(round=asked, actor=SYSTEM, now=then.now)
    statements = statements_of(asked.instrument)
    for place, key in enumerate(row.answered):
        invitation = Invitation.objects.select_related("round__instrument").get(
            pk=site.get(Invitation, f"{row.key}:{key}").pk
        )
        levels = row.it if sides[key] == Side.IT else row.business
        hand_in(
            invitation=invitation,
            answers=_answers(statements, levels, place),
            actor=users[invitation.person_id],
            now=then.now + timedelta(days=min(place, row.opened - 1)),
        )
    if row.closed is not None:
        close_round(round=asked, actor=SYSTEM, now=site.now - timedelta(days=row.closed))
    site.remember(row.key, Round.objects.for_list().get(pk=asked.pk))


def _answers(statements: list[Statement], levels: Levels, place: int) -> dict[UUID, Given]:
    """What the person at a place among those who answered says: near the average of their side."""
    return {
        statement.uid: Given(
            _answer(statement, levels[statement.subject or statement.group][0], place),
            _answer(statement, levels[statement.subject or statement.group][1], place + 1)
            if statement.instrument.asks_target
            else None,
        )
        for statement in statements
    }


def _answer(statement: Statement, level: float, place: int) -> int:
    scale = statement.instrument
    step = (
        SPREAD[(place * 4 + statement.position * 2) % len(SPREAD)] * (scale.scale_max - scale.scale_min) / 10
    )
    view = CHANGE_OF_VIEW[(place + statement.position) % len(CHANGE_OF_VIEW)]
    return min(max(round(level + step + view), scale.scale_min), scale.scale_max)

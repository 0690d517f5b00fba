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

LEAN, WHOLE, SLIP, TILT = 0.14, 0.2, 0.17, 0.05
"""Parts of the scale by which people differ in how they see a subject, or the whole where there are no subjects;
by which single answers differ from that, and groups from each other."""
SLIPS, TILTS = 13, 7
"""Different slips and tilts there are; over the statements of a person they even out."""


def add_rounds(site: Site) -> None:
    """Every round, the earliest first. What people were told about those that are over counts as read."""
    users = {user.person_id: user for user in User.objects.with_person()}
    for row in ROUNDS:
        if row.closed is None:
            _read_all(site)
        _hold(site, row, users)


def _read_all(site: Site) -> None:
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
    for side, levels in ((Side.BUSINESS, row.business), (Side.IT, row.it)):
        heard = [key for key in row.answered if sides[key] == side]
        for place, key in enumerate(heard):
            invitation = _invitation(site, f"{row.key}:{key}")
            hand_in(
                invitation=invitation,
                answers=_answers(statements_of(asked.instrument), levels, place, len(heard)),
                actor=users[invitation.person_id],
                now=then.now + timedelta(days=min(place, row.opened - 1)),
            )
    if row.closed is not None:
        close_round(round=asked, actor=SYSTEM, now=site.now - timedelta(days=row.closed))
    site.remember(row.key, Round.objects.for_list().get(pk=asked.pk))


def _invitation(site: Site, key: str) -> Invitation:
    rows = Invitation.objects.select_related("round__instrument")
    return rows.get(pk=site.get(Invitation, key).pk)


def _answers(statements: list[Statement], levels: Levels, place: int, people: int) -> dict[UUID, Given]:
    """What the person at a place among those of a side says: near the average of the side, each in their way."""
    subjects = list(levels)
    groups = list(dict.fromkeys(statement.group for statement in statements))
    found = {}
    for statement in statements:
        subject = statement.subject or statement.group
        turn = subjects.index(subject)
        own = (
            _within((place + turn) % people, people) * LEAN
            if statement.subject
            else _within(place, people) * WHOLE
        )
        tilt = _within(groups.index(statement.group) * 5 + turn * 3, TILTS) * TILT
        today, target = (_answer(statement, level, place, own + tilt) for level in levels[subject])
        found[statement.uid] = Given(today, target if statement.instrument.asks_target else None)
    return found


def _answer(statement: Statement, level: float, place: int, lean: float) -> int:
    lowest, highest = statement.instrument.scale_min, statement.instrument.scale_max
    slip = _within(place * 4 + statement.position * 2, SLIPS) * SLIP
    return min(max(round(level + (lean + slip) * (highest - lowest)), lowest), highest)


def _within(place: int, places: int) -> float:
    """Where one of so many places lies between -1 and 1; all of them even out."""
    return (2 * (place % places) + 1) / places - 1

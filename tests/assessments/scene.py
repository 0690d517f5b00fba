"""A round with people on both sides, and a short way to have them answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.choices import UnitKind
from activity.models import Notification
from assessments.choices import InstrumentState, Side
from assessments.models import Instrument, Invitation, Round, Statement
from assessments.operations.responses import hand_in
from assessments.operations.rounds import close_round, open_round
from assessments.queries.asking import Given
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW, make_unit, make_user
from tests.factories.assessments import make_instrument, make_invitation, make_round, make_statement

if TYPE_CHECKING:
    from accounts.models import Unit, User

Answers = Sequence[tuple[int | None, ...]]
"""What each person of a side answers, in the order of the statements."""
GROUPS = ("Culture", "Structure")


@dataclass(slots=True)
class Scene:
    """A unit of each kind, an instrument of two groups, and a round nobody is asked in yet."""

    claims: Unit
    it: Unit
    instrument: Instrument
    statements: list[Statement]
    round: Round

    def ask(self, side: Side = Side.BUSINESS, count: int = 1) -> list[User]:
        """New people with a sign-in, invited."""
        users = []
        unit = self.claims if side == Side.BUSINESS else self.it
        for _ in range(count):
            user = make_user(f"Asked {Invitation.objects.count() + 1}", unit=unit)
            make_invitation(round=self.round, person=user.person, side=side)
            users.append(user)
        return users

    def open(self) -> None:
        self.round = open_round(round=self.round, actor=SYSTEM, now=NOW)

    def close(self) -> None:
        self.round = close_round(round=self.round, actor=SYSTEM, now=NOW)

    def sheet(self, *todays: int | None, target: int | None = None) -> dict[Any, Given]:
        """Answers to the statements in order."""
        return {
            statement.uid: Given(today, target)
            for statement, today in zip(self.statements, todays, strict=False)
        }

    def answer(self, user: User, *todays: int | None, target: int | None = None) -> None:
        invitation = Invitation.objects.get(round=self.round, person=user.person)
        hand_in(invitation=invitation, answers=self.sheet(*todays, target=target), actor=user, now=NOW)

    def played(self, business: Answers, it: Answers) -> None:
        """Ask, open, answer and close: a tuple of answers for each person."""
        sides = [(Side.BUSINESS, business), (Side.IT, it)]
        asked = [
            (user, said)
            for side, rows in sides
            for user, said in zip(self.ask(side, len(rows)), rows, strict=True)
        ]
        self.open()
        for user, said in asked:
            self.answer(user, *said)
        self.close()


def make_scene(root: Unit, claims: Unit, **values: Any) -> Scene:
    """``values`` are those of the round."""
    instrument = make_instrument(state=InstrumentState.PUBLISHED)
    statements = [make_statement(instrument=instrument, group=group) for group in GROUPS for _ in range(2)]
    asked = make_round(instrument=instrument, unit=claims, **{"smallest_group": 3, **values})
    return Scene(claims, make_unit("IT", root, kind=UnitKind.IT), instrument, statements, asked)


def titles(user: User) -> list[str]:
    """What stands in somebody's inbox, in the order in which it came."""
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("title", flat=True))

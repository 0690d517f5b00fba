"""Promises whose day has come, by who gave them: one's own for everybody, those of others for who may read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.models import Enterprise, Person, Unit, User
from accounts.permissions import Permission
from alignment.engine.calibration import ENOUGH, Calibration, Due, Sponsor, by_year, calibrated, calibration
from alignment.models import Benefit
from alignment.queries.contracts import Contract, contract_report, contracts_of


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """``own`` are the viewer's promises, with the contracts behind them; ``sponsors`` those of others, by person.

    ``whole`` and ``years`` are of everything the viewer may read, by no name; without the permission they are empty
    unless enough people promised, so that nobody is judged by the back door. ``may_read_others``: they hold the
    permission somewhere.
    """

    own: Sponsor | None
    own_contracts: tuple[Contract, ...]
    sponsors: tuple[tuple[Person, Sponsor], ...]
    whole: Calibration
    years: tuple[tuple[int, Calibration], ...]
    may_read_others: bool
    units: tuple[Unit, ...]
    unit: Unit | None
    today: date


def calibration_report(
    viewer: User, now: datetime, enterprise: Enterprise, wanted: UUID | None = None
) -> CalibrationReport:
    """Agreed promises that are due, of a unit and below. Six queries, eight with foreign currencies."""
    found = contract_report(viewer, now, enterprise, wanted)
    due = [one for one in found.contracts if is_due(one, found.today)]
    allowed = viewer.access.allows(Permission.READ_CALIBRATION)
    readable = [
        one for one in due if viewer.access.allows(Permission.READ_CALIBRATION, [one.benefit.unit.path])
    ]
    people = {
        one.benefit.owner_id: one.benefit.owner
        for one in readable
        if one.benefit.owner is not None and one.benefit.owner_id != viewer.person_id
    }
    own = _own(viewer, found.today, enterprise)
    told = due if _is_about_many(due, readable) else []
    return CalibrationReport(
        own=next(iter(calibrated(_due(one) for one in own)), None),
        own_contracts=own,
        sponsors=_named([_due(one) for one in readable], people),
        whole=calibration([_due(one) for one in told]),
        years=by_year(_due(one) for one in told),
        may_read_others=allowed,
        units=found.units,
        unit=found.unit,
        today=found.today,
    )


def _is_about_many(due: Sequence[Contract], readable: Sequence[Contract]) -> bool:
    """Whether what is said of all promises together says nothing of one person that the viewer may not read."""
    people = {one.benefit.owner_id for one in due}
    return len(due) == len(readable) or len(people) >= ENOUGH


def is_due(contract: Contract, today: date) -> bool:
    """Whether a promise was agreed and its day has come."""
    due = contract.benefit.target_date
    return contract.benefit.is_agreed and due is not None and due <= today


def _own(viewer: User, today: date, enterprise: Enterprise) -> tuple[Contract, ...]:
    """What the viewer promised, wherever it belongs: everybody may know how they promise."""
    rows = Benefit.objects.active().agreed().filter(owner=viewer.person_id, target_date__lte=today)
    mine = list(rows.select_related("metric", "unit").order_by("target_date", "number"))
    return tuple(contracts_of(mine, today, enterprise))


def _due(contract: Contract) -> Due:
    benefit = contract.benefit
    return Due(benefit.owner_id, benefit.target_date or date.max, contract.state.kept)


def _named(
    promises: list[Due], people: Mapping[int | None, Person | None]
) -> tuple[tuple[Person, Sponsor], ...]:
    """Each person with their promises, by name."""
    known = [(people.get(int(one.owner or 0)), one) for one in calibrated(promises)]
    named = [(person, one) for person, one in known if person is not None]
    return tuple(sorted(named, key=lambda pair: (str(pair[0]), pair[0].number)))

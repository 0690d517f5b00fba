"""What each discipline and each office gets against what a strategy intends, and when intent is met at today's pace.

Money reaches a discipline only through its chain, divided as everywhere (``allocation``): shares are percent of the
money that reaches a customer need. Shares of front and back office are percent of the money whose office is stated.

The pace is the slope of the least-squares line through the yearly shares, in points a year; from the share of the
latest year it runs straight on. Three years at least: a line through two is no trend. Our own rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from alignment.choices import Hop
from alignment.engine.allocation import allocate, disciplines
from alignment.engine.facts import Facts, Id
from alignment.engine.shares import known_sum

CLOSE = Decimal(1)
"""Points within which a share counts as what is intended: budgets do not split to the decimal."""
FEWEST = 3
"""Years it takes to speak of a pace."""
HORIZON = 50
"""Years ahead beyond which a pace leads nowhere."""
MARGIN = Decimal(10)
"""Points by which the lead discipline has to be ahead of the next, and may fall short of its intent."""


@dataclass(frozen=True, slots=True)
class Intent:
    """The lead discipline, and the percent of spend intended for each discipline and office, None where not stated.

    The keys say which disciplines and offices there are, in the order in which they are shown.
    """

    lead: str
    disciplines: Mapping[str, Decimal | None]
    offices: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Part:
    """What one discipline or office gets; ``share`` is None where there is nothing to share."""

    key: str
    amount: Decimal
    share: Decimal | None
    intended: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """Points above what is intended, or below where negative."""
        return None if self.share is None or self.intended is None else self.share - self.intended


@dataclass(frozen=True, slots=True)
class Spend:
    """Where the money of some initiatives goes: ``linked`` reaches a need, ``reached`` of it a discipline.

    ``officed`` is the money whose office is stated. ``without_amount`` names the initiatives whose amount is missing.
    """

    total: Decimal
    linked: Decimal
    reached: Decimal
    officed: Decimal
    disciplines: tuple[Part, ...]
    offices: tuple[Part, ...]
    without_amount: tuple[Id, ...]

    @property
    def unlinked(self) -> Decimal:
        """What serves no need, and therefore no discipline."""
        return self.total - self.linked

    @property
    def astray(self) -> Decimal:
        """What reaches a need but no objective in force."""
        return self.linked - self.reached

    @property
    def parts(self) -> tuple[Part, ...]:
        return (*self.disciplines, *self.offices)


def spend(facts: Facts, offices: Mapping[Id, str], intent: Intent, only: Collection[Id]) -> Spend:
    """The money of the initiatives named by ``only``, split as ``intent`` names the parts."""
    money = allocate(_about(facts, only))
    reached = disciplines(money.objectives.received(), facts)
    by_office = {
        office: known_sum(amount for key, amount in money.amounts.items() if offices.get(key) == office)
        or Decimal()
        for office in intent.offices
    }
    officed = sum(by_office.values(), Decimal())
    return Spend(
        total=money.total,
        linked=money.linked,
        reached=sum(reached.values(), Decimal()),
        officed=officed,
        disciplines=_parts(intent.disciplines, reached, money.linked),
        offices=_parts(intent.offices, by_office, officed),
        without_amount=money.without_amount,
    )


def _about(facts: Facts, only: Collection[Id]) -> Facts:
    """The facts without other initiatives and without benefits: neither changes what reaches an objective."""
    return replace(
        facts,
        initiatives=tuple(fact for fact in facts.initiatives if fact.id in only),
        benefits=(),
        links=tuple(
            link
            for link in facts.links
            if link.hop is not Hop.BENEFIT and (link.hop is not Hop.NEED or link.source in only)
        ),
    )


def _parts(
    intended: Mapping[str, Decimal | None], amounts: Mapping[str, Decimal], whole: Decimal
) -> tuple[Part, ...]:
    return tuple(
        Part(
            key=key,
            amount=amounts.get(key, Decimal()),
            share=100 * amounts.get(key, Decimal()) / whole if whole else None,
            intended=wanted,
        )
        for key, wanted in intended.items()
    )


class Against(StrEnum):
    """How money contradicts the lead discipline."""

    OTHER_LEADS = "other_leads"
    STUCK = "stuck"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The lead discipline and the one that gets most beside it, with how the money contradicts the lead."""

    kind: Against
    lead: Part
    other: Part

    @property
    def size(self) -> Decimal:
        """Points by which the lead discipline is behind: the other, the margin it ought to have, or its intent."""
        lead, other = self.lead.share or Decimal(), self.other.share or Decimal()
        if self.kind is Against.OTHER_LEADS:
            return other - lead
        return MARGIN - (lead - other) if self.kind is Against.STUCK else -(self.lead.gap or Decimal())


def contradiction(parts: Iterable[Part], lead: str) -> Contradiction | None:
    """How the money contradicts the ``lead`` discipline; None where it does not, or none reaches any discipline.

    Another discipline gets more; or the money is stuck in the middle, the lead less than ``MARGIN`` ahead (or than
    the strategy itself intends); or the lead gets more than ``MARGIN`` points less than intended.
    """
    ranked = sorted(parts, key=lambda part: (-(part.share or 0), part.key))
    first = next((part for part in ranked if part.key == lead), None)
    rest = [part for part in ranked if part.key != lead]
    if first is None or not rest or not any(part.share for part in ranked):
        return None
    kind = _kind(first, rest[0])
    return Contradiction(kind, first, rest[0]) if kind else None


def _kind(lead: Part, other: Part) -> Against | None:
    ahead = (lead.share or Decimal()) - (other.share or Decimal())
    if ahead < 0:
        return Against.OTHER_LEADS
    wanted = MARGIN
    if lead.intended is not None and other.intended is not None:
        wanted = min(MARGIN, lead.intended - other.intended)
    if ahead < wanted or ahead == 0:
        return Against.STUCK
    return Against.BELOW if lead.gap is not None and lead.gap < -MARGIN else None


class Outlook(StrEnum):
    """When a share is what the strategy intends."""

    MET = "met"
    DUE = "due"
    NEVER = "never"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Prospect:
    """When intent is met at today's pace, and why: the shares by ``years``, and the ``pace`` in points a year.

    ``year`` is the first fiscal year in which the share is at least (or, coming down, at most) what is intended.
    """

    outlook: Outlook
    intended: Decimal
    years: tuple[tuple[int, Decimal], ...]
    pace: Decimal | None = None
    year: int | None = None

    @property
    def latest(self) -> Decimal | None:
        """The share of the latest year; None where none is known."""
        return self.years[-1][1] if self.years else None


def prospect(shares: Iterable[tuple[int, Decimal | None]], intended: Decimal) -> Prospect:
    """When a share that was ``shares`` (percent by fiscal year, in any order) is what is ``intended``.

    Years whose share is not known do not count. A pace away from what is intended, none at all, or one that takes
    more than ``HORIZON`` years never gets there.
    """
    years = tuple(sorted((year, share) for year, share in shares if share is not None))
    slope = pace(years)
    told = None if slope is None else Decimal(slope.numerator) / Decimal(slope.denominator)
    if years and abs(intended - years[-1][1]) <= CLOSE:
        return Prospect(Outlook.MET, intended, years, told)
    if slope is None:
        return Prospect(Outlook.TOO_FEW, intended, years)
    missing = Fraction(intended) - Fraction(years[-1][1])
    if not slope or missing / slope < 0 or missing / slope > HORIZON:
        return Prospect(Outlook.NEVER, intended, years, told)
    return Prospect(Outlook.DUE, intended, years, told, years[-1][0] + ceil(missing / slope))


def pace(years: Collection[tuple[int, Decimal]]) -> Fraction | None:
    """Slope of the least-squares line through the shares, in points a year; None below ``FEWEST`` years."""
    if len(years) < FEWEST:
        return None
    middle = Fraction(sum(year for year, _ in years), len(years))
    mean = sum((Fraction(share) for _, share in years), Fraction()) / len(years)
    rise = sum(((year - middle) * (Fraction(share) - mean) for year, share in years), Fraction())
    return rise / sum(((year - middle) ** 2 for year, _ in years), Fraction())

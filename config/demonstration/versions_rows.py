"""What Alderbrook Mutual's strategies promise besides their words, what came before, and what its units add."""

from __future__ import annotations

from dataclasses import dataclass

from config.demonstration.rows import Tie
from strategies.choices import Discipline, GrowthKind, Perspective

IN_FORCE_SAYS = {
    "will_not": (
        "We do not compete on price with the comparison sites, insure outside the three counties, or sell "
        "cover that nobody here can explain."
    ),
    "product_leadership_minimum": 30,
    "operational_excellence_minimum": 45,
}
SPONSOR = "moss"
ENGAGED = (1, 9)
"""Months and days since the sponsor last worked on the strategy with others."""


@dataclass(frozen=True, slots=True)
class AimRow:
    key: str
    name: str
    kind: GrowthKind
    figure: str
    unit_of_measure: str
    due: int


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """Something the sponsor has promised; ``kept`` is how many months ago it was done, if it was."""

    key: str
    name: str
    due: int
    kept: int | None = None


@dataclass(frozen=True, slots=True)
class FormerRow:
    """An objective or element of the strategy before: it goes on as ``successor``, or ends because of ``reason``."""

    key: str
    name: str
    text: str
    successor: str = ""
    reason: str = ""
    perspective: Perspective = Perspective.PROCESS
    owner: str = ""
    weight: int = 1


AIMS = (
    AimRow("premium", "Household premium", GrowthKind.REVENUE, "12", "%", 13),
    AimRow("farms", "Farms that insure with us", GrowthKind.MARKET_SHARE, "38", "%", 19),
    AimRow("covers", "Covers a small firm has with us", GrowthKind.HOME_MARKETS, "2.4", "covers", 25),
)
PROMISES = (
    PromiseRow("forty", "Meet forty customers together with the executive team", -4, 5),
    PromiseRow("letters", "Read ten renewal letters a month aloud in the executive meeting", -1),
    PromiseRow("systems", "Decide which of the nine systems the single customer view replaces", 2),
)

FORMER_OBJECTIVES = (
    FormerRow(
        "former_five_days", "Settle simple claims in five days",
        "A simple claim is paid within five working days.", "two_days", owner="fischer", weight=30,
    ),
    FormerRow(
        "former_one_form", "One form for every cover",
        "The same questions in the same order, whichever cover is asked for.", "half_effort", owner="daly", weight=30,
    ),
    FormerRow(
        "former_lowest", "Lowest premium on the comparison sites",
        "First or second in three searches of four.",
        reason="Whoever came for the lowest price left for the next lowest: half were gone after a year.",
        perspective=Perspective.FINANCIAL, owner="moss", weight=40,
    ),
)  # fmt: skip
FORMER_ELEMENTS = (
    FormerRow(
        "former_line", "Claims on one line", "Each claim passes the same desks in the same order.", "no_touch"
    ),
    FormerRow(
        "former_form", "One form", "What is asked for one cover is not asked again for the next.", "key_it_once"
    ),
    FormerRow(
        "former_watch", "Price watch every night", "Premiums follow those of three rivals by the next morning.",
        reason="The strategy in force does not compete on price; the nightly run was switched off.",
    ),
)  # fmt: skip
FORMER_AIMS = (
    ("former_line", "former_five_days", "Waiting between desks made up most of the days of a claim."),
    ("former_form", "former_one_form", "The trial of one form in two branches saved eleven minutes a quote."),
    ("former_watch", "former_lowest", "Searches before and after the first nightly run."),
)
FORMER_NEEDS = (
    ("former_line", (Tie("fast_claims", 2, "Nine complaints of ten about claims were about waiting.", 31),)),
    ("former_form", (Tie("key_once", 2, "Brokers named the second form first.", 33),)),
)
"""What customers would have noticed of them; the strategy in force is about the same needs, and more firmly."""
FOUND_LATE = FormerRow(
    "former_letters",
    "Every letter answered within a week",
    "Promised to brokers, and written down nowhere else.",
)
"""Found in the files after the re-mapping: nobody has said yet what becomes of it."""
LATE_NEED = ("former_letters", (Tie("claim_status", 1, "Brokers ask by letter where a claim stands.", 32),))
LATE_ANSWER = (
    "One record of each order from entry to payment",
    "Policies and claims stayed in two systems: joining them cost more than both cost in ten years.",
)
"""An IT need the former strategy had rejected, and why; the one in force has not been asked."""

CLAIMS_STRATEGY = {
    "name": "Paid and done",
    "discipline": Discipline.OPERATIONAL_EXCELLENCE,
    "customer": "Members who have had a loss, and the garages and builders who put it right.",
    "statement": "Report once, hear the day, have the money: a simple claim needs no second call.",
    "will_not": "We do not build special handling for single brokers, and keep no claim open to be seen busy.",
    "product_leadership_share": 10,
    "operational_excellence_share": 65,
    "customer_intimacy_share": 25,
    "customer_intimacy_minimum": 50,
    "front_office_share": 40,
    "back_office_share": 60,
}
CLAIMS_START = -10
CLAIMS_PROMISE = PromiseRow("open_claims_day", "Spend a day each quarter at the claims desks", 1)

DRAFT_STRATEGY = {
    "name": "Covered before lunch",
    "discipline": Discipline.PRODUCT_LEADERSHIP,
    "customer": "Shops and trades of up to fifty people who need cover today, not next week.",
    "statement": "Cover made for your trade, quoted and bound before lunch.",
}

EFFECTS = (
    ("two_days", "for_life", "Nine in ten households paid within two days renew; of the others, seven."),
    ("for_life", "new_cover", "Households that stay are the first to take a cover they have not had before."),
    ("first_call", "new_cover", "Both growers' covers were first asked for by farms with one adviser."),
)
"""Cause, outcome and why. What halving the effort brings is not drawn yet: the map says so."""

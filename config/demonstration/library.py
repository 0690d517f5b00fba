"""How the strategy in force answers the library of IT needs of its discipline: nine of twelve so far."""

from __future__ import annotations

from alignment.choices import Verdict
from alignment.models import Adoption, StrategyElement
from config.demonstration.direction import CURRENT
from config.demonstration.site import Site
from strategies.choices import Discipline
from strategies.models import ITNeed, Strategy

ADOPTED, ADAPTED, REJECTED = Verdict.ADOPTED, Verdict.ADAPTED, Verdict.REJECTED

ANSWERS = (
    ("One picture of each customer for everybody who serves them", ADOPTED, "one_view",
     "The first sentence of the strategy cannot be kept without it."),
    ("What happens in the customer's world, joined to what we know", ADOPTED, "life_events",
     "A move, a birth or a death is when members need us, and when they leave."),
    ("Customer data good enough to act on without asking again", ADOPTED, "key_it_once",
     "One customer in eleven is two customers to us."),
    ("Expertise where advisers find it while they advise", ADAPTED, "whole_farm",
     "We give it to farm advisers first: they decide at the kitchen table, other desks can ask."),
    ("Solutions put together for one customer from tested parts", ADOPTED, "follows_life",
     "Seasonal cover is four tested parts with a calendar."),
    ("The customer's result followed after the sale", ADOPTED, "back_in_business",
     "For a shop the result is the day it opens again, not the day we paid."),
    ("What each customer is worth over time, seen by those who decide", REJECTED, "",
     "A mutual belongs to its members. Ranking them by worth would cost more trust than it earns."),
    ("Early signs of a customer who may leave", ADOPTED, "fair_renewal",
     "Most who left had opened the renewal letter twice and called nobody."),
    ("One conversation across all channels", ADOPTED, "open_claims",
     "Begun with claims, where the same question is asked 2.3 times."),
)  # fmt: skip
"""IT need, answer, the element that says it, and why. The other three are still open."""


def add_library_answers(site: Site) -> None:
    """Answer the library with elements the strategy has already: it had said these things in words of its own."""
    needs = {need.name: need for need in ITNeed.objects.filter(discipline=Discipline.CUSTOMER_INTIMACY)}
    site.add(
        Adoption,
        (
            (
                f"{CURRENT}:{place}",
                {
                    "strategy": site.get(Strategy, CURRENT),
                    "it_need": needs[name],
                    "verdict": verdict,
                    "reason": reason,
                    "element": site.get(StrategyElement, element),
                },
            )
            for place, (name, verdict, element, reason) in enumerate(ANSWERS)
        ),
    )

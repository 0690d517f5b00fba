"""Enumerations of strategies."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Discipline(TextChoices):
    """The three ways to lead a market (Treacy and Wiersema, 1993). A unit leads with one of them."""

    PRODUCT_LEADERSHIP = "product_leadership", _("Product leadership")
    OPERATIONAL_EXCELLENCE = "operational_excellence", _("Operational excellence")
    CUSTOMER_INTIMACY = "customer_intimacy", _("Customer intimacy")


class StrategyState(TextChoices):
    """Whether a strategy binds anybody."""

    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")


class Perspective(TextChoices):
    """Where an objective stands between learning and money (Kaplan and Norton, 1992)."""

    LEARNING = "learning", _("Learning and growth")
    PROCESS = "process", _("Internal processes")
    CUSTOMER = "customer", _("Customer")
    FINANCIAL = "financial", _("Financial")


class Facing(TextChoices):
    """Whom IT works for in the first place."""

    INTERNAL_CUSTOMERS = "internal_customers", _("Internal customers")
    PAYING_CUSTOMER = "paying_customer", _("The paying customer")


class GrowthKind(TextChoices):
    """Where a unit wants to grow."""

    REVENUE = "revenue", _("Revenue growth")
    MARKET_SHARE = "market_share", _("Market share")
    HOME_MARKETS = "home_markets", _("Deeper in home markets")
    NEW_MARKETS = "new_markets", _("New markets")


class VerdictKind(TextChoices):
    """What a discipline check comes to; see ``engine.verdict`` for the rules."""

    FOCUSED = "focused", _("Focused")
    BELOW_THRESHOLD = "below_threshold", _("Below threshold")
    STUCK = "stuck", _("Stuck in the middle")
    TIE = "tie", _("Tie")


class Agreement(TextChoices):
    """Whether what people answer matches what the strategy states."""

    AGREES = "agrees", _("As stated")
    DIFFERS = "differs", _("Not as stated")
    UNDECIDED = "undecided", _("Undecided")


class Point(TextChoices):
    """What a strategy has to say to be clear, in the order in which to say it."""

    CUSTOMER = "customer", _("Who the customer is")
    PROPOSITION = "proposition", _("Value proposition")
    DISCIPLINE = "discipline", _("Lead discipline")
    MINIMUMS = "minimums", _("Lowest levels of the other two")
    SHARES = "shares", _("Intended shares of spend")
    WILL_NOT = "will_not", _("What we will not do")
    GROWTH = "growth", _("Growth in figures")
    OBJECTIVE = "objective", _("An objective with a day")
    SPONSOR = "sponsor", _("Sponsoring executive")
    COMMITMENT = "commitment", _("A commitment with a day")
    ENGAGED = "engaged", _("Sponsor engaged")


class Lack(TextChoices):
    """In which way a point is not clear."""

    ABSENT = "absent", _("not said")
    PARTIAL = "partial", _("half said")
    OLD = "old", _("too long ago")


class MapFault(TextChoices):
    """What may be unsound about a strategy map, the gravest first."""

    RING = "ring", _("Arrows run in a ring")
    DOWNWARD = "downward", _("An arrow runs downward")
    NO_MONEY = "no_money", _("No objective is financial")
    UNPLACED = "unplaced", _("No perspective given")
    ALONE = "alone", _("No arrow touches it")
    STRANDED = "stranded", _("It leads to no financial objective")

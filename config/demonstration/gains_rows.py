"""Contracts of Alderbrook Mutual: who agreed to what, earlier promises that are due, the changes behind them, reviews."""

from __future__ import annotations

from dataclasses import dataclass

from alignment.choices import Change, ChangeKind, Explicitness

FINANCIAL, QUANTIFIABLE, MEASURABLE = (
    Explicitness.FINANCIAL,
    Explicitness.QUANTIFIABLE,
    Explicitness.MEASURABLE,
)
BUSINESS, ENABLING = ChangeKind.BUSINESS, ChangeKind.ENABLING
AGREED = -17
"""Months before building when the owners agreed, unless a row says otherwise."""

ATTRIBUTION = {
    "retention": "About two thirds: the rest follows what competitors charge, which we watch with a control group.",
    "first_contact": "All of it at the desks that use the new screen; other desks are the comparison.",
    "household_premium": "Half: prices rise by about two percent a year without us, and are taken out.",
    "farm_policies": "Farms of advisers with the workbench against all others.",
    "continuity": "Advisers are counted by hand; nothing else changes who visits a farm.",
    "claim_days": "Simple claims alone, weather months apart: a storm month is not a slow month.",
    "handling_cost": "Wages are held at the level of the baseline; fewer claims alone do not count.",
    "status_calls": "Calls tagged as status; fewer claims open do not lower a rate for each claim.",
    "bind_rate": "Products that both ways can sell; a new simple product would flatter the rate.",
    "cost_to_serve": "Finance confirms it each half year and takes the fall in policies out.",
}
"""How much is due to the work, by benefit. These are agreed; the others are drafts."""


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A promise of work that is live, due in the past. ``annual`` is in thousands of euros a year."""

    key: str
    name: str
    unit: str
    owner: str
    explicitness: Explicitness
    change: Change
    metric: str
    baseline: str
    start: int
    target: str
    due: int
    description: str
    work: str
    objective: str
    attribution: str
    annual: int | None = None


EARLIER = (
    EarlierRow("post_days", "Papers no longer slow a claim", "claims", "fischer", QUANTIFIABLE, Change.STOP,
               "claim_days", "7.2", -34, "4.0", -2, "Letters wait for nobody.", "intake", "two_days",
               "Half a day is the intake's; the rest came with the straight-through engine."),
    EarlierRow("visit_calls", "Nobody calls to ask for the day of the visit", "claims", "fischer", QUANTIFIABLE,
               Change.STOP, "status_calls", "2.6", -36, "1.8", -4, "The day is agreed while the customer calls.",
               "scheduling", "two_days", "Visits alone: calls about payment are tagged apart."),
    EarlierRow("visit_days", "Visits no longer slow a claim", "claims", "fischer", QUANTIFIABLE, Change.BETTER,
               "claim_days", "6.8", -36, "4.0", -5, "Adjusters drive shorter rounds.", "scheduling", "two_days",
               "Claims with a visit only."),
    EarlierRow("post_cost", "Opening the post costs less", "claims", "fischer", FINANCIAL, Change.STOP,
               "handling_cost", "156", -34, "149", -3, "Four clerks moved to the claims desks.", "intake", "two_days",
               "Wages of the post room; Finance has not delivered the figures since the move.", 310),
    EarlierRow("told_once", "Households stay because they choose how we write", "personal", "keane", FINANCIAL,
               Change.BETTER, "retention", "83.0", -30, "86.5", -2, "Fewer letters, opened more often.", "preferences",
               "for_life", "A third: renewals rose for all, and more for those who had chosen.", 600),
    EarlierRow("more_cover", "Households that are asked insure more", "personal", "keane", QUANTIFIABLE, Change.NEW,
               "household_premium", "398", -36, "418", -12, "One question in each yearly letter.", "", "for_life",
               "Prices rose by five euros a household in the same years."),
    EarlierRow("less_asking", "Firms answer fewer questions", "commercial", "deboer", MEASURABLE, Change.STOP,
               "bind_rate", "20", -26, "32", -1, "Eleven of twenty questions are answered by the register.", "prefill",
               "half_effort", "Quotes with register data against those without."),
    EarlierRow("signed_now", "Cover begins the same day", "commercial", "deboer", QUANTIFIABLE, Change.BETTER,
               "bind_rate", "21", -20, "36", -3, "No contract waits for the post.", "signature", "half_effort",
               "Signature alone: nine days of waiting became an hour."),
    EarlierRow("by_phone", "Quotes by telephone end", "commercial", "deboer", MEASURABLE, Change.STOP,
               "bind_rate", "16", -30, "26", -13, "The desk only helps with what is out of the ordinary.", "",
               "half_effort", "All of it; nothing else changed in that year."),
    EarlierRow("no_post", "No contract costs postage", "distribution", "daly", FINANCIAL, Change.STOP,
               "cost_to_serve", "64", -15, "52", -3, "Paper, postage and the room that handled both.", "signature",
               "half_effort", "A fifth of the fall; the rest is workflow.", 480),
)  # fmt: skip

OBJECTIVES = {
    "retention": "for_life",
    "first_contact": "for_life",
    "household_premium": "for_life",
    "farm_policies": "first_call",
    "continuity": "first_call",
    "storm_loss": "first_call",
    "claim_days": "two_days",
    "handling_cost": "two_days",
    "status_calls": "two_days",
    "bind_rate": "half_effort",
    "rekey_rate": "half_effort",
    "cost_to_serve": "half_effort",
    "new_premium": "new_cover",
}
"""The objective each benefit serves; fraud leakage serves none of this strategy."""

READINGS = {
    "household_premium": "412 413 413 414 415 416 417 419 420 421 423 424 426 428 431",
    "bind_rate": "22 22 23 24 24 25 26 28 29 30 32 33 36 38 40",
}
"""Monthly values that end with the last whole month before building, of metrics that measure no objective."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """``done`` is in months from building; ``prepares`` names the change an enabling one makes possible."""

    key: str
    name: str
    unit: str
    kind: ChangeKind
    owner: str
    due: int
    done: int | None
    description: str
    work: tuple[str, ...]
    benefits: tuple[str, ...] = ()
    prepares: str = ""


CHANGES = (
    ChangeRow("desk_decides", "The desk that answers also decides", "distribution", BUSINESS, "daly", 5, None,
              "Refunds up to EUR 200, changes of address and of payment, without a call back.",
              ("customer_view", "desktop", "identity", "data_quality"), ("first_contact",)),
    ChangeRow("trained", "Every agent works from the new screen", "personal", ENABLING, "kowal", 3, None,
              "Two days of training for 140 agents, then no way back to the old screens.", ("desktop",), (),
              "desk_decides"),
    ChangeRow("talk_first", "We talk about the price before the letter comes", "personal", BUSINESS, "keane", 6, None,
              "Six weeks before renewal somebody who knows the household explains what changes.",
              ("explainer", "next_offer", "outreach", "grouping"), ("retention", "household_premium")),
    ChangeRow("one_adviser", "One adviser answers for the whole farm", "farm", BUSINESS, "walsh", 9, None,
              "Claims and renewals of a farm go to its adviser first.", ("adviser_desk", "farm_record", "adviser_app"),
              ("farm_policies", "continuity")),
    ChangeRow("decide_once", "Whoever opens a simple claim decides it", "claims", BUSINESS, "fischer", 7, None,
              "No second signature below EUR 5,000.", ("engine", "photo", "payout", "fraud"),
              ("claim_days", "handling_cost")),
    ChangeRow("limits", "Limits of payment are raised", "claims", ENABLING, "weber", -2, -3,
              "The board raised what one person may pay; audit agreed to samples.", (), (), "decide_once"),
    ChangeRow("no_status", "We no longer tell the status by telephone", "claims", BUSINESS, "", 6, None,
              "Callers are shown the tracker while they are on the line.", ("tracker", "messaging"), ("status_calls",)),
    ChangeRow("trust_brokers", "What a broker enters is taken as it is", "distribution", BUSINESS, "okafor", 8, None,
              "Samples in place of checks; a broker whose samples fail is checked again.",
              ("portal", "gateway", "workflow"), ("rekey_rate", "cost_to_serve")),
    ChangeRow("exceptions", "Underwriters look at exceptions only", "commercial", BUSINESS, "deboer", 10, None,
              "Seven in ten small firms get a price without a person.", ("quote_bind", "rating"), ("bind_rate",)),
    ChangeRow("after_storm", "A visit within a week of every warning", "farm", BUSINESS, "reilly", 4, None,
              "Advisers look at what was done after a warning.", ("alerts",)),
    ChangeRow("no_post_room", "Nobody opens the post any more", "claims", BUSINESS, "fischer", -4, -4,
              "Letters are read where they arrive; the post room closed.", ("intake",), ("post_days", "post_cost")),
    ChangeRow("book_visits", "Visits are booked while the customer calls", "claims", BUSINESS, "fischer", -6, -6,
              "The desk sees the rounds of the adjusters.", ("scheduling",), ("visit_calls", "visit_days")),
    ChangeRow("ask_how", "Households are asked how they want to hear from us", "personal", BUSINESS, "kowal", -3, -4,
              "At every call, once a year.", ("preferences",), ("told_once", "more_cover")),
    ChangeRow("sign_screen", "Contracts are signed on the screen", "commercial", BUSINESS, "nair", -4, -5,
              "Paper only for who asks for it.", ("signature", "prefill"),
              ("less_asking", "signed_now", "by_phone", "no_post")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review held ``late`` days after the target was due."""

    benefit: str
    value: str
    late: int
    note: str


REVIEWS = (
    ReviewRow("visit_calls", "1.6", 9, "More than promised. Booking in the call did it; messaging takes the rest on."),
    ReviewRow("visit_days", "4.2", 12, "Nearly. Two adjusters still plan their own rounds; they join in spring."),
    ReviewRow("more_cover", "414", 20, "Four of five. The question came too late in the letter; the new one opens with it."),
    ReviewRow("by_phone", "23", 15, "Seven of ten points. Shops moved at once, builders still call; their form is next."),
    ReviewRow("signed_now", "36", 6, "Kept. What is left by post is by law."),
)  # fmt: skip

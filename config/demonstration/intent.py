"""How Alderbrook Mutual means to win: one strategy in force, the one before it, objectives and elements."""

from __future__ import annotations

from config.demonstration.rows import ElementRow, ObjectiveRow, Tie
from strategies.choices import Discipline, Perspective

STRATEGY = {
    "name": "Closer than anyone",
    "discipline": Discipline.CUSTOMER_INTIMACY,
    "customer": (
        "Households, farms and small firms in our three counties who want to be known, "
        "and the brokers who bring them to us."
    ),
    "statement": (
        "Somebody here knows you, your house, your herd and your firm. We tell you before something "
        "changes, we pay simple claims within days, and we never ask twice for what you have told us once."
    ),
    "product_leadership_share": 15,
    "operational_excellence_share": 30,
    "customer_intimacy_share": 55,
    "front_office_share": 60,
    "back_office_share": 40,
}
STRATEGY_START = -22

FORMER_STRATEGY = {
    "name": "Lean and local",
    "discipline": Discipline.OPERATIONAL_EXCELLENCE,
    "customer": "Everybody in our three counties who compares prices.",
    "statement": "Plain cover at the lowest cost in the region.",
    "product_leadership_share": 10,
    "operational_excellence_share": 65,
    "customer_intimacy_share": 25,
    "front_office_share": 35,
    "back_office_share": 65,
}
FORMER_START, FORMER_END = -58, -23

OBJECTIVES = (
    ObjectiveRow(
        "for_life",
        "Keep households for life",
        Discipline.CUSTOMER_INTIMACY,
        Perspective.CUSTOMER,
        30,
        13,
        "keane",
        "Nine households in ten renew, because they are known and are told in time what changes.",
    ),
    ObjectiveRow(
        "first_call",
        "Be the farm's first call",
        Discipline.CUSTOMER_INTIMACY,
        Perspective.CUSTOMER,
        25,
        19,
        "walsh",
        "A farm that has one policy with us has nearly three, and one adviser for all of them.",
    ),
    ObjectiveRow(
        "two_days",
        "Settle simple claims in two days",
        Discipline.OPERATIONAL_EXCELLENCE,
        Perspective.PROCESS,
        20,
        7,
        "fischer",
        "A claim with a clear cause and a known amount is paid within two working days.",
    ),
    ObjectiveRow(
        "half_effort",
        "Halve the effort to do business with us",
        Discipline.OPERATIONAL_EXCELLENCE,
        Perspective.PROCESS,
        15,
        13,
        "daly",
        "Customers and brokers give an answer once; what it costs to serve a policy falls by a quarter.",
    ),
    ObjectiveRow(
        "new_cover",
        "Earn twelve million with cover only we offer",
        Discipline.PRODUCT_LEADERSHIP,
        Perspective.FINANCIAL,
        10,
        25,
        "walsh",
        "Two kinds of cover that follow use and season, with twelve million euros of premium.",
    ),
)

ELEMENTS = (
    ElementRow(
        "one_view",
        "One view of the customer",
        "Whoever answers sees the same customer: policies, claims, promises, and what was last said.",
        (
            Tie(
                "for_life", 3, "Households reached by somebody who knew them renew six points more often.", 4
            ),
            Tie("first_call", 2, "Farm advisers lose an hour a visit to finding what other desks know.", 6),
        ),
        (Tie("know_me", 3, "Named first in all four focus groups of the strategy review.", 4),),
    ),
    ElementRow(
        "fair_renewal",
        "A renewal that explains itself",
        "Six weeks before renewal the customer knows the price, the reason and the choice.",
        (Tie("for_life", 3, "Four in ten who left gave the unexplained price as their reason.", 5),),
        (Tie("renewal", 3, "Taken word for word from the exit interviews.", 5),),
    ),
    ElementRow(
        "life_events",
        "Beside you when life turns",
        "Marriage, a child, a move, a death: one call changes everything that has to change.",
        (Tie("for_life", 2, "Households with a life event in the year leave twice as often.", 6),),
        (Tie("life_changes", 3, "Eighteen interviews, summed up for the board in the strategy review.", 6),),
    ),
    ElementRow(
        "whole_farm",
        "One adviser for the whole farm",
        "A farm has one adviser, and that adviser has the whole farm on one screen.",
        (Tie("first_call", 3, "Farms with one adviser hold 2.6 policies, others 1.7.", 4),),
        (Tie("one_adviser", 3, "Three in four farms visited named their adviser as the reason to stay.", 4),),
    ),
    ElementRow(
        "prevent",
        "Prevent, not only pay",
        "We warn before frost, flood and storm, and say what to do.",
        (Tie("first_call", 2, "Farms that were warned in the pilot called us first about new cover.", 9),),
        (Tie("early_warning", 2, "Sixty-one calls after the February storm asked for exactly this.", 9),),
    ),
    ElementRow(
        "no_touch",
        "Claims without a touch",
        "A simple claim is checked, decided and paid without a handoff.",
        (Tie("two_days", 3, "Two thirds of the days of a simple claim are waiting between desks.", 3),),
        (Tie("fast_claims", 3, "Days to payment correlate at -0.7 with satisfaction after a claim.", 3),),
    ),
    ElementRow(
        "open_claims",
        "Open claims",
        "The customer sees what we see: the step, the next one, and the day.",
        (Tie("two_days", 2, "Status calls take a fifth of adjusters' time.", 5),),
        (Tie("claim_status", 3, "The call recordings of March: 2.3 status calls a claim.", 5),),
    ),
    ElementRow(
        "back_in_business",
        "Back in business",
        "After a loss a firm has premises, stock and cash to open again within two weeks.",
        (Tie("two_days", 2, "Firms that reopened in time settled in half the days.", 8),),
        (Tie("trading_again", 3, "Eleven of fourteen firms were closed for more than six weeks.", 8),),
    ),
    ElementRow(
        "key_it_once",
        "Key it once",
        "What a customer or broker has told us is never asked for again.",
        (Tie("half_effort", 3, "Rework is 38 percent of broker desk hours.", 2),),
        (
            Tie("one_sitting", 2, "Questions asked twice are where most quotes are abandoned.", 2),
            Tie("key_once", 3, "The six broker days: one policy in three keyed again.", 2),
        ),
    ),
    ElementRow(
        "follows_life",
        "Cover that follows use and season",
        "The customer pays when there is a risk, and less when there is less.",
        (Tie("new_cover", 3, "No other insurer in the region offers it; two brokers have asked for it.", 7),),
        (
            Tie("pay_for_use", 1, "Wanted by one driver in six; the others do not care.", 7),
            Tie("seasonal", 3, "38 growers do by telephone today what this would do by itself.", 7),
        ),
    ),
)

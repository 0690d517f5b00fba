"""Whom Alderbrook Mutual serves, and what they said they need."""

from __future__ import annotations

from config.demonstration.rows import NeedRow, SegmentRow
from customers.choices import SegmentKind

SEGMENTATION = ("By relationship", "What the customer has us for")
ASKED = -7
"""Months before building when the yearly survey was in the field."""

SEGMENTS = (
    SegmentRow("households", "Households", "Families and singles with motor, home or life cover."),
    SegmentRow(
        "small_business", "Small businesses", "Firms of up to fifty people, most of them shops and trades."
    ),
    SegmentRow("farms", "Farms", "Family farms whose house, herd and machines are insured together."),
    SegmentRow("brokers", "Brokers", "Independent offices that sell our cover beside that of others."),
    SegmentRow(
        "young_families",
        "Young families",
        "Households with a child below school age: all covers are new.",
        "households",
    ),
    SegmentRow(
        "on_their_own", "On their own again", "Households of one after a separation or a death.", "households"
    ),
    SegmentRow(
        "desks",
        "Our own desks",
        "Colleagues in claims and service who work with our systems all day.",
        kind=SegmentKind.INTERNAL_USER,
    ),
)

NEEDS = (
    NeedRow(
        "know_me",
        "Know me, whoever I talk to",
        "Know me",
        "households",
        "4.7",
        "3.1",
        1180,
        "kowal",
        "Yearly survey; 212 of 300 recorded calls begin with the customer telling the story again.",
    ),
    NeedRow(
        "renewal",
        "Tell me before renewal what changed and why",
        "Renewal, explained",
        "households",
        "4.4",
        "2.9",
        1180,
        "kowal",
        "Yearly survey; the reason most often given by 640 households that left us at renewal.",
    ),
    NeedRow(
        "life_changes",
        "Help me when my life changes",
        "Life changes",
        "households",
        "4.5",
        "2.6",
        1180,
        "kowal",
        "Yearly survey; eighteen interviews with customers who had married, moved or lost somebody.",
    ),
    NeedRow(
        "one_adviser",
        "One adviser who knows my whole farm",
        "One farm adviser",
        "farms",
        "4.6",
        "3.4",
        322,
        "reilly",
        "Yearly survey; forty farm visits, where three in four named a person and not the firm.",
    ),
    NeedRow(
        "early_warning",
        "Warn me before the damage is done",
        "Early warning",
        "farms",
        "3.9",
        "3.0",
        322,
        "reilly",
        "Yearly survey; after the February storm 61 farms asked why nobody had called.",
        9,
    ),
    NeedRow(
        "fast_claims",
        "Pay my simple claim in days, not weeks",
        "Fast simple claims",
        "households",
        "4.8",
        "3.2",
        1180,
        "weber",
        "Yearly survey; time to payment explains most of the difference in satisfaction after a claim.",
    ),
    NeedRow(
        "claim_status",
        "Let me see where my claim stands",
        "Claim status",
        "households",
        "4.3",
        "2.9",
        1180,
        "weber",
        "Yearly survey; every open claim brings more than two calls that ask for nothing but its status.",
    ),
    NeedRow(
        "trading_again",
        "Get me trading again after a loss",
        "Trading again",
        "small_business",
        "4.6",
        "2.0",
        26,
        "nair",
        "Only the 26 firms with a loss were asked; eleven of fourteen firms with a total loss were closed for more than six weeks.",
    ),
    NeedRow(
        "one_sitting",
        "Quote and cover in one sitting",
        "Quote in one sitting",
        "small_business",
        "3.8",
        "3.1",
        410,
        "nair",
        "Yearly survey; half of the quotes begun online are never finished.",
    ),
    NeedRow(
        "key_once",
        "Never make me key it twice",
        "Never key it twice",
        "brokers",
        "4.0",
        "2.2",
        228,
        "okafor",
        "Yearly survey; a day beside each of six brokers: one policy in three is keyed again by hand.",
    ),
    NeedRow(
        "pay_for_use",
        "Let me pay only for what I use",
        "Pay for use",
        "households",
        "3.2",
        "2.7",
        1180,
        "kowal",
        "Yearly survey; wanted by drivers under 10,000 km a year, of little interest to others.",
    ),
    NeedRow(
        "seasonal",
        "Cover that follows my season",
        "Seasonal cover",
        "farms",
        "",
        "",
        0,
        "reilly",
        "38 growers change their cover by telephone twice a year. No survey has asked about it yet.",
    ),
)

EARLIER = {
    "know_me": (("4.6", "3.0", 1104), ("4.4", "3.1", 1067)),
    "renewal": (("4.2", "3.1", 1104), ("3.9", "3.3", 1067)),
    "life_changes": (("4.4", "2.7", 1104), ("4.3", "2.8", 1067)),
    "one_adviser": (("4.6", "3.1", 298), ("4.5", "2.9", 305)),
    "early_warning": (("3.6", "3.0", 298),),
    "fast_claims": (("4.8", "2.9", 1104), ("4.7", "2.8", 1067)),
    "claim_status": (("4.1", "2.7", 1104), ("3.8", "2.8", 1067)),
    "one_sitting": (("3.7", "2.7", 388), ("3.5", "2.6", 402)),
    "key_once": (("4.1", "2.4", 211), ("4.0", "2.6", 219)),
    "pay_for_use": (("3.3", "2.7", 1104),),
}
"""Importance, satisfaction and answers in the surveys one and two years before the last one."""

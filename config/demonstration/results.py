"""What Alderbrook Mutual measures, and what its business units have promised."""

from __future__ import annotations

from alignment.choices import Change, Explicitness
from config.demonstration.rows import BenefitRow, MetricRow
from metrics.choices import Direction, FormulaKind, Frequency, SourceKind

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER
MONTHLY, QUARTERLY = Frequency.MONTHLY, Frequency.QUARTERLY
RATE, RATIO = FormulaKind.RATE, FormulaKind.RATIO
GRACE = {MONTHLY: 7, QUARTERLY: 14}
"""Days by which a figure may come later than it is due."""
OF_CUSTOMERS = ("retention", "household_premium", "nps", "claim_satisfaction")
"""What is measured of customers, by what they have us for; the rest is measured of units."""
CUTS = {
    "claim_days": "Whether farms wait longer than households.",
    "status_calls": "Who has to ask where the claim stands.",
}
"""What is measured of units and told by customers too."""
SOURCES = (
    (
        "policies",
        "Policy administration",
        SourceKind.SQL,
        "keane",
        "Policies, premiums and renewals, every night.",
    ),
    ("desks", "Claims desks", SourceKind.FILE, "fischer", "Claims and calls about them, a file a month."),
    (
        "survey",
        "Survey after a claim",
        SourceKind.API,
        "fischer",
        "One answer from 0 to 10 for each claim paid.",
    ),
)
"""Who tells what was observed: key, name, by which way, whom to ask, and what."""

METRICS = (
    MetricRow("retention", "Household retention", "%", HIGHER, RATE, MONTHLY, 1, "keane",
              "Households with a policy twelve months ago that still have one."),
    MetricRow("first_contact", "First-contact resolution", "%", HIGHER, RATE, MONTHLY, 0, "daly",
              "Contacts settled without a second one within seven days."),
    MetricRow("household_premium", "Premium per household", "EUR", HIGHER, RATIO, MONTHLY, 0, "keane",
              "Annual premium of households, divided by their number."),
    MetricRow("farm_policies", "Policies per farm", "policies", HIGHER, RATIO, QUARTERLY, 1, "walsh",
              "Policies in force with farms, divided by farms with at least one."),
    MetricRow("storm_loss", "Storm loss avoided", "EUR thousand", HIGHER, FormulaKind.SUM, QUARTERLY, 0, "walsh",
              "Expected less actual storm loss of farms that were warned."),
    MetricRow("claim_days", "Simple-claim cycle time", "days", LOWER, FormulaKind.MEDIAN, MONTHLY, 1, "fischer",
              "Working days from first notice to payment; simple claims paid in the month."),
    MetricRow("handling_cost", "Handling cost per claim", "EUR", LOWER, RATIO, MONTHLY, 0, "fischer",
              "Cost of the claims desks divided by claims closed."),
    MetricRow("status_calls", "Status calls per claim", "calls", LOWER, RATIO, MONTHLY, 1, "fischer",
              "Calls tagged as status, divided by claims open in the month."),
    MetricRow("bind_rate", "Straight-through bind rate", "%", HIGHER, RATE, MONTHLY, 0, "deboer",
              "Small-business quotes bound without an underwriter."),
    MetricRow("rekey_rate", "Broker re-key rate", "%", LOWER, RATE, MONTHLY, 0, "daly",
              "Broker policies in which our staff typed at least one field again."),
    MetricRow("cost_to_serve", "Cost to serve per policy", "EUR", LOWER, RATIO, QUARTERLY, 0, "daly",
              "Cost of service desks and their systems divided by policies in force."),
    MetricRow("new_premium", "Premium from new cover", "EUR", HIGHER, FormulaKind.SUM, QUARTERLY, 0, "walsh",
              "Annual premium of products introduced within three years."),
    MetricRow("fraud_leakage", "Fraud leakage", "%", LOWER, RATE, QUARTERLY, 1, "fischer",
              "Paid claims later found to be fraudulent, as a share of claims paid; from the loss adjusters' file."),
    MetricRow("nps", "Relationship NPS", "points", HIGHER, FormulaKind.NPS, QUARTERLY, 0, "tanaka",
              "Answers 9 and 10 less answers 0 to 6, in percent of answers; all segments by themselves."),
    MetricRow("claim_satisfaction", "Satisfaction after a claim", "%", HIGHER, FormulaKind.CSAT, MONTHLY, 0, "tanaka",
              "Answers 4 and 5 of 5, two weeks after payment."),
)  # fmt: skip

BENEFITS = (
    BenefitRow("retention", "More households renew", "personal", "keane", Explicitness.FINANCIAL, Change.BETTER,
               "retention", "84.1", "89.0", 25, "A point of retention is worth EUR 650 thousand of premium.", 3200),
    BenefitRow("first_contact", "Questions settled on first contact", "distribution", "daly",
               Explicitness.QUANTIFIABLE, Change.BETTER, "first_contact", "61", "80", 10,
               "The desk that answers can also decide."),
    BenefitRow("household_premium", "Households insure more with us", "personal", "keane", Explicitness.FINANCIAL,
               Change.BETTER, "household_premium", "412", "460", 13,
               "One more cover in every fifth household.", 2900),
    BenefitRow("farm_policies", "Farms bring us all their cover", "farm", "walsh", Explicitness.FINANCIAL,
               Change.NEW, "farm_policies", "1.9", "2.6", 19, "The adviser sees what is insured elsewhere.", 1900),
    BenefitRow("continuity", "Farms keep their adviser", "farm", "walsh", Explicitness.OBSERVABLE, Change.BETTER,
               "", "", "95", 12, "The desk records the adviser by hand; no system holds the field yet."),
    BenefitRow("storm_loss", "Storm losses avoided", "farm", "walsh", Explicitness.QUANTIFIABLE, Change.NEW,
               "storm_loss", "", "1800", 16, "There is no history of losses from before the alerts began."),
    BenefitRow("claim_days", "Simple claims paid sooner", "claims", "fischer", Explicitness.QUANTIFIABLE,
               Change.BETTER, "claim_days", "6.4", "2.0", 7, "Counted in working days, simple claims only."),
    BenefitRow("handling_cost", "Claims cost less to handle", "claims", "fischer", Explicitness.FINANCIAL,
               Change.STOP, "handling_cost", "148", "110", 13,
               "Typing, copying and forwarding come to an end.", 2400),
    BenefitRow("status_calls", "Nobody has to ask for the status", "claims", "fischer", Explicitness.QUANTIFIABLE,
               Change.STOP, "status_calls", "2.3", "0.8", 7, "Adjusters gain a fifth of their time."),
    BenefitRow("bind_rate", "Quotes bound without a touch", "commercial", "deboer", Explicitness.QUANTIFIABLE,
               Change.NEW, "bind_rate", "22", "60", 28, "Underwriters look only at what is out of the ordinary."),
    BenefitRow("rekey_rate", "Brokers key it once", "distribution", "daly", Explicitness.MEASURABLE, Change.STOP,
               "rekey_rate", "38", "10", 7, "Counted by the portal, checked by a day beside six brokers."),
    BenefitRow("cost_to_serve", "A policy costs less to serve", "distribution", "daly", Explicitness.FINANCIAL,
               Change.BETTER, "cost_to_serve", "61", "45", 26, "Confirmed by Finance each half year.", 4100),
    BenefitRow("new_premium", "Premium nobody else can write", "farm", "walsh", Explicitness.FINANCIAL, Change.NEW,
               "new_premium", "0", "12000000", 25, "Margin of the new cover at full volume.", 1400),
    BenefitRow("fraud_leakage", "Less is paid to fraud", "claims", "fischer", Explicitness.MEASURABLE, Change.STOP,
               "fraud_leakage", "3.4", "", 12, "Target open until the loss adjusters deliver their file again."),
)  # fmt: skip
BASELINE = -18
"""Months before building when the baselines were taken."""

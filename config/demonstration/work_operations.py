"""Work on claims, on being easy to deal with, and on what keeps the house running."""

from __future__ import annotations

from config.demonstration.rows import ExemptionRow, InitiativeRow, ProgramRow, Tie
from config.demonstration.work_customers import (
    APPROVED,
    BACK,
    DELIVERY,
    FRONT,
    GROW,
    LIVE,
    OFF,
    OK,
    RUN,
    TRANSFORM,
    WATCH,
)

PROGRAMS = (
    ProgramRow("one_customer", "One customer", "data", "murphy", "Everything it takes to know whom we talk to."),
    ProgramRow("renewal_promise", "Renewal promise", "personal", "keane", "No renewal without a reason."),
    ProgramRow("whole_farm", "Whole farm", "farm", "walsh", "One adviser, one record, one call ahead of trouble."),
    ProgramRow("claims_two_days", "Claims in two days", "claims", "fischer", "Simple claims paid, all claims visible."),
    ProgramRow("easy_business", "Easy to do business with", "distribution", "daly", "Answer once, sign once, done."),
    ProgramRow("new_cover", "New cover", "farm", "walsh", "Cover that follows use and season."),
)  # fmt: skip

CLAIMS = (
    InitiativeRow(
        "engine", "Claims straight-through engine", "claims", "claims_two_days", "weber", DELIVERY, OK, BACK,
        TRANSFORM, -34, 7, 2380, 1320, "Checks, decides and pays a simple claim without a handoff.",
        (Tie("fast_claims", 3, "Glass and storm claims run through it: 61 percent paid within two days.", 2),),
        (
            Tie("claim_days", 3, "Median of these claims fell from 6.1 to 2.4 working days.", 2, 70),
            Tie("handling_cost", 2, "Desk minutes for each claim, measured before and after.", 3, 30),
        ),
    ),
    InitiativeRow(
        "photo", "Photo damage estimate", "claims", "claims_two_days", "weber", DELIVERY, OK, FRONT, GROW,
        -7, 6, 820, 460, "An estimate from the customer's photos, within the hour.",
        (Tie("fast_claims", 3, "In 500 test claims the estimate was within ten percent for 83 percent.", 3),),
        (Tie("claim_days", 2, "No appointment needed: 2.2 days saved on motor claims in the test.", 3),),
    ),
    InitiativeRow(
        "repair_network", "Repair network integration", "claims", "claims_two_days", "weber", APPROVED, WATCH, BACK,
        GROW, 2, 12, 610, 640, "Garages and builders take the order, send progress and invoice through us.",
        (
            Tie("fast_claims", 2, "Invoices by post account for a day and a half of a claim.", 5, 70),
            Tie("claim_status", 2, "One status call in three asks what the garage is doing.", 5, 30),
        ),
        (
            Tie("claim_days", 2, "Estimate from the invoices of twelve garages.", 5, 60),
            Tie("status_calls", 2, "Tags of 900 calls in March.", 5, 40),
        ),
    ),
    InitiativeRow(
        "fraud", "Fraud triage model", "claims", "", "weber", DELIVERY, WATCH, BACK, GROW,
        -9, 8, 540, 320, "Sorts out the few claims that need a second look, so that the others need none.",
        (Tie("fast_claims", 2, ""),),
        (
            Tie("handling_cost", 2, "Second looks fell from 14 to 9 percent of claims in the trial.", 4, 60),
            Tie("fraud_leakage", 2, "Two rings found in the trial; the rate cannot be measured at present.", 4, 40),
        ),
    ),
    InitiativeRow(
        "payout", "Instant payout", "claims", "claims_two_days", "weber", DELIVERY, OK, FRONT, TRANSFORM,
        -5, 2, 290, 120, "Money on the account within minutes of the decision.",
        (Tie("fast_claims", 3, "Of 1,200 customers in the trial, 88 percent were paid the same day.", 1),),
        (Tie("claim_days", 3, "One working day less for each claim paid this way.", 1),),
    ),
    InitiativeRow(
        "intake", "Claims document intake", "claims", "claims_two_days", "weber", LIVE, OK, BACK, RUN,
        -34, -4, 450, 180, "Letters and e-mails are read, sorted and filed to the claim by themselves.",
        (Tie("fast_claims", 2, "Half a day less from arrival to desk, measured at go-live.", 16),),
        (Tie("handling_cost", 3, "Two of five filing desks closed at the end of last year.", 8),),
    ),
    InitiativeRow(
        "tracker", "Claim tracker", "claims", "claims_two_days", "weber", DELIVERY, OK, FRONT, TRANSFORM,
        -8, 4, 720, 310, "The customer sees the step, the next one and the day, on a phone.",
        (Tie("claim_status", 3, "Motor customers in the trial: nine in ten found the answer themselves.", 2),),
        (Tie("status_calls", 3, "Status calls fell from 2.2 to 1.1 a claim in the trial.", 2),),
    ),
    InitiativeRow(
        "messaging", "Claims messaging", "claims", "claims_two_days", "weber", APPROVED, OK, FRONT, GROW,
        1, 10, 330, 360, "Ask and answer in writing, with the claim at hand on both sides.",
        (Tie("claim_status", 2, "46 percent of callers would rather have written.", 6),),
        (Tie("status_calls", 2, "Home claims desk used a shared mailbox for a month: 0.4 calls fewer.", 6),),
    ),
    InitiativeRow(
        "scheduling", "Adjuster scheduling", "claims", "claims_two_days", "weber", LIVE, OK, BACK, RUN,
        -36, -6, 280, 110, "The customer gets the day of the visit at once.",
        (Tie("claim_status", 2, "Visits on the promised day rose from 70 to 93 percent, at go-live.", 18),),
        (
            Tie("status_calls", 2, "Calls about the day of the visit, before and after.", 6, 50),
            Tie("handling_cost", 2, "One visit more a day for each adjuster.", 6, 50),
        ),
    ),
)  # fmt: skip

EASE = (
    InitiativeRow(
        "quote_bind", "Small-business quote and bind", "commercial", "easy_business", "nair", DELIVERY, OK, FRONT,
        TRANSFORM, -16, 11, 1460, 890, "From first question to cover in a quarter of an hour.",
        (Tie("one_sitting", 3, "Shops and cafés: 44 percent finish in one sitting, before 19.", 2),),
        (Tie("bind_rate", 3, "41 percent of these quotes were bound without an underwriter.", 2),),
    ),
    InitiativeRow(
        "rating", "Rating engine consolidation", "commercial", "easy_business", "nair", DELIVERY, OFF, BACK, RUN,
        -32, 16, 1180, 1260, "One rating engine in place of four.",
        (
            Tie("one_sitting", 2, "Four engines, four sets of questions: counted two years ago.", 17, 60),
            Tie("key_once", 2, "Brokers key the same risk into two engines; study of the old portal.", 17, 40),
        ),
        (
            Tie("bind_rate", 2, "Rules that differ between engines stop one quote in eight.", 5, 40),
            Tie("cost_to_serve", 2, "Licenses and upkeep of three engines end.", 5, 60),
        ),
    ),
    InitiativeRow(
        "prefill", "Pre-filled company data", "commercial", "easy_business", "nair", LIVE, OK, FRONT, GROW,
        -15, -2, 270, 110, "The company register answers eleven of twenty questions.",
        (Tie("one_sitting", 3, "Eleven questions less; quotes abandoned fell from 51 to 37 percent.", 3),),
        (Tie("bind_rate", 2, "Fewer slips of the pen: six points more bound without a touch.", 3),),
    ),
    InitiativeRow(
        "signature", "E-signature everywhere", "commercial", "easy_business", "nair", LIVE, OK, FRONT, RUN,
        -15, -4, 190, 70, "No contract travels by post.",
        (Tie("one_sitting", 2, "Nine days between quote and signature became one hour for 70 percent.", 5),),
        (Tie("bind_rate", 2, "Quotes lost while the paper traveled: from 9 to 2 percent.", 5),),
    ),
    InitiativeRow(
        "portal", "Broker portal renewal", "distribution", "easy_business", "okafor", DELIVERY, OFF, FRONT,
        TRANSFORM, -30, 8, 1020, 740, "Brokers quote, change and renew where they already work.",
        (Tie("key_once", 3, "Eight broker offices test it; five no longer use the old forms.", 3),),
        (Tie("rekey_rate", 2, "Re-keyed policies of these offices: 24 percent, others 36.", 3),),
    ),
    InitiativeRow(
        "gateway", "Broker API gateway", "distribution", "easy_business", "okafor", DELIVERY, WATCH, BACK, GROW,
        -9, 9, 740, 520, "Brokers' own systems read and write our policies.",
        (Tie("key_once", 3, "The first two vendors are connected; their brokers key nothing twice.", 4),),
        (
            Tie("rekey_rate", 3, "Zero re-keyed policies through the connected vendors.", 4, 70),
            Tie("cost_to_serve", 2, "Twelve minutes less for each policy that comes this way.", 4, 30),
        ),
    ),
    InitiativeRow(
        "commission", "Commission statement online", "distribution", "easy_business", "okafor", APPROVED, OK, FRONT,
        RUN, 1, 7, 210, 230, "Brokers see what they have earned, policy by policy.",
        (Tie("key_once", 1, "Brokers asked for it at the spring meeting, after three other things.", 6),),
        (Tie("cost_to_serve", 2, "Two clerks answer nothing but questions about commission.", 6),),
    ),
    InitiativeRow(
        "workflow", "Policy workflow automation", "it", "easy_business", "haddad", DELIVERY, WATCH, BACK, TRANSFORM,
        -10, 13, 880, 690, "Changes to a policy pass from desk to desk by rule, with nothing typed again.",
        (Tie("key_once", 2, "An address change is typed into five systems; three of them are joined.", 4),),
        (Tie("cost_to_serve", 3, "The joined desks handle a change in 7 minutes instead of 19.", 4),),
    ),
)  # fmt: skip

HOUSE = (
    InitiativeRow(
        "data_center", "Data-center exit, phase 2", "data", "", "lindqvist", DELIVERY, WATCH, BACK, RUN,
        -16, 13, 1340, 980, "The second half of our servers moves out of the building; the overnight claims batch goes.",
    ),
    InitiativeRow(
        "tape", "Tape archive retirement", "data", "", "lindqvist", DELIVERY, OK, BACK, RUN,
        -6, 6, 620, 240, "Eighteen thousand tapes are read, checked and destroyed.",
    ),
    InitiativeRow(
        "hr_suite", "HR self-service suite", "alderbrook", "", "haddad", APPROVED, OK, BACK, RUN,
        2, 11, 540, 460, "Leave, payslips and reviews without paper.",
    ),
    InitiativeRow(
        "intranet", "Intranet redesign", "alderbrook", "", "haddad", DELIVERY, OK, BACK, RUN,
        -5, 4, 380, 120, "A search that finds, and a page for each team.",
    ),
    InitiativeRow(
        "solvency", "Solvency reporting rebuild", "alderbrook", "", "brennan", DELIVERY, OK, BACK, RUN,
        -16, 7, 760, 680, "Quarterly figures for the supervisor within ten days.",
        exemption=ExemptionRow("Required by the supervisor: quarterly solvency figures.", "brennan", 19),
    ),
)  # fmt: skip

"""Work that faces households and farms."""

from __future__ import annotations

from alignment.choices import Health, Office, Purpose, Status
from config.demonstration.rows import InitiativeRow, Tie

PROPOSED, APPROVED, DELIVERY, LIVE, PAUSED = (
    Status.PROPOSED,
    Status.APPROVED,
    Status.DELIVERY,
    Status.LIVE,
    Status.PAUSED,
)
OK, WATCH, OFF = Health.OK, Health.WATCH, Health.OFF
FRONT, BACK = Office.FRONT, Office.BACK
RUN, GROW, TRANSFORM = Purpose.RUN, Purpose.GROW, Purpose.TRANSFORM

HOUSEHOLDS = (
    InitiativeRow(
        "customer_view", "Single customer view", "data", "one_customer", "murphy", DELIVERY, WATCH, FRONT, TRANSFORM,
        -28, 10, 2150, 1480, "One record of a customer, joined from nine systems, for every desk and channel.",
        (
            Tie("know_me", 3, "Pilot desk: the story is told again in 18 of 100 calls instead of 71.", 2, 60),
            Tie("one_adviser", 2, "Farm desk finds the household policies of a farm in one search.", 4, 20),
            Tie("renewal", 2, "The explainer reads the reason for a price from this record.", 3, 20),
        ),
        (
            Tie("first_contact", 3, "Pilot desk settles 74 percent on first contact, others 66.", 2, 55),
            Tie("retention", 2, "Renewals of the pilot group are two points above the rest.", 3, 45),
        ),
    ),
    InitiativeRow(
        "desktop", "Contact-center desktop", "personal", "one_customer", "kowal", DELIVERY, OK, FRONT, TRANSFORM,
        -9, 5, 980, 420, "One screen for the person who answers, with the customer on it before they speak.",
        (Tie("know_me", 3, "Thirty agents, four weeks: the first question is no longer who is calling.", 3),),
        (Tie("first_contact", 3, "Resolved on first contact rose from 63 to 71 percent with those thirty.", 3),),
    ),
    InitiativeRow(
        "data_quality", "Customer data quality", "data", "one_customer", "murphy", DELIVERY, OK, BACK, RUN,
        -16, 13, 640, 560, "Find, merge and mend double and stale customer records, and keep them mended.",
        (
            Tie("know_me", 2, "One customer in eleven is two customers to us; half are merged.", 2, 70),
            Tie("key_once", 2, "A third of broker corrections are about addresses we already had.", 5, 30),
        ),
        (
            Tie("first_contact", 2, "Contacts about wrong master data fell by 40 percent.", 3, 70),
            Tie("rekey_rate", 2, "Sample of 400 broker policies before and after the address clean-up.", 5, 30),
        ),
    ),
    InitiativeRow(
        "identity", "Identity and consent", "it", "one_customer", "costa", DELIVERY, OK, FRONT, RUN,
        -8, 4, 420, 180, "Sign in once, say once what we may do with the data, and change it at any time.",
        (Tie("know_me", 2, "Agents skip the security questions for 58 percent of callers in the trial.", 4),),
        (Tie("first_contact", 2, "A minute less for each call, and no call-back to identify the caller.", 4),),
    ),
    InitiativeRow(
        "grouping", "Household grouping", "personal", "one_customer", "kowal", APPROVED, OK, FRONT, GROW,
        1, 7, 260, 240, "See people who live together as one household, with their consent.",
        (
            Tie("know_me", 2, "Sample: 31 percent of customers share an address with another customer.", 6, 50),
            Tie("renewal", 2, "One letter for a household was preferred by 8 of 10 in a mail test.", 6, 50),
        ),
        (Tie("household_premium", 2, "Grouped test households hold 0.4 covers more after a year.", 6),),
    ),
    InitiativeRow(
        "explainer", "Renewal explainer", "personal", "renewal_promise", "kowal", DELIVERY, OK, FRONT, TRANSFORM,
        -8, 3, 540, 260, "A page and a letter that say what changed in the price, and why.",
        (Tie("renewal", 3, "In the trial 7 of 10 could say why their price had changed; before, 2 of 10.", 2),),
        (Tie("retention", 3, "Trial group of 9,000: renewal 3.1 points above the control group.", 2),),
    ),
    InitiativeRow(
        "next_offer", "Renewal next best offer", "personal", "renewal_promise", "kowal", APPROVED, WATCH, FRONT, GROW,
        2, 11, 460, 520, "The agent sees which change of cover would help this customer most.",
        (Tie("renewal", 2, "Paper trial with 20 agents: a choice was offered in 64 percent of calls.", 7),),
        (
            Tie("retention", 2, "Customers who were offered a choice renew 2 points more often.", 7, 50),
            Tie("household_premium", 2, "One in nine of them added a cover.", 7, 50),
        ),
    ),
    InitiativeRow(
        "outreach", "Proactive renewal outreach", "personal", "renewal_promise", "kowal", PROPOSED, None, FRONT, GROW,
        4, 13, 310, 380, "Call households at risk of leaving before the letter arrives.",
        (Tie("renewal", 2, "Two hundred calls by hand in May: 31 of 54 at risk stayed.", 6),),
        (Tie("retention", 2, "The same two hundred calls, against as many not called.", 6),),
    ),
    InitiativeRow(
        "preferences", "Preference center", "personal", "renewal_promise", "kowal", LIVE, OK, FRONT, RUN,
        -30, -3, 180, 90, "Customers choose how and when they hear from us.",
        (Tie("renewal", 2, "Letters opened rose from 41 to 66 percent for those who had chosen.", 19),),
        (Tie("retention", 2, "Complaints about letters fell by half in the first quarter.", 4),),
    ),
    InitiativeRow(
        "usage_motor", "Pay-by-kilometer motor", "personal", "new_cover", "kowal", DELIVERY, OFF, FRONT, TRANSFORM,
        -27, 12, 960, 880, "A motor policy priced by the kilometers driven.",
        (Tie("pay_for_use", 2, "Waiting list of 1,140 drivers; 300 drive with a test device.", 5),),
        (Tie("new_premium", 2, "Premium of the test drivers, scaled to the waiting list.", 5),),
    ),
)  # fmt: skip

FARMS = (
    InitiativeRow(
        "adviser_desk", "Farm adviser workbench", "farm", "whole_farm", "reilly", DELIVERY, OK, FRONT, TRANSFORM,
        -27, 9, 1240, 780, "The whole farm on one screen: people, land, herd, machines, claims and visits.",
        (Tie("one_adviser", 3, "Fourteen advisers use it; visits are prepared in ten minutes, not fifty.", 2),),
        (
            Tie("farm_policies", 3, "Farms of these advisers hold 2.3 policies, others 2.0.", 2, 70),
            Tie("continuity", 2, "Their farms changed adviser half as often, counted by hand.", 3, 30),
        ),
    ),
    InitiativeRow(
        "farm_record", "Whole-farm policy record", "farm", "whole_farm", "reilly", APPROVED, OK, BACK, TRANSFORM,
        1, 15, 690, 860, "All policies of a farm in one record with one renewal date.",
        (Tie("one_adviser", 2, "Advisers keep this record in a spreadsheet today; 22 of them do.", 5),),
        (Tie("farm_policies", 2, "Where the spreadsheet exists, gaps in cover are found in one visit in three.", 5),),
    ),
    InitiativeRow(
        "adviser_app", "Adviser mobile app", "farm", "whole_farm", "reilly", DELIVERY, WATCH, FRONT, GROW,
        -7, 6, 380, 240, "The workbench in the yard, also without a network.",
        (Tie("one_adviser", 2, "Five advisers in the field for a month; every visit logged the same day.", 3),),
        (Tie("farm_policies", 2, ""),),
    ),
    InitiativeRow(
        "vault", "Farm document vault", "farm", "whole_farm", "reilly", PROPOSED, None, FRONT, RUN,
        5, 12, 170, 190, "Certificates, valuations and photos of a farm in one place.",
        (Tie("one_adviser", 2, "Asked for at 12 of 40 farm visits.", 15),),
        (Tie("farm_policies", 2, "Missing papers delayed one application in six last year.", 15),),
    ),
    InitiativeRow(
        "alerts", "Severe-weather alerts", "farm", "whole_farm", "reilly", DELIVERY, OK, FRONT, GROW,
        -6, 4, 360, 310, "A message to the farm hours before frost, flood or storm, with what to do.",
        (
            Tie("early_warning", 3, "Trial with 90 farms: 71 acted on the last warning.", 4, 70),
            Tie("seasonal", 2, "The same data tells when a season begins and ends for a crop.", 6, 30),
        ),
        (
            Tie("farm_policies", 2, "Warned farms asked for new cover twice as often.", 4, 60),
            Tie("storm_loss", 2, "Two of the 90 farms had storm damage; five were expected.", 4, 40),
        ),
    ),
    InitiativeRow(
        "sensors", "Livestock sensor pilot", "farm", "", "reilly", PAUSED, OFF, FRONT, TRANSFORM,
        -10, 7, 240, 260, "Collars that tell when an animal falls ill, on twelve farms.",
        (Tie("early_warning", 1, "Four of twelve farms still use the collars.", 5),),
        (Tie("storm_loss", 1, "No storm in the pilot; the link is an assumption.", 5),),
    ),
    InitiativeRow(
        "risk_survey", "Risk survey scheduling", "farm", "whole_farm", "reilly", PROPOSED, None, FRONT, RUN,
        3, 10, 150, 160, "Every insured farm is surveyed every third year, the riskiest first.",
        (Tie("early_warning", 2, "Of 18 large losses, 11 were on farms not surveyed for five years.", 6),),
        (Tie("storm_loss", 2, "Loose roofs named in surveys account for a third of storm losses.", 6),),
    ),
    InitiativeRow(
        "crop_cover", "Parametric crop cover", "farm", "new_cover", "reilly", DELIVERY, OK, FRONT, TRANSFORM,
        -15, 10, 1120, 940, "Pays by rainfall and temperature, without a loss adjuster.",
        (Tie("seasonal", 3, "Sixty growers signed for the first season before it was priced.", 3),),
        (Tie("new_premium", 3, "First season: EUR 2.7 million of premium written.", 3),),
    ),
    InitiativeRow(
        "season_switch", "Seasonal cover switch", "farm", "new_cover", "reilly", PROPOSED, None, FRONT, GROW,
        5, 14, 340, 410, "Cover that turns on with sowing and off after harvest.",
        (Tie("seasonal", 2, "38 growers change their cover by telephone twice a year.", 6),),
        (Tie("new_premium", 2, ""),),
    ),
)  # fmt: skip

"""Enumerations of alignment: what the engine, the models and the pages all name alike."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ChainState(TextChoices):
    """How well the chain of a record holds, from its strategy to its customer metric."""

    COMPLETE = "complete", _("Complete")
    STALE = "stale", _("Stale")
    WEAK = "weak", _("Weak")
    BROKEN = "broken", _("Broken")
    EXEMPT = "exempt", _("Exempt")


class Hop(TextChoices):
    """The stations of the chain, from intent to result; a missing link is named after the station it lacks."""

    STRATEGY = "strategy", _("Strategy in force")
    OBJECTIVE = "objective", _("Objective")
    ELEMENT = "element", _("Strategy element")
    NEED = "need", _("Customer need")
    INITIATIVE = "initiative", _("Initiative")
    BENEFIT = "benefit", _("Benefit")
    METRIC = "metric", _("Metric")


class Reason(TextChoices):
    """Why one link of a chain is not sound."""

    MISSING = "missing", _("Link missing")
    NOT_IN_FORCE = "not_in_force", _("Strategy not in force")
    ENDED = "ended", _("Its strategy has ended")
    NO_METRIC = "no_metric", _("No metric")
    NO_BASELINE = "no_baseline", _("No baseline")
    NO_TARGET = "no_target", _("No target")
    LOW_STRENGTH = "low_strength", _("Contributes only a little")
    NO_EVIDENCE = "no_evidence", _("No evidence")
    EVIDENCE_OLD = "evidence_old", _("Evidence past its review")
    EVIDENCE_UNDATED = "evidence_undated", _("Evidence without a date")


class Action(TextChoices):
    """The one thing to do about a finding."""

    LINK_NEED = "link_need", _("Link need")
    LINK_INITIATIVE = "link_initiative", _("Link work")
    LINK_ELEMENT = "link_element", _("Link element")
    LINK_OBJECTIVE = "link_objective", _("Link objective")
    PUT_IN_FORCE = "put_in_force", _("Put strategy in force")
    REMAP = "remap", _("Re-map strategy")
    LINK_BENEFIT = "link_benefit", _("Link benefit")
    SET_METRIC = "set_metric", _("Set metric")
    SET_BASELINE = "set_baseline", _("Set baseline")
    SET_TARGET = "set_target", _("Set target")
    ADD_EVIDENCE = "add_evidence", _("Add evidence")
    RENEW_EVIDENCE = "renew_evidence", _("Renew evidence")
    RAISE_STRENGTH = "raise_strength", _("Review strength")


class Strength(IntegerChoices):
    """How much one end of a link contributes to the other. Nothing is the same as no link."""

    NONE = 0, _("Nothing")
    LITTLE = 1, _("A little")
    CLEAR = 2, _("Clearly")
    DECISIVE = 3, _("Decisively")


class Status(TextChoices):
    """Where an initiative stands between idea and result."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    DELIVERY = "delivery", _("In delivery")
    LIVE = "live", _("Live")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Stopped")


class Office(TextChoices):
    """Whether customers meet the result themselves."""

    FRONT = "front", _("Front office")
    BACK = "back", _("Back office")


class Purpose(TextChoices):
    """What the money is for."""

    RUN = "run", _("Run")
    GROW = "grow", _("Grow")
    TRANSFORM = "transform", _("Transform")


class OutlayKind(TextChoices):
    """What sort of statement an amount is."""

    BUDGET = "budget", _("Budget")
    ACTUAL = "actual", _("Actual")
    FORECAST = "forecast", _("Forecast")


class Health(TextChoices):
    """How the people who run an initiative say it is going. Empty where nobody has said."""

    OK = "ok", _("On track")
    WATCH = "watch", _("Watch")
    OFF = "off", _("Off track")


class Explicitness(TextChoices):
    """How firmly the size of a benefit can be stated before the work is done."""

    FINANCIAL = "financial", _("Financial")
    QUANTIFIABLE = "quantifiable", _("Quantifiable")
    MEASURABLE = "measurable", _("Measurable")
    OBSERVABLE = "observable", _("Observable")


class Change(TextChoices):
    """What people do differently for the benefit to come about."""

    NEW = "new", _("Do new things")
    BETTER = "better", _("Do things better")
    STOP = "stop", _("Stop doing things")


class Measure(TextChoices):
    """Which figure of an initiative the lines of sight carry."""

    SPEND = "spend", _("Spend")
    VALUE = "value", _("Benefit value")


class Grouping(TextChoices):
    """By what initiatives are grouped on the line of sight; by nothing, a crowd is grouped by program and unit."""

    AUTOMATIC = "", _("As needed")
    OBJECTIVE = "objective", _("Objective")
    UNIT = "unit", _("Unit")
    SEGMENT = "segment", _("Segment")
    PROGRAM = "program", _("Program")


class GapKind(TextChoices):
    """Where a line of sight stops short. Each kind has its column in the lane of broken lines."""

    OBJECTIVE_WITHOUT_NEED = "objective_without_need", _("objectives, no need")
    NEED_WITHOUT_INITIATIVE = "need_without_initiative", _("needs, no initiative")
    NEED_WITHOUT_OBJECTIVE = "need_without_objective", _("needs, no objective")
    INITIATIVE_WITHOUT_NEED = "initiative_without_need", _("initiatives, no need")
    INITIATIVE_WITHOUT_BENEFIT = "initiative_without_benefit", _("initiatives, no benefit")
    BENEFIT_NOT_MEASURED = "benefit_not_measured", _("benefits, not measured")


class Verdict(TextChoices):
    """What a strategy makes of an IT need of its discipline."""

    ADOPTED = "adopted", _("Adopted")
    ADAPTED = "adapted", _("Adapted")
    REJECTED = "rejected", _("Rejected")


class ChallengeOrigin(TextChoices):
    """From which side a challenge comes."""

    IT = "it", _("IT")
    BUSINESS = "business", _("Business")


class ChallengeAnswer(TextChoices):
    """What the plan's owner made of a challenge."""

    CHANGED = "changed", _("Plan changed")
    KEPT = "kept", _("Plan kept")


class Rule(TextChoices):
    """By what Sightline notices that a plan may not hold."""

    MONEY_AGAINST_DISCIPLINE = "money_against_discipline", _("Money against the stated discipline")
    NEED_UNSERVED = "need_unserved", _("Important need, nothing serves it")
    TARGET_UNMOVED = "target_unmoved", _("Target no initiative moves")
    METRIC_WORSE = "metric_worse", _("Metric worse three periods running")


class ChangeKind(TextChoices):
    """Whether a change is made once so that others become possible, or lasts."""

    ENABLING = "enabling", _("Enabling change")
    BUSINESS = "business", _("Business change")


class ReviewSlot(TextChoices):
    """Which of the planned days a benefit review is: months after go-live, or the day the target is due."""

    MONTHS_3 = "3", _("3 months after go-live")
    MONTHS_6 = "6", _("6 months after go-live")
    MONTHS_12 = "12", _("12 months after go-live")
    TARGET = "target", _("Target due")


class Delivery(TextChoices):
    """How a benefit stands against its promise."""

    KEPT = "kept", _("Kept")
    ON_PLAN = "on_plan", _("On plan")
    BEHIND = "behind", _("Behind plan")
    FAR_BEHIND = "far_behind", _("Far behind plan")
    MISSED = "missed", _("Missed")
    UNKNOWN = "unknown", _("Not known")


class Unproven(TextChoices):
    """Why a promise cannot be held against what came. Each says what would mend it."""

    NO_METRIC = "no_metric", _("No metric")
    NO_BASELINE = "no_baseline", _("No baseline")
    NO_TARGET = "no_target", _("No target")
    NO_WAY = "no_way", _("The target equals the baseline")
    WRONG_WAY = "wrong_way", _("The target is worse than the baseline")
    NO_DATES = "no_dates", _("No day for baseline or target")
    NO_READING = "no_reading", _("No reading since the baseline")
    NO_FINAL_READING = "no_final_reading", _("No reading since the due date")


class Layer(TextChoices):
    """The layers of the benefits network, from the work to what it is for."""

    ENABLER = "enabler", _("Initiative")
    ENABLING = "enabling", _("Enabling change")
    BUSINESS = "business", _("Business change")
    BENEFIT = "benefit", _("Benefit")
    OBJECTIVE = "objective", _("Objective")


class NetworkFault(TextChoices):
    """What a benefits network leaves open, in the order in which it is told."""

    AGAINST_LAYERS = "against_layers", _("Link against the order of the network")
    ENABLER_NOWHERE = "enabler_nowhere", _("Initiative leads to no benefit")
    CHANGE_NOWHERE = "change_nowhere", _("Change leads to no benefit")
    CHANGE_NO_OWNER = "change_no_owner", _("Business change without an owner")
    CHANGE_OWNER_IN_IT = "change_owner_in_it", _("Business change led by IT")
    BENEFIT_NO_CHANGE = "benefit_no_change", _("Nobody changes anything for it")
    BENEFIT_NO_OWNER = "benefit_no_owner", _("Benefit without an owner")
    BENEFIT_NO_MEASURE = "benefit_no_measure", _("Benefit without a measure")
    BENEFIT_NO_BASELINE = "benefit_no_baseline", _("Benefit without a baseline")
    BENEFIT_NO_DUE_DATE = "benefit_no_due_date", _("Benefit without a due date")
    BENEFIT_NOWHERE = "benefit_nowhere", _("Benefit serves no objective")


class IndexFactor(TextChoices):
    """What the alignment index is made of. Weights are kept for each."""

    LINKED = "linked", _("Spend linked to a need")
    MATCH = "match", _("Spend that matches the strategy")
    NEEDS = "needs", _("Needs covered and moving")
    BENEFITS = "benefits", _("Benefits measured and on track")
    DECISIONS = "decisions", _("Decisions in time")


class StepKind(TextChoices):
    """One step of the way from 0 to the score of an initiative: what a factor earns, then what it loses."""

    LINKED = "linked", _("Linked to needs")
    REACHED = "reached", _("Reaches disciplines")
    IMPORTANT = "important", _("Importance of the need")
    PROMISED = "promised", _("Linked to benefits")
    SAID = "said", _("As it stands")
    NO_EVIDENCE = "no_evidence", _("Evidence missing")
    OLD_EVIDENCE = "old_evidence", _("Evidence old or undated")
    LITTLE_STRENGTH = "little_strength", _("Contributes only a little")
    TOO_MANY = "too_many", _("Spread over too many")
    OVER_SHARE = "over_share", _("Discipline over its share")
    NOT_MOVING = "not_moving", _("Need not moving")
    NOT_MEASURED = "not_measured", _("Benefit not measured")
    BEHIND_PLAN = "behind_plan", _("Benefit behind plan")


class Act(TextChoices):
    """One thing people could do that would change the score of an initiative."""

    GIVE_EVIDENCE = "give_evidence", _("Give evidence")
    RENEW_EVIDENCE = "renew_evidence", _("Renew evidence")
    LINK_NEED = "link_need", _("Link need")
    DROP_LINK = "drop_link", _("Drop link")
    STATE_MEASURE = "state_measure", _("State metric, baseline and target")
    LINK_BENEFIT = "link_benefit", _("Link a measured benefit")
    BRING_ON_TRACK = "bring_on_track", _("Bring benefit on track")


class Occasion(TextChoices):
    """On what occasion the alignment index was computed."""

    CHANGE = "change", _("After a change")
    NIGHT = "night", _("At night")
    ASKED = "asked", _("On request")


class ScoreChange(TextChoices):
    """Why a score is another than before, beside the steps of its waterfall."""

    FIRST = "first", _("First score")
    LEFT = "left", _("No longer counts")
    WEIGHTS = "weights", _("Other weights")


class GateMode(TextChoices):
    """What the first gate makes of a finding: whoever asks is warned, or held back."""

    WARN = "warn", _("Warn")
    BLOCK = "block", _("Block")


class GateFinding(TextChoices):
    """What stands against an initiative that asks for approval, the weightiest first."""

    DRAFT = "draft", _("Strategy in draft")
    ENDED = "ended", _("Strategy no longer in force")
    NEEDS_FIRST = "needs_first", _("Serves no need")
    BROKEN = "broken", _("Line of sight broken")
    WEAK = "weak", _("Line of sight weak")
    STALE = "stale", _("Evidence past its review")


class GateOutcome(TextChoices):
    """How an initiative comes through its first gate."""

    OPEN = "open", _("Nothing against it")
    WARNED = "warned", _("Passes with a warning")
    OVERRIDDEN = "overridden", _("Passes by override")
    REFUSED = "refused", _("Held back")


class Overrider(TextChoices):
    """Who may let an initiative pass that the gate holds back; a person who is named always may."""

    STRATEGY = "strategy", _("Whoever may edit the strategy there")
    INITIATIVES = "initiatives", _("Whoever may edit initiatives there")
    NAMED = "named", _("Only the person named")

from alignment.models.adoption import Adoption
from alignment.models.benefit import Benefit, BenefitLink
from alignment.models.benefit_review import BenefitReview
from alignment.models.challenge import Challenge, Dismissal
from alignment.models.change import BusinessChange
from alignment.models.edition import Edition, ScopeIndex, Score
from alignment.models.element import ElementNeed, ElementObjective, StrategyElement
from alignment.models.gate import GateOverride, GatePassage, GatePolicy
from alignment.models.index_weights import IndexWeights
from alignment.models.initiative import Initiative
from alignment.models.need_link import NeedLink
from alignment.models.network import BenefitObjective, ChangeBenefit, ChangeEnabler
from alignment.models.outlay import Outlay
from alignment.models.program import Program
from alignment.models.standing import ChainStanding, StandingCount, StandingLedger
from alignment.models.succession import ElementSuccession, ObjectiveSuccession

__all__ = [
    "Adoption",
    "Benefit",
    "BenefitLink",
    "BenefitObjective",
    "BenefitReview",
    "BusinessChange",
    "ChainStanding",
    "Challenge",
    "ChangeBenefit",
    "ChangeEnabler",
    "Dismissal",
    "Edition",
    "ElementNeed",
    "ElementObjective",
    "ElementSuccession",
    "GateOverride",
    "GatePassage",
    "GatePolicy",
    "IndexWeights",
    "Initiative",
    "NeedLink",
    "ObjectiveSuccession",
    "Outlay",
    "Program",
    "ScopeIndex",
    "Score",
    "StandingCount",
    "StandingLedger",
    "StrategyElement",
]

from alignment.models.benefit import Benefit, BenefitLink
from alignment.models.element import ElementNeed, ElementObjective, StrategyElement
from alignment.models.initiative import Initiative
from alignment.models.need_link import NeedLink
from alignment.models.outlay import Outlay
from alignment.models.program import Program

__all__ = [
    "Benefit",
    "BenefitLink",
    "ElementNeed",
    "ElementObjective",
    "Initiative",
    "NeedLink",
    "Outlay",
    "Program",
    "StrategyElement",
]

from strategies.models.aim import Commitment, GrowthAim
from strategies.models.effect import Effect
from strategies.models.it_need import ITNeed
from strategies.models.objective import Objective
from strategies.models.profile import DisciplineProfile
from strategies.models.strategy import Strategy

__all__ = ["Commitment", "DisciplineProfile", "Effect", "GrowthAim", "ITNeed", "Objective", "Strategy"]

from strategies.models.objective import Objective
from strategies.models.strategy import Strategy

__all__ = ["Objective", "Strategy"]

from metrics.models.metric import Metric
from metrics.models.objective_measure import ObjectiveMeasure
from metrics.models.series import Reading, Target

__all__ = ["Metric", "ObjectiveMeasure", "Reading", "Target"]

from metrics.models.metric import Metric
from metrics.models.metric_segmentation import MetricSegmentation
from metrics.models.objective_measure import ObjectiveMeasure
from metrics.models.series import Reading, Target

__all__ = ["Metric", "MetricSegmentation", "ObjectiveMeasure", "Reading", "Target"]

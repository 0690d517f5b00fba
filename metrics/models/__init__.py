from metrics.models.metric import Metric

__all__ = ["Metric"]

from metrics.models.alert import Alert
from metrics.models.dashboard import Dashboard, DashboardTile
from metrics.models.delivery import Delivery, DeliveryPart
from metrics.models.metric import Metric
from metrics.models.metric_segmentation import MetricSegmentation
from metrics.models.objective_measure import ObjectiveMeasure
from metrics.models.observation import Difference, Observation
from metrics.models.place import Cut, Place
from metrics.models.query import SourceQuery
from metrics.models.run import Course, Run, Shard, Snapshot
from metrics.models.series import Reading, Target
from metrics.models.source import Source

__all__ = [
    "Alert",
    "Course",
    "Cut",
    "Dashboard",
    "DashboardTile",
    "Delivery",
    "DeliveryPart",
    "Difference",
    "Metric",
    "MetricSegmentation",
    "ObjectiveMeasure",
    "Observation",
    "Place",
    "Reading",
    "Run",
    "Shard",
    "Snapshot",
    "Source",
    "SourceQuery",
    "Target",
]

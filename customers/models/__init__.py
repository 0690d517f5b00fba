from customers.models.earlier_answer import EarlierAnswer
from customers.models.need import Need
from customers.models.segment import Segment
from customers.models.segmentation import Segmentation

__all__ = ["EarlierAnswer", "Need", "Segment", "Segmentation"]

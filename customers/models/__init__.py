from customers.models.need import Need
from customers.models.segment import Segment
from customers.models.segmentation import Segmentation

__all__ = ["Need", "Segment", "Segmentation"]

"""What Alderbrook Mutual has observed: the course of its metrics over two years, and by whom it is told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A segment, or a unit, with its share of what is counted, and by how much its values differ from those of all."""

    key: str
    share: int = 1
    apart: float = 0.0


@dataclass(frozen=True, slots=True)
class CourseRow:
    """Values of a metric that end with the last whole period before building, and how many it counts in each.

    ``places`` are units, or segments where ``of_customers``. The last of them takes what rounding leaves.
    """

    metric: str
    source: str
    counted: int
    places: tuple[PlaceRow, ...]
    values: str
    of_customers: bool = False


HOUSEHOLDS = (
    PlaceRow("young_families", 2, -1.1),
    PlaceRow("on_their_own", 1, -2.3),
    PlaceRow("households", 7, 0.6),
)
CLAIMS, DISTRIBUTION, COMMERCIAL = (
    (PlaceRow("claims"),),
    (PlaceRow("distribution"),),
    (PlaceRow("commercial"),),
)

COURSES = (
    CourseRow("retention", "policies", 9_000, HOUSEHOLDS,
              "84.1 84.3 83.9 84.2 84.0 84.4 84.1 84.3 83.8 84.2 84.0 84.3 84.1 84.4 84.2 "
              "84.6 84.9 85.1 85.4 85.4 85.9 86.1 86.3 86.6", of_customers=True),
    CourseRow("household_premium", "policies", 52_000, HOUSEHOLDS,
              "409 410 409 411 410 411 412 411 412 412 413 413 414 415 416 417 419 420 421 423 424 426 428 431",
              of_customers=True),
    CourseRow("claim_satisfaction", "survey", 640,
              (PlaceRow("small_business", 2, 2.0), PlaceRow("farms", 1, -4.0), PlaceRow("households", 5)),
              "78 79 77 78 80 78 79 77 78 79 78 80 79 78 77 79 78 79 80 78 72 70 71 69", of_customers=True),
    CourseRow("nps", "survey", 1_400,
              (PlaceRow("small_business", 2, 4.0), PlaceRow("farms", 1, 9.0), PlaceRow("brokers", 1, -13.0),
               PlaceRow("households", 6)),
              "21 23 20 22 24 26 25 28", of_customers=True),
    CourseRow("first_contact", "desks", 12_000, DISTRIBUTION,
              "61 60 62 61 60 61 62 60 61 61 62 60 61 61 62 62 63 63 66 67 69 70 72 73"),
    CourseRow("claim_days", "desks", 41, CLAIMS,
              "6.4 6.6 6.2 6.5 6.3 6.7 6.4 6.2 6.5 6.3 6.6 6.4 6.1 6.3 6.2 5.6 5.1 4.8 4.4 4.2 3.9 4.3 4.6 5.0"),
    CourseRow("claim_days", "desks", 41, (PlaceRow("farms", 1, 1.2), PlaceRow("households", 2, -0.4)),
              "6.4 6.6 6.2 6.5 6.3 6.7 6.4 6.2 6.5 6.3 6.6 6.4 6.1 6.3 6.2 5.6 5.1 4.8 4.4 4.2 3.9 4.3 4.6 5.0",
              of_customers=True),
    CourseRow("status_calls", "desks", 3_100, CLAIMS,
              "2.3 2.2 2.4 2.3 2.3 2.2 2.4 2.3 2.2 2.3 2.4 2.3 2.2 2.3 2.3 2.2 2.2 2.0 1.9 1.7 1.6 1.6 1.5 1.5"),
    CourseRow("handling_cost", "desks", 2_800, CLAIMS,
              "147 149 148 150 147 148 149 147 148 150 149 147 148 149 148 146 145 143 141 138 136 134 132 131"),
    CourseRow("bind_rate", "policies", 2_400, COMMERCIAL,
              "21 22 21 22 22 21 22 21 22 22 22 23 24 24 25 26 28 29 30 32 33 36 38 40"),
    CourseRow("rekey_rate", "policies", 5_200, DISTRIBUTION,
              "38 37 39 38 38 37 39 38 37 38 38 39 37 38 37 37 36 36 34 33 31 30 28 27"),
    CourseRow("farm_policies", "policies", 6_100, (PlaceRow("farm"),), "1.9 1.8 1.9 1.9 1.9 2.0 2.0 2.2"),
    CourseRow("cost_to_serve", "policies", 118_000,
              (PlaceRow("commercial", 2, 9.0), PlaceRow("farm", 1, -6.0), PlaceRow("distribution", 5)),
              "61 62 61 61 60 59 56 54"),
)  # fmt: skip
SPREAD = 0.15
"""Between two single values that stand next to one another, in the unit of the metric."""

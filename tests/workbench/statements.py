"""How many statements the pages of each type take."""

from __future__ import annotations

LIST_AT_MOST, DETAIL_AT_MOST = 12, 20
QUERIES = {
    "strategy": (6, 18, 4),
    "objective": (7, 16, 4),
    "need": (9, 13, 4),
    "segment": (6, 8, 4),
    "segmentation": (5, 6, 4),
    "metric": (6, 8, 4),
    "strategyelement": (6, 13, 4),
    "initiative": (10, 13, 4),
    "program": (7, 6, 4),
    "outlay": (5, 5, 4),
    "benefit": (11, 11, 4),
    "elementobjective": (7, 5, 4),
    "elementneed": (7, 5, 4),
    "needlink": (7, 5, 4),
    "benefitlink": (7, 5, 4),
    "businesschange": (7, 8, 4),
    "changeenabler": (7, 5, 4),
    "changebenefit": (7, 5, 4),
    "benefitobjective": (7, 5, 4),
    "benefitreview": (7, 5, 4),
    "unit": (6, 5, 4),
    "person": (6, 5, 4),
    "exchangerate": (5, 5, 4),
    "objectivemeasure": (7, 5, 4),
    "earlieranswer": (6, 5, 4),
    "elementsuccession": (7, 5, 4),
    "reading": (6, 5, 4),
    "target": (6, 5, 4),
    "adoption": (7, 5, 4),
    "objectivesuccession": (7, 5, 4),
    "invitation": (6, 5, 4),
    "indexweights": (5, 5, 4),
    "dismissal": (6, 5, 4),
    "disciplineprofile": (5, 9, 4),
    "commitment": (6, 5, 4),
    "effect": (7, 5, 4),
    "itneed": (5, 8, 4),
    "challenge": (9, 5, 4),
    "round": (7, 9, 4),
    "statement": (6, 5, 4),
    "growthaim": (6, 5, 4),
    "instrument": (5, 7, 4),
    "gatepolicy": (5, 5, 4),
    "gateoverride": (6, 5, 4),
}
"""Statements of the list, the page of a record that no link leads to, and the list of the API, at any number of rows."""
CHOSEN = {"segment": 7}
"""Statements of the list with columns of one's own, where that is another page than the usual one."""

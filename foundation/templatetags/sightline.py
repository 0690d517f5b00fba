"""``{% load sightline %}``: every component of the product in one library.

Components take only the attributes they declare; any other is a TemplateSyntaxError when the template loads.
"""

from __future__ import annotations

from django import template

from foundation.templatetags import (
    sightline_forms,
    sightline_glyphs,
    sightline_kept,
    sightline_layout,
    sightline_marks,
    sightline_rows,
    sightline_values,
)

register = template.Library()

for part in (
    sightline_glyphs,
    sightline_marks,
    sightline_values,
    sightline_layout,
    sightline_rows,
    sightline_forms,
    sightline_kept,
):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)

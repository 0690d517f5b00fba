"""The plain map: every initiative of the portfolio in one page, as a Django developer writes it without groups.

One statement of the ORM joins each initiative to its needs, their objectives and its benefits; one ordinary template
sets a row for each line, with the dates and figures of the reader's language.
"""

from __future__ import annotations

from django.db.models import F, FilteredRelation, Q
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.utils import timezone

from alignment.choices import Status
from alignment.models import Initiative

PAGE = Engine().from_string("""<!doctype html><html lang="en"><title>Plain</title><body>
<p>{{ user.email }}</p>
<table>{% for number, name, status, unit, end, amount, need, objective, benefit, target in rows %}<tr>
<td>I-{{ number }}</td><td>{{ name }}</td><td>{{ status }}</td><td>{{ unit }}</td><td>{{ end|date }}</td>
<td>{{ amount|floatformat:"2g" }}</td><td>{{ need|default_if_none:"–" }}</td>
<td>{{ objective|default_if_none:"–" }}</td><td>{{ benefit|default_if_none:"–" }}</td>
<td>{{ target|floatformat:"-2g" }}</td>
</tr>{% endfor %}</table></body></html>""")
NEED = "need_links__need"
OBJECTIVE = f"{NEED}__alignment_element_links__element__objective_links__objective"
BENEFIT = "benefit_links__benefit"
COLUMNS = (
    "number",
    "name",
    "status",
    "unit__name",
    "end_date",
    "budget__amount",
    f"{NEED}__statement",
    f"{OBJECTIVE}__name",
    f"{BENEFIT}__name",
    f"{BENEFIT}__target_value",
)


def plain_map(request: HttpRequest) -> HttpResponse:
    """One row for each line from an initiative to an objective, and for each initiative without one."""
    year = Q(outlays__fiscal_year=timezone.now().year)
    rows = (
        Initiative.objects.active()
        .exclude(status=Status.STOPPED)
        .annotate(budget=FilteredRelation("outlays", condition=year))
        .order_by("number", F(f"{NEED}__number").asc(nulls_last=True))
        .values_list(*COLUMNS)
    )
    return HttpResponse(PAGE.render(Context({"user": request.user, "rows": rows})))

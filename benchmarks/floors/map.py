"""The plain map and matrix: every initiative of the portfolio in one page, as a Django developer writes it.

The map without groups: one statement of the ORM joins each initiative to its needs, their objectives and its benefits;
one ordinary template sets a row for each line, with the dates and figures of the reader's language. A shorter one tells
each initiative once, with the first of its needs, objectives and benefits: the least rows that name everything. The
matrix: a row for each initiative, with a cell for each need it serves.
"""

from __future__ import annotations

from django.db.models import F, FilteredRelation, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.utils import timezone

from alignment.choices import Status
from alignment.models import BenefitLink, Initiative, NeedLink

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


MATRIX = Engine().from_string("""<!doctype html><html lang="en"><title>Plain</title><body>
<p>{{ user.email }}</p>
<table>{% for row in rows %}<tr><th>I-{{ row.number }} {{ row.name }}</th><td>{{ row.money|floatformat:"2g" }}</td>
{% for link in row.need_links.all %}<td title="{{ link.need.statement }}">{{ link.get_strength_display }}
{{ link.evidence_date|date }}</td>{% endfor %}</tr>{% endfor %}</table></body></html>""")


def plain_map(request: HttpRequest) -> HttpResponse:
    """One row for each line from an initiative to an objective, and for each initiative without one."""
    rows = _counting().order_by("number", F(f"{NEED}__number").asc(nulls_last=True)).values_list(*COLUMNS)
    return HttpResponse(PAGE.render(Context({"user": request.user, "rows": rows})))


def plain_initiatives(request: HttpRequest) -> HttpResponse:
    """One row for each initiative, with the first of its needs and benefits: three statements, joined by a dictionary.

    Not by subqueries: PostgreSQL takes longer for those than Django for the page.
    """
    needs = NeedLink.objects.order_by("strength", "-pk").values_list(
        "initiative", "need__statement", OBJECTIVE.replace(NEED, "need") + "__name"
    )
    benefits = BenefitLink.objects.order_by("strength", "-pk").values_list(
        "initiative", "benefit__name", "benefit__target_value"
    )
    need_of, benefit_of = (
        {row[0]: row[1:] for row in found} for found in (needs, benefits)
    )  # the first is last
    none = None, None
    rows = [
        (*row, *need_of.get(pk, none), *benefit_of.get(pk, none))
        for pk, *row in _counting().order_by("number").values_list("pk", *COLUMNS[:6])
    ]
    return HttpResponse(PAGE.render(Context({"user": request.user, "rows": rows})))


def plain_matrix(request: HttpRequest) -> HttpResponse:
    """A row for each initiative, with a cell for each need it serves: two statements."""
    links = NeedLink.objects.active().select_related("need")
    rows = (
        _counting()
        .annotate(money=F("budget__amount"))
        .prefetch_related(Prefetch("need_links", links))
        .order_by("number")
    )
    return HttpResponse(MATRIX.render(Context({"user": request.user, "rows": rows})))


def _counting() -> QuerySet[Initiative]:
    """Initiatives that count, with the money of this year."""
    year = Q(outlays__fiscal_year=timezone.now().year)
    counting: QuerySet[Initiative] = Initiative.objects.active().exclude(status=Status.STOPPED)
    return counting.annotate(budget=FilteredRelation("outlays", condition=year))

"""The least a Django page can be: a hand-written query, the usual template, and a shell that is only text.

Each page shows the columns of ours, with a link to every record of the list; days and figures are localized by Django.
It knows neither permissions nor filters, and its shell says the same to everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery, Sum
from django.http import HttpResponse
from django.template import Context, Engine
from django.utils import timezone

from activity.models import Comment, Notification
from alignment.models import BenefitLink, ElementObjective, Initiative, NeedLink, Outlay
from audit.models import Event
from workbench.listing import PER_PAGE

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

SHELL_SIZE = 28_000
"""Characters of a page without its content."""
_ENTRY = '<li><a href="/somewhere/"><svg viewBox="0 0 24 24"><path d="M4 12h16"/></svg><span>Somewhere</span></a></li>\n'
_SHELL = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Plain</title></head><body><nav><ul>\n'
    + _ENTRY * (SHELL_SIZE // len(_ENTRY))
    + "</ul></nav><p>{{ user.email }}</p><main>{% block main %}{% endblock %}</main></body></html>"
)
_INBOX = """{% extends "shell" %}{% block main %}<h1>Inbox</h1>
<ul>{% for row in rows %}<li>{{ row.text }}</li>{% endfor %}</ul>{% endblock %}"""
_LIST = """{% extends "shell" %}{% block main %}<h1>Initiatives</h1><p>{{ count }}</p>
<table><thead><tr><th>Id</th><th>Name</th><th>Unit</th><th>Status</th><th>Health</th><th>Owner</th><th>Need</th>
<th>Amount</th><th>End</th></tr></thead><tbody>
{% for row in rows %}<tr><td>I-{{ row.number|stringformat:"02d" }}</td>
<th><a href="{% url 'plain_detail' row.pk %}">{{ row.name }}</a></th><td>{{ row.unit.name }}</td>
<td>{{ row.get_status_display }}</td><td>{{ row.get_health_display }}</td><td>{{ row.owner.name|default:"–" }}</td>
<td>{{ row.need|default:"–" }}</td><td>{{ row.amount|floatformat:"0g" }}</td>
<td>{{ row.end_date|date:"DATE_FORMAT" }}</td></tr>
{% endfor %}</tbody></table>{% endblock %}"""
_DETAIL = """{% extends "shell" %}{% block main %}<h1>{{ record.name }}</h1>
<dl><dt>Unit</dt><dd>{{ record.unit.name }}</dd><dt>Program</dt><dd>{{ record.program.name|default:"–" }}</dd>
<dt>Owner</dt><dd>{{ record.owner.name|default:"–" }}</dd><dt>Description</dt><dd>{{ record.description|linebreaks }}</dd>
<dt>Status</dt><dd>{{ record.get_status_display }}</dd><dt>Health</dt><dd>{{ record.get_health_display }}</dd>
<dt>Start</dt><dd>{{ record.start_date|date:"DATE_FORMAT" }}</dd>
<dt>End</dt><dd>{{ record.end_date|date:"DATE_FORMAT" }}</dd></dl>
<h2>Objectives</h2><ul>{% for row in objectives %}<li>{{ row.objective.name }}</li>{% endfor %}</ul>
<h2>Needs</h2><table>{% for row in needs %}<tr><td>NL-{{ row.number|stringformat:"02d" }}</td>
<td>{{ row.need.statement }}</td><td>{{ row.share|floatformat:"-2g" }}</td><td>{{ row.get_strength_display }}</td>
<td>{{ row.evidence }}</td><td>{{ row.evidence_date|date:"DATE_FORMAT" }}</td></tr>{% endfor %}</table>
<h2>Benefits</h2><table>{% for row in benefits %}<tr><td>BL-{{ row.number|stringformat:"02d" }}</td>
<td>{{ row.benefit.name }}</td><td>{{ row.share|floatformat:"-2g" }}</td><td>{{ row.get_strength_display }}</td>
<td>{{ row.evidence }}</td><td>{{ row.evidence_date|date:"DATE_FORMAT" }}</td></tr>{% endfor %}</table>
<h2>Money</h2><table>{% for row in outlays %}<tr><td>L-{{ row.number|stringformat:"02d" }}</td>
<td>{{ row.fiscal_year }}</td><td>{{ row.get_kind_display }}</td><td>{{ row.amount|floatformat:"0g" }}</td>
<td>{{ row.currency }}</td></tr>{% endfor %}</table>
<h2>Discussion</h2>{% for row in comments %}<p>{{ row.author.name }}, {{ row.created_at|date:"DATETIME_FORMAT" }}</p>
{{ row.text|linebreaks }}{% endfor %}
<h2>History</h2><ol>{% for row in events %}<li>{{ row.at|date:"DATETIME_FORMAT" }} {{ row.verb }}
{{ row.actor_label }}</li>{% endfor %}</ol>{% endblock %}"""
_TEMPLATES = Engine(
    loaders=[
        (
            "django.template.loaders.cached.Loader",
            [
                (
                    "django.template.loaders.locmem.Loader",
                    {"shell": _SHELL, "inbox": _INBOX, "list": _LIST, "detail": _DETAIL},
                )
            ],
        )
    ]
)


def plain_shell(request: HttpRequest) -> HttpResponse:
    """The inbox: a page of one statement, with nothing in it."""
    return _page(request, "inbox", rows=Notification.objects.filter(user=request.user.pk))


def plain_list(request: HttpRequest) -> HttpResponse:
    """The first page of all initiatives: the rows and how many there are."""
    active = Initiative.objects.filter(archived_at=None)
    needs = NeedLink.objects.filter(initiative=OuterRef("pk")).order_by("-strength")
    outlays = Outlay.objects.filter(initiative=OuterRef("pk"), fiscal_year=timezone.now().year).order_by()
    rows = active.select_related("unit", "owner").annotate(
        need=Subquery(needs.values("need__statement")[:1]),
        amount=Subquery(outlays.values("initiative").annotate(sum=Sum("amount")).values("sum")),
    )
    return _page(request, "list", rows=rows.order_by("number")[:PER_PAGE], count=active.count())


def plain_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One initiative with the related rows that ours shows, each kind by one statement."""
    record = Initiative.objects.select_related("unit", "program", "owner").get(pk=pk)
    links = {"initiative": record, "archived_at": None}
    through = {"element__need_links__need__alignment_need_links__initiative": record}
    objectives: QuerySet[Any] = ElementObjective.objects.filter(**through)
    return _page(
        request,
        "detail",
        record=record,
        objectives=objectives.select_related("objective"),
        needs=NeedLink.objects.filter(**links).select_related("need"),
        benefits=BenefitLink.objects.filter(**links).select_related("benefit"),
        outlays=Outlay.objects.filter(**links),
        comments=Comment.objects.filter(object_uid=record.uid).select_related("author"),
        events=Event.objects.filter(object_uid=record.uid).order_by("-pk"),
    )


def _page(request: HttpRequest, template: str, **content: Any) -> HttpResponse:
    context = Context({"user": request.user, **content})
    return HttpResponse(_TEMPLATES.get_template(template).render(context))

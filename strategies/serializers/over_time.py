"""A strategy over time, for the page and for programs: from one answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import TextField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import formats
from strategies.engine.wording import wording
from strategies.models import Strategy
from strategies.models.strategy import DISCIPLINE_SHARES, OFFICE_SHARES
from strategies.queries.over_time import PARTS
from workbench.cells import column_of, text_of
from workbench.links import url_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from accounts.models import Unit
    from foundation.models import Record
    from strategies.engine.difference import FieldChange, Part, PartsDifference
    from strategies.engine.timeline import Stretch
    from strategies.queries.over_time import OverTime, Stated

WIDTH = 1000
"""Units of the strip's width."""
SHARES = (*DISCIPLINE_SHARES, *OFFICE_SHARES)
"""Fields that are percents."""
LEAST = 8
"""Units a stretch is wide at least, so that a short one is seen."""


def over_time_page(found: OverTime, units: list[Unit], today: date) -> dict[str, Any]:
    """Everything the page shows."""
    lead, rest = _finding(found)
    return {
        "finding_lead": lead,
        "finding_rest": rest,
        "units": [
            {
                "value": str(unit.uid),
                "label": str(unit),
                "depth": unit.depth,
                "selected": unit.pk == found.unit.pk,
            }
            for unit in units
        ],
        "unit": str(found.unit),
        "day": found.days[0].isoformat(),
        "other": found.days[1].isoformat(),
        "strip": _strip(found, today),
        "ticks": _ticks(found, today),
        "stated": [_stated(one, day, found) for one, day in zip(found.stated, found.days, strict=True)],
        "compares": all(found.stated),
        "is_same": found.is_same,
        "fields": [_change(Strategy, change, found.people) for change in found.fields],
        "parts": [_parts(model, difference, found.people) for model, difference in found.parts.items()],
    }


def over_time_data(found: OverTime) -> dict[str, Any]:
    """The same for programs: values as they are, records by uid."""
    return {
        "unit": {"uid": str(found.unit.uid), "name": str(found.unit)},
        "days": [day.isoformat() for day in found.days],
        "in_force": [_stated_data(one) for one in found.stated],
        "stretches": [
            {"strategy": _reference(found, stretch), "start_date": stretch.start, "end_date": stretch.end}
            for stretch in found.stretches
        ],
        "difference": {
            "fields": [_change_data(change) for change in found.fields],
            **{_key(model): _parts_data(difference) for model, difference in found.parts.items()},
        }
        if all(found.stated)
        else None,
    }


def _finding(found: OverTime) -> tuple[str, str]:
    """How much changed between the days, and by which step."""
    before, after = found.stated
    words = {"unit": found.unit, "first": formats.day(found.days[0]), "second": formats.day(found.days[1])}
    if before is None or after is None:
        missing = (
            _("No strategy binds %(unit)s on either day.")
            if before is after
            else _("On one of the days no strategy binds %(unit)s.")
        )
        return missing % words, ""
    if found.is_same:
        return _("Nothing changed between %(first)s and %(second)s.") % words, ""
    count = len(found.fields) + sum(len(d.added) + len(d.gone) + len(d.changed) for d in found.parts.values())
    lead = ngettext("%(count)s change", "%(count)s changes", count) % {"count": formats.number(count)}
    lead = _("%(changes)s between %(first)s and %(second)s.") % {**words, "changes": lead}
    if before.strategy.pk == after.strategy.pk:
        return lead, _("Both days fall in the same version.")
    return lead, _("In %(unit)s “%(after)s” has followed “%(before)s”.") % {
        "unit": found.unit,
        "after": after.strategy,
        "before": before.strategy,
    }


def _strip(found: OverTime, today: date) -> list[dict[str, Any]]:
    """The stretches with their days and their places on the strip."""
    if not found.stretches:
        return []
    scale = _scale(found, today)
    rows = []
    for stretch in found.stretches:
        start, end = scale(stretch.start), scale(stretch.end) if stretch.end else float(WIDTH)
        strategy = found.strategies.get(stretch.id or 0)
        rows.append(
            {
                "x": round(start, 1),
                "width": round(max(end - start - 2, LEAST), 1),
                "name": str(strategy) if strategy else _("Nothing in force"),
                "url": url_of(strategy),
                "unit": str(strategy.unit) if strategy and strategy.unit_id != found.unit.pk else "",
                "discipline": strategy.discipline if strategy else "",
                "start": stretch.start,
                "end": stretch.end,
                "marks": [number for number, day in enumerate(found.days, 1) if _within(stretch, day)],
            }
        )
    return rows


def _scale(found: OverTime, today: date) -> Callable[[date], float]:
    """The place of a day on the strip, which begins with the first version and ends a quarter after all days known."""
    first = found.stretches[0].start.toordinal()
    ends = (stretch.end for stretch in found.stretches if stretch.end)
    last = max(today, *found.days, found.stretches[-1].start, *ends).toordinal() + 90
    return lambda day: (day.toordinal() - first) * WIDTH / (last - first)


def _ticks(found: OverTime, today: date) -> list[float]:
    """Where the two days are; one before the first version is not on the strip."""
    if not found.stretches:
        return []
    scale = _scale(found, today)
    return [round(scale(day), 1) for day in found.days if day >= found.stretches[0].start]


def _within(stretch: Stretch, day: date) -> bool:
    return stretch.start <= day and (stretch.end is None or day <= stretch.end)


def _stated(one: Stated | None, day: date, found: OverTime) -> dict[str, Any]:
    if one is None:
        return {"day": day, "strategy": None}
    of = one.strategy.unit
    return {
        "day": day,
        "strategy": one.values.get("name") or str(one.strategy),
        "code": one.strategy.code,
        "url": url_of(one.strategy),
        "from_above": str(of) if of.pk != found.unit.pk else "",
        "entered": one.entered,
        "discipline": one.values.get("discipline") or one.strategy.discipline,
        "items": [
            {
                "label": _label(Strategy, name),
                "text": _text(Strategy, name, one.values.get(name), found.people),
            }
            for name in ("customer", "statement", "will_not", "sponsor")
        ],
        "counts": [_count(model, one.parts[model]) for model in PARTS],
    }


def _count(model: type[Record], parts: tuple[Part, ...]) -> dict[str, Any]:
    return {"label": capfirst(str(model._meta.verbose_name_plural)), "names": [part.name for part in parts]}


def _parts(model: type[Record], difference: PartsDifference, people: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": capfirst(str(model._meta.verbose_name_plural)),
        "added": [part.name for part in difference.added],
        "gone": [part.name for part in difference.gone],
        "changed": [
            {"name": each.after.name, "changes": [_change(model, change, people) for change in each.changes]}
            for each in difference.changed
        ],
        "same": difference.same,
        "is_empty": difference.is_empty,
    }


def _change(model: type[Record], change: FieldChange, people: Mapping[str, str]) -> dict[str, Any]:
    """Before and after; ``runs`` where a long text was changed in places."""
    is_text = isinstance(model._meta.get_field(change.field), TextField)
    return {
        "label": _label(model, change.field),
        "before": _text(model, change.field, change.before, people),
        "after": _text(model, change.field, change.after, people),
        "runs": wording(change.before or "", change.after or "") if is_text else (),
    }


def _label(model: type[Record], name: str) -> str:
    return capfirst(str(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]  # all are columns


def _text(model: type[Record], name: str, value: Any, people: Mapping[str, str]) -> str:
    """A value as people read it: choices by label, people by name."""
    column = column_of(model, name)
    if column is not None and column.is_relation:
        return people.get(value or "", formats.MISSING)
    if column is not None and column.choices and value:
        return str(dict(column.flatchoices).get(value, value))
    if name in SHARES:
        return formats.percent(value)
    return text_of(value, decimals=getattr(column, "decimal_places", None))


def _key(model: type[Record]) -> str:
    return str(model._meta.verbose_name_plural).replace(" ", "_")


def _reference(found: OverTime, stretch: Stretch) -> dict[str, str] | None:
    strategy = found.strategies.get(stretch.id or 0)
    return {"uid": str(strategy.uid), "name": str(strategy)} if strategy else None


def _stated_data(one: Stated | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "strategy": str(one.strategy.uid),
        "code": one.strategy.code,
        "unit": str(one.strategy.unit.uid),
        "entered": one.entered,
        **one.values,
        **{_key(model): [_part_data(part) for part in parts] for model, parts in one.parts.items()},
    }


def _part_data(part: Part) -> dict[str, Any]:
    return {"uid": part.key, "name": part.name, **part.values}


def _parts_data(difference: PartsDifference) -> dict[str, Any]:
    return {
        "added": [_part_data(part) for part in difference.added],
        "gone": [_part_data(part) for part in difference.gone],
        "changed": [
            {
                "before": each.before.key,
                "uid": each.after.key,
                "name": each.after.name,
                "fields": [_change_data(c) for c in each.changes],
            }
            for each in difference.changed
        ],
        "same": difference.same,
    }


def _change_data(change: FieldChange) -> dict[str, Any]:
    return {"field": change.field, "before": change.before, "after": change.after}

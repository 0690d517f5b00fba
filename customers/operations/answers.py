"""What customers answer anew replaces what they answered before, and the former answers are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from customers.models import EarlierAnswer, Need
from customers.models.need import ANSWERS
from foundation import formats
from foundation.actors import Actor
from workbench.operations.records import Change, Fault, Invalid, save_many
from workbench.types import type_with_key

KEPT = ("asked_date", "importance", "satisfaction", "scale_min", "scale_max", "respondents", "evidence")


def keep_former_answers(*, records: Sequence[Need], actor: Actor, now: datetime) -> None:
    """Keep the stored answers of every need whose new ones are of a later day, each with an event of its own.

    Answers of the same day correct the stored ones, and taking the day away clears them: nothing is kept then.
    Runs inside the write operation, before validation, and locks the needs. Raises ``Invalid`` for answers that
    are older than the newest known.
    """
    pks = [need.pk for need in records if need.pk]
    locked = Need.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    stored = {need.pk: need for need in locked}
    anew = [
        (index, need, stored[need.pk])
        for index, need in enumerate(records)
        if need.pk in stored and need.asked_date not in (None, stored[need.pk].asked_date)
    ]
    if not anew:
        return
    earlier = EarlierAnswer.objects.filter(need__in=[need.pk for _, need, _ in anew]).order_by()
    newest = dict(earlier.values_list("need").annotate(Max("asked_date")))
    faults = list(_too_old(anew, newest))
    if faults:
        raise Invalid(faults)
    changes = [_kept(need, former) for _, need, former in anew if _was_asked(former)]
    save_many(object_type=type_with_key("earlieranswer"), changes=changes, actor=actor, now=now)


def _too_old(anew: Sequence[tuple[int, Need, Need]], newest: Mapping[int, date]) -> Iterator[Fault]:
    for index, need, former in anew:
        last = max(filter(None, (former.asked_date, newest.get(need.pk))), default=None)
        if last and need.asked_date and need.asked_date <= last:
            text = _(
                "Customers were asked later than that, on %(day)s. Give a later day, or record these as an "
                "earlier answer of the need."
            )
            yield Fault(index, "asked_date", text % {"day": formats.day(last)})


def _was_asked(former: Need) -> bool:
    return former.asked_date is not None and any(getattr(former, name) is not None for name in ANSWERS)


def _kept(need: Need, former: Need) -> Change:
    return Change({"need": need, **{name: getattr(former, name) for name in KEPT}})

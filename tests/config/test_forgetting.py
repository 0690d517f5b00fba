"""What people typed or tried and never saved is forgotten after its time, by the schedule of the product."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from alignment.models import Initiative
from workbench.models import Draft, Upload
from workbench.operations.drafts import keep_draft
from workbench.operations.uploads import keep_upload
from workbench.types import type_with_key

KIND = "forget_unsaved"


def test_drafts_and_files_go_when_their_time_is_over(cio: User, now: datetime) -> None:
    initiatives = type_with_key("initiative")
    keep_draft(object_type=initiatives, record_uid=None, values={"name": "Portal"}, user=cio, now=now)
    keep_upload(object_type=initiatives, name="work.csv", content=b"name", mapping="", user=cio, now=now)
    forget = import_string(import_string(settings.JOB_HANDLERS)[KIND])

    assert forget(now=now + timedelta(hours=24)) == {"drafts": 0, "uploads": 0, "files": 0}
    assert forget(now=now + timedelta(hours=25)) == {"drafts": 0, "uploads": 1, "files": 0}
    assert forget(now=now + timedelta(days=31)) == {"drafts": 1, "uploads": 0, "files": 0}
    assert (Draft.objects.count(), Upload.objects.count(), Initiative.objects.count()) == (0, 0, 0)


def test_a_file_that_is_tried_out_replaces_none_but_one_s_own(
    cio: User, analyst: User, now: datetime
) -> None:
    for user, key in ((analyst, "initiative"), (cio, "initiative"), (cio, "need"), (cio, "initiative")):
        kind = type_with_key(key)
        keep_upload(object_type=kind, name="work.csv", content=b"name", mapping="", user=user, now=now)
    kept = Upload.objects.order_by("pk").values_list("user", "type_label")
    assert list(kept) == [
        (analyst.pk, "alignment.initiative"),
        (cio.pk, "customers.need"),
        (cio.pk, "alignment.initiative"),
    ]


def test_it_is_due_every_day() -> None:
    timetable = import_string(settings.JOB_SCHEDULES)[KIND]
    assert (timetable.kind, timetable.daily_hour) == (KIND, 4)

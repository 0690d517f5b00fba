"""The Celery application: hints travel through it, the work list stays in the database.

Each setting is there because of a measurement or a known fault; docs/operating-jobs.md says which.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any

from celery import Celery
from celery.exceptions import SecurityWarning

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

from config.broker import use_whole_messages

TICK_SECONDS = 5.0


def transport_options(broker_url: str, data_dir: Path) -> dict[str, Any]:
    """What the broker's client needs: a server that may vanish, or folders below ``data_dir``."""
    if not broker_url.startswith("filesystem:"):
        return {
            "visibility_timeout": 600,
            "unacked_restore_throttle": 1,
            "socket_timeout": 15,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
            "health_check_interval": 10,
        }
    folders = {"data_folder_in": "hints", "data_folder_out": "hints", "control_folder": "control"}
    made = {option: data_dir / "broker" / name for option, name in folders.items()}
    for folder in made.values():
        folder.mkdir(parents=True, exist_ok=True)
    return {"polling_interval": 0.1, **{option: str(folder) for option, folder in made.items()}}


def server(broker_url: str) -> str:
    """``broker_url`` with the host that the broker's client would otherwise miss aloud, at each connection."""
    return "filesystem://localhost//" if broker_url.startswith("filesystem:") else broker_url


# Hints are JSON, so running as root in a container is no reason for a page of advice at each start.
warnings.filterwarnings("ignore", category=SecurityWarning)

use_whole_messages()
app = Celery("sightline")
app.conf.update(
    broker_read_url=server(settings.CELERY_BROKER_URL),
    broker_write_url=server(settings.CELERY_BROKER_URL),
    broker_transport_options=transport_options(settings.CELERY_BROKER_URL, Path(settings.DATA_DIR)),
    broker_connection_retry_on_startup=True,
    task_default_queue="sightline",
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_soft_time_limit=540,
    task_time_limit=570,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    timezone="UTC",
    beat_schedule={
        "tick": {"task": "jobs.tasks.tick", "schedule": TICK_SECONDS, "options": {"expires": TICK_SECONDS}}
    },
    beat_schedule_filename=str(Path(settings.DATA_DIR) / "beat"),
)
app.autodiscover_tasks(["jobs"])

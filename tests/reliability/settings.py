"""Settings of the processes that are killed or in each other's way: as installed but for short leases.

``PLANTED=hasty`` takes the patience from whoever finds SQLite locked: a fault that the tests must notice.
"""

import os

from config.settings import *  # noqa: F403 - everything but what follows is as installed

JOB_SCHEDULES = "tests.reliability.application.SCHEDULES"
CELERY_APP = "tests.reliability.application.app"
if os.environ.get("PLANTED") == "hasty":
    DATABASES["default"]["OPTIONS"]["timeout"] = 0  # noqa: F405

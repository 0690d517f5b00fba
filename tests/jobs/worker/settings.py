"""Settings of worker processes that tests kill: a database and a data folder of their own."""

import os

from config.settings import *  # noqa: F403 - everything but what follows is as installed

DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]  # noqa: F405
JOB_HANDLERS = "tests.jobs.worker.handlers.HANDLERS"
JOB_SCHEDULES = "tests.jobs.worker.handlers.SCHEDULES"
CELERY_APP = "tests.jobs.worker.application.app"
JOB_TIME_ZONE = "tests.jobs.worker.handlers.time_zone"

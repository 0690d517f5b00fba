"""Settings of worker processes that tests kill."""

from config.settings import *  # noqa: F403 - everything but what follows is as installed

JOB_HANDLERS = "tests.jobs.worker.handlers.HANDLERS"
JOB_SCHEDULES = "tests.jobs.worker.handlers.SCHEDULES"
CELERY_APP = "tests.jobs.worker.application.app"
JOB_TIME_ZONE = "tests.jobs.worker.handlers.time_zone"

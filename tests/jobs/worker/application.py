"""The application as installed, on a queue of its own: other workers of the test run do not take its hints."""

import os

from config.celery import app

app.conf.task_default_queue = os.environ["WORKER_QUEUE"]

__all__ = ["app"]

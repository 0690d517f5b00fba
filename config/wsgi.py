"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# What is loaded now stays as long as the process: the collector need not look through it again during requests.
gc.collect()
gc.freeze()
# A map of thousands of records makes hundreds of thousands of objects and no rings: to look for rings after every
# 700 of them, as Python does unless told otherwise, takes an eighth of its time.
gc.set_threshold(50_000, 20, 20)

"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# What is loaded now stays as long as the process: the collector need not look through it again during requests.
gc.collect()
gc.freeze()

"""The WSGI application that web processes serve, ready for its first request when this module is imported."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.site.settings")
application = get_wsgi_application()
len(get_resolver().url_patterns)  # imports every view now, not under the first visitor
gc.collect()
gc.freeze()  # what is loaded stays: the collector need not look at it again

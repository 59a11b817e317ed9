"""What web processes serve. Who imports this has loaded everything, the model that reads needs too: processes
forked from it share that memory, and are ready for their first request."""

import gc

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from moothall.kernel import loading
from moothall.kernel.doors import sizes
from moothall.site import environment, errors
from moothall.site.front import Front

application = get_wsgi_application()
len(get_resolver().url_patterns)  # imports every view now, not under the first visitor
loading.load()
gc.collect()
gc.freeze()  # what is loaded stays: the collector need not look at it again, nor write to what is shared


def front() -> Front:
    """What Granian asks: the application behind its front, with threads of this process."""
    return Front(
        application,
        most_octets=sizes.most_octets,
        refusal=errors.unreceived,
        threads=environment.web_threads(),
        proxies=environment.proxies(),
    )

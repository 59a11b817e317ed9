"""The site as a Django app, for its commands and templates."""

from moothall.kernel.capability import Capability


class Site(Capability):
    """The only place that knows everything."""

    name = "moothall.site"
    label = "site"
    title = "Site"

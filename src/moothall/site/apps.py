"""The site as a Django app, for its commands and templates."""

from moothall.kernel import capability


class Site(capability.Capability):
    """The only place that knows everything."""

    name = "moothall.site"
    label = "site"
    title = "Site"

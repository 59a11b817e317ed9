"""Pages as a capability."""

from moothall.kernel import capability


class Pages(capability.Capability):
    """What the place says about itself: about, privacy, accessibility, how results are put in order."""

    name = "moothall.civic.pages"
    label = "pages"
    title = "Pages"

"""Questions as a Django app."""

from moothall.kernel import capability


class Questions(capability.Capability):
    """The kinds of question every service can ask."""

    name = "moothall.foundations.questions"
    label = "questions"
    title = "Questions"

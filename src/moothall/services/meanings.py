"""Where it is shown what a draft would mean, from whichever capability can tell. It offers that in its
``describe.py``::

    @MEANINGS.each
    def of_rules(act: Act, draft: DraftShown) -> Iterable[tuple[str, str]]: …
"""

from collections.abc import Callable, Iterable

from moothall.kernel.act import Act
from moothall.kernel.extension import Registry
from moothall.services.queries.drafts import DraftShown

Meaning = Callable[[Act, DraftShown], Iterable[tuple[str, str]]]
"""Words and a path for each page that tells what a draft would mean."""

MEANINGS = Registry[str, Meaning]("meaning of drafts")


def meanings(act: Act, draft: DraftShown) -> list[tuple[str, str]]:
    """Every page that tells what a draft would mean: words and path."""
    return [one for offered in MEANINGS.values() for one in offered(act, draft)]

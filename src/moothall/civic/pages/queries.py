"""The place's own pages."""

from django.core.cache import caches

from moothall.civic.pages.models import Page
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query

FIRST_LANGUAGE = "en"
SECONDS = 60
"""How long a process may go on with the titles it has read."""


@query(allow=allow.anyone)
def page(act: Act, *, name: str) -> Page | None:
    """The page in the act's language, or in the first one as long as nobody has written it in that."""
    found = {row.language: row for row in Page.objects.filter(name=name)}
    return found.get(act.language) or found.get(FIRST_LANGUAGE)


@query(allow=allow.anyone)
def titles(act: Act) -> list[tuple[str, str]]:
    """The name and title of every page, in the act's language; remembered for a minute per process."""
    kept = f"page-titles-{act.language}"
    found: list[tuple[str, str]] | None = caches["memory"].get(kept)
    if found is None:
        found = _titles(act.language)
        caches["memory"].set(kept, found, SECONDS)
    return found


def _titles(language: str) -> list[tuple[str, str]]:
    rows = list(Page.objects.order_by("name").values_list("name", "language", "title"))
    first = {name: title for name, spoken, title in rows if spoken == FIRST_LANGUAGE}
    mine = {name: title for name, spoken, title in rows if spoken == language}
    return list({**first, **mine}.items())

"""Lists in a browser: which page is asked for, and the links to the pages around it."""

from django.http import HttpRequest

from moothall.kernel.paging import Page

CURSOR = "cursor"


def cursor_of(request: HttpRequest) -> str:
    """Behind what the page that is asked for begins; empty for the first one."""
    return request.GET.get(CURSOR, "")


def hrefs(request: HttpRequest, page: Page[object]) -> dict[str, str]:
    """``next_href`` and ``first_href`` for ``parts.more``: the same list with the same filters."""
    asked = request.GET.copy()
    is_later = bool(asked.pop(CURSOR, [""])[-1])
    first = f"{request.path}?{asked.urlencode()}".rstrip("?")
    asked[CURSOR] = page.next
    return {
        "next_href": f"?{asked.urlencode()}" if page.has_more else "",
        "first_href": first if is_later else "",
    }

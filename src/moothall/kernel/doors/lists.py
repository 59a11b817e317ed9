"""Lists in a browser: which page is asked for, and the links to the pages around it."""

from django.http import HttpRequest

from moothall.kernel.paging import Page

CURSOR = "cursor"


def cursor_of(request: HttpRequest) -> str:
    """Behind what the page that is asked for begins; empty for the first one."""
    return request.GET.get(CURSOR, "")


def limit_of(request: HttpRequest, *, most: int) -> int:
    """How many rows the page has: as many as are asked for, up to ``most``."""
    asked = request.GET.get("limit", "")
    is_whole = asked.isascii() and asked.isdecimal() and len(asked) < 5
    return min(max(int(asked), 1), most) if is_whole else most


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

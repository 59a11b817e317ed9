"""Publishing the place's own pages."""

from datetime import date

from moothall.civic.pages.events import PagePublished
from moothall.civic.pages.models import Page
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish


@operation(allow=allow.system | allow.operator)
def publish_page(
    act: Act, *, name: str, language: str, title: str, text: str, updated_date: date, is_reviewed: bool = True
) -> bool:
    """Publish a page of the place in one language, in place of what it said before.

    ``text`` is Markdown; ``name`` the last part of its address. Returns whether anything has changed.
    """
    said = {"title": title, "text": text, "is_reviewed": is_reviewed, "updated_date": updated_date}
    if Page.objects.filter(name=name, language=language, **said).exists():
        return False
    row = Page(name=name, language=language, published_at=act.at, **said)
    Page.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["name", "language"],
        update_fields=[*said, "published_at"],
    )
    publish(PagePublished(name=name, language=language), act)
    return True

"""Something public to follow, and what people are written."""

from uuid import UUID

from django.test import Client

from moothall.foundations.messages.models import Message
from moothall.kernel import act as acts
from moothall.kernel import clock, vault
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import Matter
from moothall.kernel.operations import matters
from moothall.kernel.signin.models import Account
from moothall.kernel.tests.support import Small


def lamp(
    place: Small, act: Act | None = None, *, title: str = "A lamp is out", is_published: bool = True
) -> Matter:
    """A report that everybody sees, at once or once somebody has published it."""
    id = matters.bring_matter(
        act or acts.public(), kind="report", organisation=place.council, title=title, is_public=True,
        is_published=is_published,
    )  # fmt: skip
    with acting(acts.system()):
        return Matter.objects.get(pk=id)


def shown_again(place: Small, matter: UUID, act: Act | None = None) -> None:
    """Something happens that everybody may know of: an officer hides it and shows it again."""
    matters.hide_matter(act or place.as_officer(), matter=matter, reason="misplaced")
    matters.publish_matter(act or place.as_officer(), matter=matter)


def mail(person: UUID | None = None) -> list[dict[str, str]]:
    """What was written, oldest first: to whom, subject, body, where to leave off."""
    with acting(acts.system()):
        rows = Message.objects.order_by("written_at", "id")
        found = list(rows.filter(person_id=person) if person else rows)
        return [
            content or {} for content in vault.decrypt_many([(row.person_id, row.encrypted) for row in found])
        ]


def signed_in(person: UUID) -> Client:
    """A browser in which somebody has signed in to their account."""
    account = Account.objects.create_user(f"{person}@x.example", person_id=person, joined_at=clock.now())
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser

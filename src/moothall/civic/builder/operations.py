"""Beginning services: with one question, and every word that it needs."""

import re
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.queries import organisations
from moothall.kernel.refusal import Refused
from moothall.services.operations import drafts
from moothall.services.writing import texts_of

NAME = re.compile(r"[a-z][a-z0-9-]{1,59}")


@operation(allow=allow.staff("packs.draft"))
def begin_service(act: Act, *, name: str, title: str) -> UUID:
    """Begin the draft of a new service that asks one thing and says that it has arrived. Refused for a name
    that no address can have. Returns the draft's id."""
    if not NAME.fullmatch(name):
        words = _("Use small letters, digits and hyphens, such as bulky-waste")
        raise Refused(words, fields={"name": words})
    own = organisations.organisation(act, id=act.own_organisation)
    texts = _texts(name, title=title, organisation=own.slug if own else "")
    return drafts.start_draft(act, organisation=act.own_organisation, pack=name, texts=texts)


def _texts(name: str, *, title: str, organisation: str) -> dict[str, str]:
    return texts_of(
        {
            "name": name,
            "organisation": organisation,
            "languages": ["en"],
            "steps": [{"id": "wish", "type": "questions.text"}],
            "words": {
                "en": {
                    "service.title": title,
                    "service.lead": _("Say in a sentence what this is for."),
                    "wish.title": _("What do you need?"),
                    "receipt.title": _("We have your request"),
                    "receipt.next": _("Say what happens next, and when."),
                }
            },
        }
    )

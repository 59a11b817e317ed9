"""Asking for a swap."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from moothall.civic.swaps.rules import LONGEST_TEXT, LONGEST_TITLE
from moothall.design import fields, forms
from moothall.design.fields import Option
from moothall.foundations.documents.forms import PHOTOS, Uploads
from moothall.kernel.queries.organisations import OrganisationShown

MOST_PICTURES = 5


def swap_form(organisations: Iterable[OrganisationShown]) -> type[forms.Form]:
    """What it is, in words and pictures, and which of the ``organisations`` shows it."""
    choices = [Option(str(one.id), one.name) for one in organisations]
    return forms.Form.of(
        {
            "title": fields.Text(
                _("What is it?"), called=_("what it is"), most=LONGEST_TITLE,
                hint=_("Everybody sees this. Leave out names, addresses and numbers."),
            ),
            "text": fields.TextArea(_("Say more"), called=_("more about it"), most=LONGEST_TEXT),
            "organisation": fields.Select(
                _("Who should show it?"), choices, called=_("who should show it")
            ),
            "pictures": Uploads(
                _("Pictures"), accepts=PHOTOS, most_files=MOST_PICTURES, required=False,
                hint=_("JPG, PNG or WebP, up to 10 MB each. We remove where a photo was taken."),
            ),
        }
    )  # fmt: skip

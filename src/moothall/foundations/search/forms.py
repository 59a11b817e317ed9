"""What is asked of search."""

from django.utils.translation import gettext_lazy as _

from moothall.design import fields
from moothall.design.forms import Form
from moothall.foundations.search.rules import MOST_CHARACTERS

METRES_A_MILE = 1609.344
MILES = [("1", _("1 mile")), ("10", _("10 miles")), ("25", _("25 miles"))]


class SearchForm(Form):
    """Words and, so that it never stands in an address sent by POST, the postcode they are searched near."""

    q = fields.Text(_("What are you looking for?"), most=MOST_CHARACTERS, required=False)
    postcode = fields.Postcode(_("Near a postcode"), required=False)
    miles = fields.Select(_("Within"), MILES, required=False, first=_("3 miles"))

"""The forms of the directory's pages."""

from django.utils.translation import gettext_lazy as _

from moothall.design import fields
from moothall.design.forms import Form
from moothall.foundations.directory.views.presenters import FEATURES, WAYS

MILES = [
    ("1", _("1 mile")),
    ("3", _("3 miles")),
    ("5", _("5 miles")),
    ("10", _("10 miles")),
    ("25", _("25 miles")),
]
COSTS = [("0", _("Free")), ("1000", _("Up to £10")), ("2500", _("Up to £25"))]
WEEK = [
    ("MO", _("Monday")),
    ("TU", _("Tuesday")),
    ("WE", _("Wednesday")),
    ("TH", _("Thursday")),
    ("FR", _("Friday")),
    ("SA", _("Saturday")),
    ("SU", _("Sunday")),
]
STATUSES = [
    ("active", _("Open")),
    ("temporarily closed", _("Closed for a while")),
    ("inactive", _("Not running at the moment")),
    ("defunct", _("Ended")),
]


class FilterForm(Form):
    """Which services to show. Sent by POST, so that a postcode never stands in an address."""

    words = fields.Text(_("Words to look for"), required=False, most=100)
    postcode = fields.Postcode(_("Postcode"), required=False)
    miles = fields.Select(_("Within"), MILES, required=False)
    cost = fields.Select(_("Cost"), COSTS, required=False)
    day = fields.Select(_("Open on"), WEEK, required=False)
    ways = fields.Choices(_("How"), list(WAYS.items()), required=False)
    features = fields.Choices(_("Access"), list(FEATURES.items()), required=False)


class EntryForm(Form):
    """What an organisation can change about its service."""

    name = fields.Text(_("Name of the service"), called=_("the name of the service"), most=300)
    description = fields.TextArea(
        _("What it is"),
        hint=_("Say what happens, in words a neighbour would use."),
        most=5000,
        rows=8,
        required=False,
    )
    eligibility_description = fields.TextArea(_("Who it is for"), most=2000, rows=3, required=False)
    fees_description = fields.TextArea(
        _("What people should know about the cost"), most=1000, rows=2, required=False
    )
    wait_time = fields.Text(_("How long people wait"), most=200, required=False)
    alert = fields.TextArea(
        _("Something people need to know now"),
        hint=_("Such as a closure. Leave it empty otherwise."),
        most=500,
        rows=2,
        required=False,
    )
    email = fields.Email(_("Email address"), required=False)
    url = fields.Text(_("Web address"), hint=_("For example https://example.org"), most=500, required=False)
    status = fields.Choice(_("How it stands"), STATUSES, called=_("how it stands"))

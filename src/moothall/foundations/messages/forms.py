"""What somebody types who was sent a code."""

from django.utils.translation import gettext_lazy as _

from moothall.design import fields, forms


class CodeTyped(forms.Form):
    """The code that stands in the message."""

    code = fields.Code(_("The code"), hint=_("Six digits, like 012 345"))

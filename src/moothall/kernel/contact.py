"""How people reach the place: what pages and messages say when somebody needs a person."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from moothall.kernel.settings import Asked, Settings

SHORT = Field(max_length=60)


class Contact(Settings):
    """The place's own numbers and address. Nothing given: nothing is shown."""

    title = _("How people reach the place")

    telephone: Annotated[str, SHORT, Asked(_("Telephone number"), is_of_place=True)] = ""
    hours: Annotated[
        str,
        Field(max_length=100),
        Asked(_("When it is answered"), _("Such as “Monday to Friday, 8.30am to 5.30pm”."), is_of_place=True),
    ] = ""
    out_of_hours_telephone: Annotated[
        str, SHORT, Asked(_("Telephone number at all other times"), is_of_place=True)
    ] = ""
    email: Annotated[
        str,
        Field(max_length=254, pattern=r"^([^@\s<>]+@[^@\s<>]+\.[^@\s<>]+)?$"),
        Asked(_("Email address"), _("Messages come from this address."), is_of_place=True),
    ] = ""

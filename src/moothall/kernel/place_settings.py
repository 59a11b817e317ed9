"""What the place settles for itself: how people reach it, and how long it keeps its records."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from moothall.kernel.settings import Asked, Settings

SHORT = Field(max_length=60)


class PlaceSettings(Settings):
    """The place's own numbers and address (nothing given: nothing is shown), and its times of keeping."""

    title = _("How people reach the place, and how long it keeps records")

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
    events_kept_years: Annotated[
        int,
        Field(ge=2, le=100),
        Asked(
            _("Years for which it keeps what happened"),
            _("What happened in something that has not come to its end stays longer."),
            is_of_place=True,
        ),
    ] = 10
    audit_kept_years: Annotated[
        int,
        Field(ge=6, le=100),
        Asked(
            _("Years for which it keeps who did and read what"),
            _("At least 6: for so long somebody may go to court about it."),
            is_of_place=True,
        ),
    ] = 7
    deliveries_kept_days: Annotated[
        int,
        Field(ge=30, le=3650),
        Asked(
            _("Days for which it keeps which parts of the system have dealt with what happened"),
            is_of_place=True,
        ),
    ] = 90

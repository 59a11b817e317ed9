"""What an organisation settles about its services."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from moothall.kernel.settings import Asked, Settings


class ServiceSettings(Settings):
    """How an organisation publishes services."""

    title = _("Services")

    one_person_may_publish: Annotated[
        bool,
        Asked(
            _("May one person write and publish a service?"),
            hint=_("Only one that decides about nobody. Where rules decide, two people always do."),
        ),
    ] = False

"""The one question of the front page, and the filters of results."""

from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from moothall.civic.matching.filters import Narrowing
from moothall.design import fields
from moothall.design.forms import Form
from moothall.foundations.directory.views.forms import COSTS, MILES, WEEK
from moothall.foundations.directory.views.presenters import FEATURES, WAYS

METRES_A_MILE = 1609.344


class Need(Form):
    """What somebody needs. Sent by POST, so that the words never stand in an address."""

    words = fields.TextArea(
        _("In your own words"), rows=2, most=1000, called=_("what you need, or what is going on")
    )
    postcode = fields.Postcode(_("Postcode"), required=False)


class Filters(Form):
    """Which of the services found to show."""

    miles = fields.Select(
        _("Distance"), [("", _("Any distance")), *MILES], required=False, hint=_("Or without a journey")
    )
    cost = fields.Select(_("Cost"), [("", _("Any cost")), *COSTS], required=False)
    day = fields.Select(_("Open on"), [("", _("Any day")), *WEEK], required=False)
    ways = fields.Choices(_("How"), list(WAYS.items()), required=False)
    features = fields.Choices(_("Access"), list(FEATURES.items()), required=False)

    def filters(self) -> Narrowing:
        """What was chosen in a valid form."""
        chosen = self.cleaned_data
        return Narrowing(
            within_metres=round(float(chosen["miles"]) * METRES_A_MILE) if chosen["miles"] else None,
            most_pence=int(chosen["cost"]) if chosen["cost"] else None,
            days=(chosen["day"],) if chosen["day"] else (),
            ways=tuple(chosen["ways"]),
            features=tuple(chosen["features"]),
        )


@lru_cache(maxsize=256)
def drawn_filters(filters: Narrowing, *, has_spot: bool, language: str) -> Markup:
    """The filters as they were chosen, drawn in ``language``, the one in use; without a place to measure
    from, distance is not offered. Most searches are shown with the same, so they are drawn once."""
    form = Filters(initial=_answers(filters))
    if not has_spot:
        del form.fields["miles"]
    return form.draw()


def _answers(filters: Narrowing) -> dict[str, object]:
    metres, pence = filters.within_metres, filters.most_pence
    return {
        "miles": "" if metres is None else f"{round(metres / METRES_A_MILE)}",
        "cost": "" if pence is None else str(pence),
        "day": next(iter(filters.days), ""),
        "ways": list(filters.ways),
        "features": list(filters.features),
    }

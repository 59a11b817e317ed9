"""Content for the gallery of parts: invented, and only there to show every part at work."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from markupsafe import Markup

from moothall.design import charts, fields, forms, maps
from moothall.design.frame import Frame, Link, Phase

TODAY = dt.date(2026, 3, 6)
CHECKED = dt.date(2026, 2, 13)
BOUNDS = (51.400, -2.820, 51.480, -2.680)


def _ward(name: str, *corners: tuple[float, float]) -> dict[str, Any]:
    ring = [*corners, corners[0]]
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


AREAS = {
    "type": "FeatureCollection",
    "features": [
        _ward("Harbour", (-2.81, 51.41), (-2.77, 51.405), (-2.755, 51.43), (-2.775, 51.445), (-2.815, 51.44)),
        _ward("Castle", (-2.77, 51.405), (-2.72, 51.41), (-2.715, 51.435), (-2.755, 51.43)),
        _ward(
            "Moor End", (-2.755, 51.43), (-2.715, 51.435), (-2.69, 51.455), (-2.73, 51.475), (-2.775, 51.445)
        ),
    ],
}

MAP = maps.View(
    points=(
        maps.Point("Carers’ break sitting service", 51.425, -2.785, "#carers"),
        maps.Point("Memory check at your GP practice", 51.421, -2.742, "#memory"),
        maps.Point("Moor End repair café", 51.452, -2.729, "#repair"),
    ),
    areas=AREAS,
    areas_url="/design/areas.geojson",
)


def frame(request: HttpRequest) -> Frame:
    """A frame with everything in it."""
    return Frame(
        place_name="Wexcombe Bay",
        navigation=(
            Link("Find help", "/design/"),
            Link("Report a problem", "/design/report"),
            Link("Have your say", "/design/say"),
            Link("What’s happening", "/design/happening"),
        ),
        staff_navigation=(
            Link("Today", "/design/staff/"),
            Link("Queues", "/design/queues"),
            Link("Services", "/design/services"),
        ),
        sign_in_url="/design/sign-in",
        footer_words="Run together by the organisations of Wexcombe Bay, governed by your elected board.",
        footer_links=(
            Link("Who can see what, and why", "/design/access"),
            Link("Open data", "/design/open-data"),
            Link("Accessibility", "/design/accessibility"),
        ),
        phase=Phase(
            "Demo", "An invented place. Nothing here is real.", Link("What this is", "/design/about")
        ),
    )


class Need(forms.Form):
    """The one question of the front page."""

    words = fields.TextArea("In your own words", rows=2, most=500, called="what you need")
    near = fields.Postcode("Postcode", required=False)


class Everything(forms.Form):
    """One of each field."""

    name = fields.Text("What is your name?", called="your name", autocomplete="name")
    story = fields.TextArea(
        "What happened?", hint="Leave out names and addresses.", most=200, called="what happened"
    )
    people = fields.Number("How many people live with you?", least=0, most=20, called="how many people")
    income = fields.Money("What do you earn in a week?", called="what you earn")
    born = fields.Date(
        "What is your date of birth?",
        hint="For example, 31 3 1980",
        called="your date of birth",
        latest=TODAY,
        birthday=True,
    )
    way = fields.Choice(
        "How should we tell you?",
        [
            ("email", "Email"),
            fields.Option("text", "Text message", hint="Free to receive"),
            fields.Option("none", "Do not tell me", after_or=True),
        ],
        called="how we should tell you",
    )
    needs = fields.Choices(
        "What would help you to take part?",
        [
            ("step-free", "No steps"),
            ("loop", "Hearing loop"),
            fields.Option("nothing", "None of these", exclusive=True, after_or=True),
        ],
        required=False,
    )
    ward = fields.Select("Which ward do you live in?", [("h", "Harbour"), ("c", "Castle"), ("m", "Moor End")])
    carer = fields.YesNo("Do you look after someone?")
    email = fields.Email("Email address")
    phone = fields.Phone("Phone number", required=False)
    postcode = fields.Postcode("Postcode", called="your postcode")
    home = fields.Address("Where do you live?", called="your address")
    spot = fields.PlaceOnMap("Where is the problem?", bounds=BOUNDS, areas_url="/design/areas.geojson")
    photo = fields.Files(
        "Add photos", hint="Up to 5 photos, 10 MB each.", endings=fields.PHOTOS, kept=("kerb.jpg",)
    )
    secret = fields.Password("Password", new=True, hint="Ten characters or more.")
    code = fields.Code("Code from your app", called="the code from your app")
    agreed = fields.Declaration("What I have told you is true, as far as I know.")
    journey = fields.Hidden(initial="sample")


THREAD = (
    {"what": "Booked and paid", "when": "Tue 3 March, £18 · receipt"},
    {"what": "Crew confirmed", "when": "Thu 5 March"},
    {
        "what": "Collection",
        "state": "next",
        "when": "Mon 9 March, 7am to midday.",
        "more": "Leave items at the front by 7am.",
    },
)
QUEUE = (
    ("HX-4F2K", "Large items collection", "Harbour", "Mon 9 March", 2),
    ("HX-7C1M", "Broken streetlight", "Castle", "Tue 10 March", 5),
    ("HX-9Q3R", "Food parcel", "Moor End", "today", 1),
)


def queue_rows() -> list[tuple[Any, ...]]:
    """The queue, each reference as a link."""
    link = Markup('<a class="govuk-link" href="#{0}">{0}</a>')
    return [(link.format(reference), *rest) for reference, *rest in QUEUE]


MONTHS = ("Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
MET = (212, 240, 198, 265, 281, 304)
UNMET = (41, 38, 52, 60, 33, 29)


def need_chart() -> Any:
    """Requests met each month."""
    rows = [{"month": month, "requests": count} for month, count in zip(MONTHS, MET, strict=True)]
    return charts.bars(
        rows,
        across="month",
        up="requests",
        title="Requests met each month",
        words="From 212 in October to 304 in March.",
    )


def need_rows() -> list[tuple[str, int]]:
    """The numbers of :func:`need_chart`."""
    return list(zip(MONTHS, MET, strict=True))


def trend_chart() -> Any:
    """Met and unmet needs, as lines."""
    met = [{"month": month, "needs": count, "which": "Met"} for month, count in zip(MONTHS, MET, strict=True)]
    unmet = [
        {"month": month, "needs": count, "which": "Unmet"} for month, count in zip(MONTHS, UNMET, strict=True)
    ]
    return charts.lines(
        met + unmet,
        across="month",
        up="needs",
        series="which",
        title="Needs met and unmet each month",
        words="Met needs rose from 212 to 304 while unmet needs fell from 41 to 29.",
    )


def trend_rows() -> list[tuple[str, int, int]]:
    """The numbers of :func:`trend_chart`."""
    return list(zip(MONTHS, MET, UNMET, strict=True))


WARD_DAYS = {"Harbour": (6, 7, 9), "Castle": (4, 4, 3), "Moor End": (5, 4, 4)}


def ward_chart() -> Any:
    """Days waited, a small chart for each ward."""
    rows = [{"ward": ward, "month": month, "days": days} for ward, month, days in ward_rows()]
    return charts.small_multiples(
        rows,
        across="month",
        up="days",
        each="ward",
        title="Days waited in each ward",
        words="Harbour rose to 9 days.",
    )


def ward_rows() -> list[tuple[str, str, int]]:
    """The numbers of :func:`ward_chart`."""
    return [
        (ward, month, days)
        for ward, waits in WARD_DAYS.items()
        for month, days in zip(MONTHS[3:], waits, strict=True)
    ]


WAITS = (("Harbour", 3, 7, 14), ("Castle", 1, 3, 6), ("Moor End", 2, 4, 9))


def wait_chart() -> Any:
    """The spread of waits in each ward."""
    rows = [dict(zip(("ward", "low", "middle", "high"), wait, strict=True)) for wait in WAITS]
    return charts.ranges(
        rows,
        name="ward",
        low="low",
        middle="middle",
        high="high",
        title="Waits in days",
        words="Harbour waits longest.",
    )

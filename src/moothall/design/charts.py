"""Charts drawn on the server as SVG: no scripts in the page; a sentence above and a table below say the same.

The charts are Vega-Lite specifications, written here as plain dictionaries and rendered by vl-convert. Each
is drawn twice, for a wide and a narrow screen, so that its letters keep their size; the stylesheet shows one.
Measured: importing this module costs 0.1 s, the first chart of a process 0.7 s, each further one 30 ms.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

import vl_convert
from markupsafe import Markup

Row = Mapping[str, Any]
Spec = dict[str, Any]

FONT = "Atkinson Hyperlegible Next, system-ui, sans-serif"
SIZES = {"wide": (560, 240), "narrow": (270, 210)}
LINE_HEIGHT = 24
"""Room for one name where names stand below each other."""

TIDE, SECOND, INK, SLATE, LINE, PAPER = "#0b5c55", "#b06f00", "#16302b", "#4b5b58", "#d9d2c4", "#fefefe"
_TOKENS = {
    TIDE: "tide",
    SECOND: "second",
    INK: "ink",
    SLATE: "slate",
    LINE: "line",
    PAPER: "paper",
}

_CONFIG: Spec = {
    "font": FONT,
    "background": None,
    "padding": 2,
    "view": {"stroke": None},
    "range": {"category": [TIDE, SECOND, SLATE]},
    "axis": {
        "labelColor": SLATE,
        "titleColor": SLATE,
        "labelFontSize": 15,
        "titleFontSize": 15,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": SLATE,
        "tickColor": SLATE,
        "tickCount": 4,
        "labelLimit": 150,
    },
    "axisX": {"labelAngle": 0, "grid": False},
    "header": {
        "labelColor": INK,
        "labelFontSize": 16,
        "labelFontWeight": "bold",
        "labelAnchor": "start",
        "title": None,
    },
    "legend": {"labelColor": INK, "labelFontSize": 15, "title": None, "orient": "top", "symbolSize": 200},
    "bar": {"color": TIDE},
    "line": {"strokeWidth": 3},
    "point": {"filled": True, "size": 70},
}


def bars(
    rows: Sequence[Row],
    *,
    across: str,
    up: str,
    title: str,
    words: str,
    group: str = "",
    sideways: bool = False,
) -> Markup:
    """A bar for each name in ``across``, as long as ``up``; ``sideways`` lays long names out in lines.

    Args:
        rows: one mapping for each bar (or, with ``group``, for each part of a stacked bar).
        title: what the chart is.
        words: what a reader should see in it. Title and words are read out instead of the picture.
    """
    name = {"field": across, "type": "nominal", "sort": None, "title": None}
    length = {"field": up, "type": "quantitative", "title": None}
    encoding: Spec = {"y": name, "x": length} if sideways else {"x": name, "y": length}
    if sideways:
        encoding["x"] = length | {"axis": {"grid": True}}
    if group:
        encoding["color"] = {"field": group, "type": "nominal", "sort": None}
    names = len({row[across] for row in rows}) if sideways else 0
    chart = {"mark": {"type": "bar", "cornerRadiusEnd": 3}, "encoding": encoding}
    return _draw(chart, rows, title, words, least_height=names * LINE_HEIGHT)


def lines(rows: Sequence[Row], *, across: str, up: str, title: str, words: str, series: str = "") -> Markup:
    """A line of ``up`` along ``across``, in the order given; ``series`` gives one line for each value."""
    encoding: Spec = {
        "x": {"field": across, "type": "ordinal", "sort": None, "title": None},
        "y": {"field": up, "type": "quantitative", "title": None},
    }
    if series:
        encoding |= {
            "color": {"field": series, "type": "nominal", "sort": None},
            "strokeDash": {"field": series, "type": "nominal", "sort": None, "legend": None},
        }
    else:
        encoding["color"] = {"value": TIDE}
    return _draw({"mark": {"type": "line", "point": True}, "encoding": encoding}, rows, title, words)


def small_multiples(
    rows: Sequence[Row], *, across: str, up: str, each: str, title: str, words: str
) -> Markup:
    """One small line chart for each value of ``each``, all with the same scale, to compare shapes."""
    top = 1.15 * max((row[up] for row in rows), default=1)
    encoding = {
        "x": {
            "field": across,
            "type": "ordinal",
            "sort": None,
            "title": None,
            "axis": {"labelOverlap": True},
        },
        "y": {"field": up, "type": "quantitative", "title": None, "scale": {"domainMax": top}},
        "color": {"value": TIDE},
    }
    chart = {"mark": {"type": "line", "point": True}, "encoding": encoding}
    return _draw(chart, rows, title, words, each=each)


def ranges(
    rows: Sequence[Row], *, name: str, low: str, middle: str, high: str, title: str, words: str
) -> Markup:
    """For each ``name`` a bar from ``low`` to ``high`` with a mark at ``middle``."""
    line = {"field": name, "type": "nominal", "sort": None, "title": None}
    scale = {"type": "quantitative", "title": None, "axis": {"grid": True}}
    span = {
        "mark": {"type": "bar", "height": 12, "cornerRadius": 6, "opacity": 0.45},
        "encoding": {"y": line, "x": scale | {"field": low}, "x2": {"field": high}, "color": {"value": TIDE}},
    }
    dot = {
        "mark": {"type": "point", "shape": "circle", "size": 130, "opacity": 1},
        "encoding": {"y": line, "x": scale | {"field": middle}, "color": {"value": INK}},
    }
    return _draw({"layer": [span, dot]}, rows, title, words)


def _draw(
    chart: Spec, rows: Sequence[Row], title: str, words: str, *, each: str = "", least_height: int = 0
) -> Markup:
    drawn = [
        Markup('<div class="moot-chart moot-chart--{}">{}</div>').format(
            size, _picture(_spec(chart, rows, size, each, least_height), title, words)
        )
        for size in SIZES
    ]
    return Markup("").join(drawn)


def _spec(chart: Spec, rows: Sequence[Row], size: str, each: str, least_height: int) -> str:
    width, height = SIZES[size]
    height = max(height, least_height)
    whole = {"data": {"values": [dict(row) for row in rows]}, "config": _CONFIG}
    if not each:
        return json.dumps(whole | chart | {"width": width, "height": height})
    columns = 3 if size == "wide" else 1
    panel = chart | {"width": (width - 60) // columns if columns > 1 else width, "height": 110}
    order = list(dict.fromkeys(row[each] for row in rows))
    facet = {"field": each, "type": "nominal", "sort": order, "title": None}
    return json.dumps(whole | {"facet": facet, "columns": columns, "spec": panel})


def _picture(spec: str, title: str, words: str) -> Markup:
    head = Markup('role="img" aria-label="{}"').format(f"{title}. {words}")
    return Markup(_svg(spec).replace("<svg", f"<svg {head}", 1))  # noqa: S704 (vl-convert escapes its text)


@lru_cache(maxsize=256)
def _svg(spec: str) -> str:
    """The SVG of a specification, with the theme's colours as custom properties and no roles inside."""
    svg: str = vl_convert.vegalite_to_svg(spec)
    svg = re.sub(r' (?:aria-[a-z]+|role|pointer-events|class|xmlns(?::xlink)?|version)="[^"]*"', "", svg)
    svg = re.sub(r'(<svg) width="\d+" height="\d+"', r"\1", svg)
    for colour, token in _TOKENS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--moot-{token})"')
    mark = sha256(spec.encode()).hexdigest()[:8]
    return re.sub(r'(id="|url\(#)(\w*clip\w*)', rf"\g<1>c{mark}-\g<2>", svg)

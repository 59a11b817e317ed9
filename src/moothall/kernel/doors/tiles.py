"""The door of the map: squares of sets that capabilities offer, as GeoJSON (RFC 7946)."""

import hashlib
import json
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from moothall.kernel import act as acts
from moothall.kernel import allow
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.queries import mapped
from moothall.kernel.queries.mapped import Tile

SECONDS = 60
"""How long a square of a public set may be shown as it was."""


@page(allow=allow.anyone, reads=False)
def tile(request: HttpRequest, name: str, zoom: int, x: int, y: int) -> HttpResponse:
    """A square of a set. Of a public one everybody gets the same, remembered for a minute; of any other what
    the act may see, kept by nobody."""
    found = mapped.SETS.get(name)
    is_public = found is not None and found.is_public
    body = _remembered(name, zoom, x, y) if is_public else _drawn(act_of(request), name, zoom, x, y)
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response = HttpResponse(body, content_type="application/geo+json", headers={"ETag": etag})
    if is_public:
        patch_cache_control(response, public=True, max_age=SECONDS)
        return get_conditional_response(request, etag=etag, response=response) or response
    patch_cache_control(response, private=True, no_store=True)
    return response


def _remembered(name: str, zoom: int, x: int, y: int) -> bytes:
    key = f"tile {name} {zoom} {x} {y}"
    body: bytes | None = caches["memory"].get(key)
    if body is None:
        body = _drawn(acts.public(), name, zoom, x, y)
        caches["memory"].set(key, body, SECONDS)
    return body


def _drawn(act: acts.Act, name: str, zoom: int, x: int, y: int) -> bytes:
    features = _features(mapped.tile(act, name=name, zoom=zoom, x=x, y=y))
    content = {"type": "FeatureCollection", "features": features}
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()


def _features(found: Tile) -> list[dict[str, Any]]:
    single = [_feature(one.longitude, one.latitude, name=one.name, href=one.href) for one in found.single]
    return single + [_feature(one.longitude, one.latitude, count=one.count) for one in found.clusters]


def _feature(longitude: float, latitude: float, **properties: object) -> dict[str, Any]:
    at = [round(longitude, 6), round(latitude, 6)]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": at}, "properties": properties}

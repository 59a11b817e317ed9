"""The API door: every operation at ``POST /api/operations/NAME``, every query at ``POST /api/queries/NAME``,
described by OpenAPI 3.1, refusing with problem details (RFC 9457)."""


from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI


from moothall.kernel.refusal import Refused


def build() -> NinjaAPI:
    """The API of everything registered."""
    api = NinjaAPI(title="Moothall", version="1", urls_namespace="api")
    api.add_exception_handler(Refused, _refused)
    return api


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return problem(refusal)


def problem(refusal: Refused) -> JsonResponse:
    """``refusal`` as problem details."""
    return JsonResponse(
        {
            "type": f"urn:moothall:problem:{refusal.code}",
            "title": refusal.words,
            "status": refusal.status,
            "errors": [{"pointer": f"/{name}", "detail": words} for name, words in refusal.fields.items()],
        },
        status=refusal.status,
        content_type="application/problem+json",
    )

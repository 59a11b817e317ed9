"""Every address of the place: each capability brings its own in ``urls.py``."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from moothall.kernel.doors import api
from moothall.kernel.signin.second_step import SetUpCodes
from moothall.site.demo import views as demo


def _capability_urls() -> list[URLPattern | URLResolver]:
    return [
        path("", include(f"{config.name}.urls"))
        for config in apps.get_app_configs()
        if config.name.startswith("moothall.") and find_spec(f"{config.name}.urls") and config.label != "site"
    ]


urlpatterns = [
    path("account/2fa/totp/activate/", SetUpCodes.as_view(), name="mfa_activate_totp"),
    path("account/", include("allauth.urls")),
    path("api/", include(api.urls())),
    path("demo/", demo.sign_ins, name="demo"),
    *_capability_urls(),
]

handler400 = "moothall.site.errors.bad_request"
handler403 = "moothall.site.errors.forbidden"
handler404 = "moothall.site.errors.not_found"
handler429 = "moothall.site.errors.too_many"
handler500 = "moothall.site.errors.server_error"

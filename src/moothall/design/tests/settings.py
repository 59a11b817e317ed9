"""Settings that draw pages and need no database, for the tests of the design alone."""

from pathlib import Path

SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["*"]
DEBUG = False
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [Path(__file__).resolve().parents[2] / "locale"]
INSTALLED_APPS = ["django.contrib.staticfiles", "moothall.design"]
MIDDLEWARE = [
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "moothall.design.urls"
STATIC_URL = "/static/"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "moothall.design.jinja.environment"},
    }
]
MOOTHALL_FRAME = "moothall.design.gallery.frame"

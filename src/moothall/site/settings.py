"""Django settings of one place. Everything that may differ comes from the environment; see
docs/look-up/settings.md, which a test keeps complete."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from moothall.site import environment
from moothall.site.apps_found import capability_apps

PACKAGE = Path(__file__).resolve().parents[1]
PACKS = environment.ROOT / "packs"

# One thread for each product of vectors, said before numpy is first imported: idle threads that wait for the
# next product spin, and cost three times the CPU of one match (decision 011).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

SECRET_KEY = environment.secret("django.key").hex()
DEBUG = environment.flag("MOOTHALL_DEBUG")
BASE_URL = os.environ.get("MOOTHALL_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = [
    *os.environ.get("MOOTHALL_HOSTS", "localhost,127.0.0.1,[::1]").split(","),
    urlsplit(BASE_URL).hostname or "localhost",
]
SECURE = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "moothall.kernel",
    "moothall.kernel.signin",
    "moothall.services",
    "moothall.design",
    *capability_apps(),
    "moothall.site",
]

MIDDLEWARE = [
    "moothall.kernel.doors.health.answer_health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "moothall.kernel.doors.headers.SecurityHeaders",
    "moothall.kernel.doors.problems.answer_programs",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "moothall.kernel.doors.web.ActMiddleware",
]

ROOT_URLCONF = "moothall.site.urls"
WSGI_APPLICATION = "moothall.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "moothall.design.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "moothall.kernel.doors.web.page_context",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "signing"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def _database(role: str, **options: object) -> dict[str, object]:
    where = environment.server()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": where.host,
        "PORT": where.port,
        "NAME": where.name,
        "USER": role,
        "PASSWORD": environment.role_password(role),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "moothall", **where.options, **options},
        "TEST": {"NAME": where.name},
    }


# Statements that come again are planned once a connection, for any values: planning under the access policies
# costs more than running. Not behind a transaction pooler: each transaction may have another connection.
PREPARED: dict[str, object] = {"server_side_binding": True}
if not environment.flag("MOOTHALL_POOLER"):
    PREPARED |= {"prepare_threshold": 3, "options": "-c plan_cache_mode=force_generic_plan"}
DATABASES = {
    "default": _database(environment.APP, **PREPARED),
    "signin": _database(environment.SIGN_IN, **PREPARED),
    "owner": _database(environment.OWNER),
}
DATABASE_ROUTERS = ["moothall.kernel.doors.router.RoleRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "signin_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "memory": {"BACKEND": "moothall.kernel.memory.Memory", "OPTIONS": {"MAX_ENTRIES": 10_000}},
}

AUTH_USER_MODEL = "signin.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "kernel:arrive"

ACCOUNT_ADAPTER = "moothall.kernel.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_RATE_LIMITS = {"link_again": "10/h/ip", "follow": "20/h/ip,3/d/key"}  # beside those of django-allauth
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # an open browser is not enough to take an account
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of changed passwords, addresses and factors
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Moothall"
MFA_ADAPTER = "moothall.kernel.signin.adapter.MfaAdapter"

SESSION_ENGINE = "moothall.kernel.signin.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "moothall.site.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if environment.proxies():
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 14_000_000  # as much as a change by API: kernel/doors/sizes.py
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("cy", _("Cymraeg"))]
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE / "site" / "signing" / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = environment.data_folder() / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_IMPORT_PATHS = ["moothall.kernel.outbox"]

EMAIL_BACKEND = "moothall.foundations.messages.adapters.libraries.PostBackend"
MOOTHALL_CHANNELS = {
    "email": os.environ.get("MOOTHALL_EMAIL", "embedded-email"),
    "sms": os.environ.get("MOOTHALL_SMS", "embedded-sms"),
}
MOOTHALL_PAYMENTS = os.environ.get("MOOTHALL_PAYMENTS", "embedded")
MOOTHALL_OUTBOX = environment.data_folder() / "outbox"
MOOTHALL_VECTORS = environment.data_folder() / "vectors"
MOOTHALL_MAIL_DOMAIN = BASE_URL.split("://", 1)[1].split(":")[0].split("/")[0]
MOOTHALL_NEIGHBOURS = frozenset(os.environ.get("MOOTHALL_NEIGHBOURS", "").casefold().split(",")) - {""}

MOOTHALL_FRAME = "moothall.site.frame.frame_of"
MOOTHALL_CONTEXT_KEY = environment.secret("context.key")
MOOTHALL_CONTEXT_SECONDS = 60
MOOTHALL_SEARCH_KEY = environment.secret("search.key")
MOOTHALL_CLAMAV = os.environ.get("MOOTHALL_CLAMAV", "")
MOOTHALL_MASTER_KEYS = environment.master_keys()
MOOTHALL_POOLER = environment.flag("MOOTHALL_POOLER")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "moothall.site.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("MOOTHALL_LOG_LEVEL", "INFO")},
    "loggers": {"procrastinate": {"level": "WARNING"}},
}

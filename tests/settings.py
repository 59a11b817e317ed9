"""Django settings under test: the real ones, on a server and in a folder of the tests' own."""

import os

from tests.support.patience import PATIENCE
from tests.support.place import arrange

arrange()

from moothall.site.settings import *  # noqa: E402, F403
from moothall.site.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["*"]
MOOTHALL_CONTEXT_SECONDS = PATIENCE
TEST_PROCESS = os.getpid()

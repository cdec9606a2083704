"""The newsroom's settings in an environment of the tests' own: a run never reads .env and never touches var/.

pytest-django loads the settings before any conftest, so the environment is made here. Of the caller's variables
DATABASE_URL alone counts: it chooses the database.
"""

import atexit
import os
import tempfile
from pathlib import Path

_KEPT = {name: os.environ[name] for name in ("DATABASE_URL",) if name in os.environ}
_DATA = tempfile.TemporaryDirectory(prefix="newsroom-tests-")
atexit.register(_DATA.cleanup)

_UNSET = "ALLOWED_HOSTS BEHIND_PROXY CACHE_URL HSTS_SECONDS LOG_FORMAT PORT SECRET_KEY SERVE_MEDIA SITE_NAME SITE_URL"
for _name in _UNSET.split():
    os.environ.pop(_name, None)
os.environ |= {
    "DATA_DIR": _DATA.name,
    "DEBUG": "false",
    "ENV_FILE": os.devnull,
    "LANGUAGE_CODE": "en",
    "LOG_LEVEL": "WARNING",
    "NEWSROOM_ENV": "local",
    "STATIC_MANIFEST": "false",
    "TIME_ZONE": "UTC",
}

from newsroom.settings import *  # noqa: E402, F403
from newsroom.settings import DATABASES  # noqa: E402

# A file, as in life: tests that race two connections see WAL and its locks.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_DATA.name) / "tests.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # signing in costs no time

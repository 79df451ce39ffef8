"""The product's settings for a run of tests: a data folder of its own, a file database, quick passwords.

Everything comes through the environment, as in production: bin/test names the database and the broker there, and
processes that tests start inherit the folder.
"""

import os
import tempfile
from pathlib import Path

worker = os.environ.get("PYTEST_XDIST_WORKER", "")
folder = Path(os.environ.setdefault("PMO_TEST_FOLDER", tempfile.mkdtemp(prefix="pmo-test-")))
os.environ["PMO_VAR"] = str(folder / (worker or "var"))

from pmo.settings import *  # noqa: E402, F403  (the product's settings are all of them)
from pmo.settings import DATABASES, STATIC_ROOT, STORAGES, VAR  # noqa: E402

VAR.mkdir(parents=True, exist_ok=True)
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns where there is none
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(folder / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

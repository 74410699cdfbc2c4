"""`twin.settings` over a data directory of its own, thrown away at the end.

Child processes that a test starts (a worker, a command) inherit the directory; each xdist worker gets its own.
"""

import atexit
import os
import shutil
import tempfile

_run = os.environ.get("PYTEST_XDIST_WORKER", "single")
if os.environ.get("STATION_TWIN_TEST_RUN") != _run:
    os.environ["STATION_TWIN_TEST_RUN"] = _run
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="station-twin-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from twin.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hundreds of test users

"""`twin.settings` for processes that are killed all the time: what is looked at every minute is looked at every second.

Leases and holds are made short by the environment; beat's table has no such handle, because no site needs one.
"""

from twin.settings import *  # noqa: F403
from twin.settings import CELERY_BEAT_SCHEDULE

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
for _name in ("requeue-expired-jobs", "tell-people", "sweep-outbox"):
    CELERY_BEAT_SCHEDULE[_name]["schedule"] = 1.0

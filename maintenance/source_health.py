"""How a source is: when it answered last, why it does not, and how long it is left alone (a circuit breaker).

The first failures are only written down: the next try comes by itself. From the third in a row the source is left alone
for longer and longer, at most five minutes; when it says how long itself, for that long; when it does not let us in,
for five minutes at once, before it locks the account.
"""

from __future__ import annotations

import os
import random
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from maintenance.connectors.base import Access, ConnectorError, PermanentError, TemporaryError
from maintenance.models import Source

PATIENCE = 3
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 300.0


def access(source: Source) -> Access:
    """The secret comes from the environment variable the source names, else from the row (demo)."""
    secret = os.environ.get(source.secret_variable, "") if source.secret_variable else source.secret
    return Access(source.url, source.login, secret, source.settings)


def paused(source: Source) -> bool:
    return source.paused_until is not None and source.paused_until > timezone.now()


def answered(source: Source) -> None:
    """It did what we asked: whatever was wrong is over."""
    ill = Source.objects.filter(pk=source.pk).exclude(failures=0, paused_until=None, last_error="")
    ill.update(failures=0, paused_until=None, last_error="", last_error_at=None)
    source.refresh_from_db()


def failed(source: Source, error: ConnectorError) -> None:
    source.refresh_from_db()
    Source.objects.filter(pk=source.pk).update(
        failures=F("failures") + 1,
        last_error=error.reason,
        last_error_at=timezone.now(),
        paused_until=_until(source.failures + 1, error),
    )
    source.refresh_from_db()


def _until(failures: int, error: ConnectorError) -> datetime | None:
    seconds = 0.0
    if isinstance(error, TemporaryError) and error.retry_after is not None:
        seconds = error.retry_after
    elif isinstance(error, PermanentError):
        seconds = LONGEST_PAUSE
    elif failures >= PATIENCE:
        seconds = min(FIRST_PAUSE * 2 ** min(failures - PATIENCE, 10), LONGEST_PAUSE)
        seconds *= random.uniform(0.8, 1.2)  # noqa: S311 (nothing secret: many clients must not come at once)
    return timezone.now() + timedelta(seconds=seconds) if seconds else None

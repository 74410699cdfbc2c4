"""Pull and push: what another system says comes in, what it must know goes out.

    sync = syncing.pull(source)            sync.fetched == sync.applied + sync.unchanged + sync.dead_lettered
    delivered = syncing.push(source)       (maintenance/delivering.py)

A pull reads one closed window of whole seconds by the source's own clock, from the last one's end minus an overlap: a
row written at T may be committed, and seen, seconds later. Each page is one transaction; the cursor moves when all of
them are committed. Whoever is killed in between reads the window again: what came in already is found unchanged.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from maintenance import connectors, receiving, source_health
from maintenance.connectors.base import Connector, ConnectorError, PermanentError, Received
from maintenance.delivering import push
from maintenance.models import Source, Sync, WorkOrder
from maintenance.receiving import Reception

__all__ = ["pull", "push"]

log = logging.getLogger(__name__)

OVERLAP_SECONDS = 600.0
INTERRUPTED = gettext_noop("It was interrupted; the next one reads the same again.")
FEWER_THAN_BEFORE = gettext_noop(
    "The account sees {seen} records where {known} were known: nothing was removed. Have its rights changed?"
)


def pull(source: Source, *, full: bool = False) -> Sync:
    """Take in what has changed (`full`: everything, and find what was deleted). Never raises for what the source does:
    the reason is in `sync.error` and `source.last_error`."""
    sync = _begin(source)
    try:
        connector = connectors.of(source.kind, source_health.access(source))
        until = connector.clock().replace(microsecond=0)
        since = None if full else _since(source)
        Sync.objects.filter(pk=sync.pk).update(window_from=since, window_to=until)
        for page in connector.changes(since, until):
            _take_page(source, sync, page)
        if full:
            _find_deleted(source, connector)
    except ConnectorError as error:
        log.info("source %s: %s", source.key, error.reason)  # its page and its row say it
        source_health.failed(source, error)
        return _end(sync, error=error.reason)
    _end_well(source, sync, until)
    return _end(sync)


def _begin(source: Source) -> Sync:
    now = timezone.now()
    Sync.objects.filter(source=source, finished_at=None, started_at__lt=now - timedelta(minutes=15)).update(
        finished_at=now, error=INTERRUPTED
    )
    return Sync.objects.create(source=source)


def _since(source: Source) -> datetime | None:
    """The overlap is longer than the longest transaction over there."""
    if source.cursor is None:
        return None
    overlap = float(source.settings.get("overlap", OVERLAP_SECONDS))
    return (source.cursor - timedelta(seconds=overlap)).replace(microsecond=0)


@transaction.atomic
def _take_page(source: Source, sync: Sync, page: list[Received]) -> None:
    Source.objects.select_for_update(no_key=True).get(
        pk=source.pk
    )  # two pulls at once take turns, page by page
    outcomes = Reception(source).take_page(page)
    counted = {name.value: F(name.value) + outcomes.count(name) for name in receiving.Outcome}
    Sync.objects.filter(pk=sync.pk).update(fetched=F("fetched") + len(page), **counted)


def _find_deleted(source: Source, connector: Connector) -> None:
    """Compares the ids on both sides. An account that suddenly sees nearly nothing lost its rights, not its orders."""
    present = connector.ids()
    known = WorkOrder.objects.filter(source=source, gone_at=None).count()
    if (known >= 10 and len(present) < known / 2) or (known > 1 and not present):
        raise PermanentError(FEWER_THAN_BEFORE, seen=len(present), known=known)
    with transaction.atomic():
        receiving.gone(source, present)


def _end_well(source: Source, sync: Sync, until: datetime) -> None:
    """The cursor moves; never back, when a slower pull ends after a faster one."""
    with transaction.atomic():
        held = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
        cursor = max(held.cursor, until) if held.cursor else until
        Source.objects.filter(pk=source.pk).update(cursor=cursor, last_success_at=timezone.now())
        source_health.answered(source)
        _forget_quiet(source, sync)


def _forget_quiet(source: Source, sync: Sync) -> None:
    """Of pulls that brought nothing only the last one is kept: there is one every minute."""
    quiet = Sync.objects.filter(source=source, pk__lt=sync.pk, applied=0, dead_lettered=0, pushed=0, error="")
    quiet.exclude(finished_at=None).delete()


def _end(sync: Sync, *, error: str = "") -> Sync:
    Sync.objects.filter(pk=sync.pk).update(finished_at=timezone.now(), error=error)
    sync.refresh_from_db()
    return sync

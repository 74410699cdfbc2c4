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

from assets import history
from maintenance import connectors, receiving, source_health
from maintenance.connectors.base import Connector, ConnectorError, PermanentError, Received
from maintenance.connectors.odoo_rpc import GONE
from maintenance.delivering import push
from maintenance.models import DeadLetter, Source, Sync, WorkOrder
from maintenance.receiving import Reception

__all__ = ["dismiss", "pull", "push", "replay"]

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
        log.warning("source %s: %s", source.key, error.reason)
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
    if known >= 10 and len(present) < known / 2:
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


def dismiss(letter: DeadLetter, *, by, reason: str) -> bool:
    """A person has read it and leaves it at that. False when it was settled already."""
    with transaction.atomic():
        open_letter = DeadLetter.objects.filter(pk=letter.pk, resolved_at=None)
        if not open_letter.update(resolved_at=timezone.now(), resolution=reason[:255]):
            return False
        said = {"name": f"{letter.source.name} {letter.external_id}", "reason": reason}
        history.record("dismissed", letter, station=letter.source.station, by=by, after=said)
    return True


def replay(letter: DeadLetter, *, by) -> bool:
    """Ask for the record once more, as it stands now, and take it in. True when that went well."""
    source = letter.source
    try:
        record = connectors.of(source.kind, source_health.access(source)).read(letter.external_id)
    except ConnectorError as error:
        with transaction.atomic():
            DeadLetter.objects.filter(pk=letter.pk).update(reason=error.reason, last_at=timezone.now())
            _remember_reading(letter, by, came_in=False)
        return False
    with transaction.atomic():
        came_in = _settled(letter, record)
        _remember_reading(letter, by, came_in=came_in)
    return came_in


def _settled(letter: DeadLetter, record: Received | None) -> bool:
    if record is None:
        gone_by = {"resolved_at": timezone.now(), "resolution": GONE}
        return bool(DeadLetter.objects.filter(pk=letter.pk, resolved_at=None).update(**gone_by))
    return receiving.take_one(letter.source, record) != receiving.Outcome.DEAD_LETTERED


def _remember_reading(letter: DeadLetter, by, *, came_in: bool) -> None:
    said = {"name": f"{letter.source.name} {letter.external_id}", "came_in": came_in}
    history.record("read again", letter, station=letter.source.station, by=by, after=said)

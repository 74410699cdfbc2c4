"""What is done about a record that could not be taken in: asked for once more, left at that, and one day forgotten.

A record holds what people wrote over there, names too. It is kept for so long as somebody may have to look at it.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from assets import history
from maintenance import connectors, receiving, source_health
from maintenance.connectors.base import ConnectorError, Received
from maintenance.connectors.odoo_rpc import GONE
from maintenance.models import DeadLetter

KEPT = timedelta(days=90)


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


def sweep() -> int:
    """Delete what was settled long ago; of what nobody settled and the source no longer sends, forget the record alone.

    That one stays on its source's page, with why: what it says is asked for again when somebody looks into it. Says how
    many letters were deleted.
    """
    long_ago = timezone.now() - KEPT
    DeadLetter.objects.filter(resolved_at=None, last_at__lt=long_ago).exclude(payload={}).update(payload={})
    return DeadLetter.objects.filter(resolved_at__lt=long_ago).delete()[0]

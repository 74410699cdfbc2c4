"""The one way to write history: who did which verb to what, in the transaction that did it.

Entries of a station form a chain. Each carries the SHA-256 of what it says and of the hash before it: a changed,
removed or slipped-in entry shows (`verify`). People are ids: forgetting a name changes no entry. A visitor's trial
station keeps no history: it is gone after a day, and so is all that was done in it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from assets.models import HistoryEntry, HistoryHead, Station

SITE = "site"


def record(
    verb: str,
    subject: models.Model,
    *,
    station: Station | None,
    by=None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> HistoryEntry | None:
    """Append one entry. `by` is the acting user, or None for the system itself. None for a trial station."""
    if station is not None and station.is_trial:
        return None
    with transaction.atomic():
        head = _held_head(str(station.pk) if station else SITE)
        entry = HistoryEntry(
            station=station,
            number=head.number + 1,
            at=timezone.now(),
            actor_id=getattr(by, "pk", None),
            verb=verb,
            subject_kind=subject._meta.model_name,
            subject_id=subject.pk,
            before=_plain(before),
            after=_plain(after),
            previous_hash=head.hash,
        )
        entry.hash = digest(entry)
        entry.save(force_insert=True)
        HistoryHead.objects.filter(pk=head.pk).update(number=entry.number, hash=entry.hash)
    return entry


def _held_head(chain: str) -> HistoryHead:
    HistoryHead.objects.get_or_create(chain=chain)
    return HistoryHead.objects.select_for_update().get(chain=chain)


def _plain(said: dict[str, Any] | None) -> dict[str, Any] | None:
    """As a database will give it back."""
    return None if said is None else json.loads(json.dumps(said, cls=DjangoJSONEncoder))


def digest(entry: HistoryEntry) -> str:
    """SHA-256 of the entry and of the hash before it, over a text that no database changes."""
    said = [
        entry.station_id,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.verb,
        entry.subject_kind,
        entry.subject_id,
        _canonical(entry.before),
        _canonical(entry.after),
        entry.previous_hash,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    """PostgreSQL gives 1e22 back as an integer: whole numbers are integers here too."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _canonical(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_canonical(each) for each in value]
    return value


@dataclass(frozen=True)
class Verified:
    """`first_broken` is the id of the first entry that does not fit, or None."""

    entries: int
    first_broken: int | None

    @property
    def intact(self) -> bool:
        return self.first_broken is None


def verify() -> Verified:
    """Read every chain from its first entry to its head."""
    chains = set(HistoryHead.objects.values_list("chain", flat=True))
    written = HistoryEntry.objects.order_by().values_list("station", flat=True).distinct()
    chains |= {SITE if station is None else str(station) for station in written}
    broken = [found for chain in sorted(chains) if (found := _first_broken(chain)) is not None]
    return Verified(HistoryEntry.objects.count(), min(broken, default=None))


def verify_station(station: Station) -> Verified:
    """Read one station's chain from its first entry to its head."""
    return Verified(HistoryEntry.objects.filter(station=station).count(), _first_broken(str(station.pk)))


def _first_broken(chain: str) -> int | None:
    """The id of the chain's first entry that does not fit; its last one (0: there is none) when the end is missing."""
    number, before, last = 0, "", 0
    entries = HistoryEntry.objects.filter(station=None if chain == SITE else int(chain)).order_by("number")
    for entry in entries.iterator(chunk_size=2000):
        if (entry.number, entry.previous_hash, entry.hash) != (number + 1, before, digest(entry)):
            return entry.pk
        number, before, last = entry.number, entry.hash, entry.pk
    ends = HistoryHead.objects.filter(chain=chain).values_list("number", "hash").first()
    return None if ends == (number, before) else last

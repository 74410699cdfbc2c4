"""How much of a station's equipment somebody saw on site lately enough: one figure a station, for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Q
from django.utils import timezone

from assets.models import Asset, Station
from maintenance.freshness import NOT_FOLLOWED, OTHERWISE
from maintenance.models import Verification

LATELY = timedelta(days=OTHERWISE[1])
MOSTLY, PARTLY = 0.7, 0.2


class Level(StrEnum):
    MOSTLY = "mostly"
    PARTLY = "partly"
    LITTLE = "little"
    NEVER = "never"


@dataclass(frozen=True)
class StationFreshness:
    """`share` between 0 and 1 of what is followed was seen within three years; None where nothing is registered."""

    share: float | None

    @property
    def level(self) -> Level | None:
        if self.share is None:
            return None
        if self.share >= MOSTLY:
            return Level.MOSTLY
        if self.share >= PARTLY:
            return Level.PARTLY
        return Level.LITTLE if self.share > 0 else Level.NEVER


def of_stations(stations: Iterable[Station], at: datetime | None = None) -> dict[int, StationFreshness]:
    """{station id: freshness} in two questions to the database, however many stations they are."""
    asked = [station.pk for station in stations]
    at = at or timezone.now()
    built = Q()
    for beginning in NOT_FOLLOWED:
        built |= Q(kind__startswith=beginning)
    live = Asset.objects.live().filter(station__in=asked).exclude(built).order_by()
    followed = dict(live.values_list("station").annotate(n=Count("pk")))
    lately = Verification.objects.filter(
        asset__in=live, verified_at__gt=at - LATELY, verified_at__lte=at
    ).order_by()
    seen = dict(lately.values_list("asset__station").annotate(n=Count("asset", distinct=True)))
    return {
        pk: StationFreshness(seen.get(pk, 0) / followed[pk] if followed.get(pk) else None) for pk in asked
    }

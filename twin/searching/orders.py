"""An order by its number, as it stands on paper or is typed: "MNT/2026/00008", "ot 248"."""

from __future__ import annotations

from functools import reduce

from django.db.models import F, Value
from django.db.models.functions import Lower, Replace

from assets.models import Station
from assets.search import normalise
from maintenance import scope
from maintenance.models import WorkOrder

_SHORTEST = 3
_MOST = 5  # two sources may have given the same number
_SEPARATORS = " -/._"


def numbered(user, station: Station, typed: str) -> list[WorkOrder]:
    """The orders that this person may see with just this number; case and separators do not count."""
    number = normalise(typed)
    if len(number) < _SHORTEST or not any(map(str.isdigit, number)):
        return []
    plain = reduce(lambda text, mark: Replace(text, Value(mark)), _SEPARATORS, Lower(F("number")))
    found = scope.orders_for(user).filter(station=station).alias(plain=plain).filter(plain=number)
    return list(found.select_related("asset", "location__parent").order_by("-pk")[:_MOST])

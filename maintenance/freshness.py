"""Is it up to date? How much of what is known of an asset was seen on site recently enough (DOMAIN §4.6).

score = Σ weight · [age ≤ delay] / Σ weight, over the characteristics that matter for its kind. A whole sheet verified
counts for each of them; a corrected value for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from assets.characteristics import NOT_TYPED
from assets.fields import fields_for
from assets.models import Asset, Station
from maintenance.models import Verification

SOON = timedelta(days=60)
YEAR = 365
# (weight, days after which somebody should look again). By field, then by kind of equipment.
OTHERWISE = (1, 3 * YEAR)
BY_FIELD: dict[str, tuple[int, int]] = {
    "serial_number": (3, 3 * YEAR),
    "manufacturer": (2, 3 * YEAR),
    "model": (2, 3 * YEAR),
    "normal_position": (3, YEAR),
    "circuit": (2, YEAR),
    "condition": (2, YEAR),
    "security_lighting": (2, YEAR),
    "installation_date": (1, 10 * YEAR),
    "warranty_start": (1, 10 * YEAR),
    "warranty_period": (1, 10 * YEAR),
    "warranty_end": (1, 10 * YEAR),
}
BY_KIND: dict[str, int] = {
    # At the latest after so many days, whatever the field: what is dangerous or carries people.
    "transport-element": YEAR,
    "electric-distribution": YEAR,
    "distribution-board": YEAR,
    "fire-suppression-terminal": YEAR,
    "alarm": YEAR,
    "damper-fire": YEAR,
    "protective-device": 2 * YEAR,
}
_LASTING = ("wall", "slab", "covering", "stair", "ramp", "space", "window")
LASTING_DAYS = 10 * YEAR


# Beginnings of kinds that nobody goes to verify: what is built or planted, and what people sit on.
NOT_FOLLOWED = (
    *_LASTING, "geographic-element", "furniture", "furnishing", "system-furniture", "railing", "shading-device",
)  # fmt: skip


class State(StrEnum):
    FRESH = "fresh"
    DUE_SOON = "due_soon"
    TO_VERIFY = "to_verify"
    NEVER = "never"


@dataclass(frozen=True)
class Freshness:
    """`score` between 0 and 1. `due_on`: the day the first characteristic is no longer fresh; None: never seen.

    `unchanged_at`: when all of the sheet was last found to be right; `verified_at`: when anything of it was last seen.
    `due` of `total` characteristics were never seen, or too long ago: one corrected value makes no sheet fresh.
    """

    score: float
    verified_at: datetime | None
    verified_by: str
    due_on: date | None
    state: State
    unchanged_at: datetime | None = None
    due: int = 0
    total: int = 0


@dataclass(frozen=True)
class Seen:
    """When a characteristic was last seen on site, and by whom."""

    at: datetime
    by: str


def share_fresh(rows: Iterable[tuple[float, float | None, float]]) -> float:
    """[(weight, age in days or None when never seen, delay in days), …] → the fresh share of the weight."""
    told = list(rows)
    total = sum(weight for weight, _, _ in told)
    fresh = sum(weight for weight, age, delay in told if age is not None and age <= delay)
    return fresh / total if total else 0.0


def of(asset: Asset, at: datetime | None = None) -> Freshness:
    """The freshness of one asset now, or as it was known at a moment: what was told later counts for nothing."""
    seen = Verification.objects.filter(asset=asset)
    if at is not None:
        seen = seen.filter(Q(declaration=None) | Q(declaration__applied_at__lte=at))
    at = at or timezone.now()
    return _freshness(asset.kind, _seen(seen, at).get(asset.pk, {}), at)


def of_station(station: Station, at: datetime | None = None) -> dict[int, Freshness]:
    """{asset id: freshness} of every live asset that is followed, in two questions to the database."""
    at = at or timezone.now()
    live = Asset.objects.live().filter(station=station)
    seen = _seen(Verification.objects.filter(asset__station=station, asset__removed_at=None), at)
    return {
        pk: _freshness(kind, seen.get(pk, {}), at)
        for pk, kind in live.values_list("pk", "kind")
        if pk in seen or is_followed(kind)
    }


def is_followed(kind: str) -> bool:
    """Does anybody go to verify it? A lawn or a floor has no data that grow old, unless somebody looked at them."""
    return not kind.startswith(NOT_FOLLOWED)


def of_assets(assets: Sequence[Asset], at: datetime | None = None) -> dict[int, Freshness]:
    """{asset id: freshness} of these, of whatever stations, in one question to the database."""
    at = at or timezone.now()
    seen = _seen(Verification.objects.filter(asset__in=assets), at)
    return {asset.pk: _freshness(asset.kind, seen.get(asset.pk, {}), at) for asset in assets}


def delays(kind: str) -> dict[str, tuple[int, int]]:
    """{characteristic: (weight, days)} of a kind of equipment."""
    found = {}
    most = next((days for start, days in BY_KIND.items() if kind.startswith(start)), None)
    for spec in fields_for(kind):
        if spec.key in NOT_TYPED:
            continue
        weight, days = BY_FIELD.get(spec.key, OTHERWISE)
        if kind.startswith(_LASTING):
            days = max(days, LASTING_DAYS)
        found[spec.key] = (weight, min(days, most) if most else days)
    return found


def _seen(rows, at: datetime) -> dict[int, dict[str, Seen]]:
    """{asset: {field or "" for the whole sheet: last seen}}."""
    found: dict[int, dict[str, Seen]] = {}
    told = rows.filter(verified_at__lte=at).order_by("verified_at", "pk")
    for asset, key, moment, *names in told.values_list("asset", "field", "verified_at", *NAMES):
        found.setdefault(asset, {})[key] = Seen(moment, _name(*names))
    return found


NAMES = ("by__first_name", "by__last_name", "by__username")


def _name(first: str | None, last: str | None, username: str | None) -> str:
    """As people call her: the account of a firm's link has a username that says nothing."""
    return f"{first or ''} {last or ''}".strip() or username or ""


def _freshness(kind: str, seen: Mapping[str, Seen], at: datetime) -> Freshness:
    if not seen:
        return Freshness(0.0, None, "", None, State.NEVER)
    told = delays(kind)
    last = {key: _latest(seen.get(key), seen.get("")) for key in told}
    score = share_fresh((weight, _days(last[key], at), days) for key, (weight, days) in told.items())
    newest = max(seen.values(), key=lambda each: each.at)
    today = timezone.localdate(at)
    due = {key: _due(last[key], days, today) for key, (_, days) in told.items()}
    due_on = min(due.values())
    whole = seen[""].at if "" in seen else None
    overdue = sum(day <= today for day in due.values())
    return Freshness(
        score, newest.at, newest.by, due_on, _state(due_on, today), whole, due=overdue, total=len(due)
    )


def _due(seen: Seen | None, days: int, today: date) -> date:
    """The day from which somebody should look again: today for what nobody saw."""
    return timezone.localdate(seen.at) + timedelta(days=days) if seen else today


def _latest(*seen: Seen | None) -> Seen | None:
    return max((each for each in seen if each), key=lambda each: each.at, default=None)


def _days(seen: Seen | None, at: datetime) -> float | None:
    return (at - seen.at).total_seconds() / 86_400 if seen else None


def _state(due_on: date, today: date) -> State:
    if due_on <= today:
        return State.TO_VERIFY
    return State.DUE_SOON if due_on <= today + SOON else State.FRESH

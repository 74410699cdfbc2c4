"""Lists of orders with where they belong, and how a list is judged.

`orders_apart.csv` was written from the registers before the code that places existed. One half of it (`half` 0, by a
hash of the words) was looked at while the code was tuned; the other half was only counted.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

from assets.models import Asset, Location, Station
from maintenance import placing
from maintenance.models import Source

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
APART = HERE / "orders_apart.csv"
DEMO = ROOT / "maintenance" / "pretend_cmms" / "orders.csv"
DEMO_TRUTH = HERE / "orders_truth.csv"


@dataclass(frozen=True)
class Listed:
    """One order as its source says it. `asset` or `rooms` (codes; any of them is right) is where it belongs."""

    station: str
    equipment_code: str
    title: str
    description: str
    place_text: str
    asset: str
    rooms: tuple[str, ...]

    @property
    def half(self) -> int:
        words = self.station + self.equipment_code + self.title
        return int(hashlib.sha256(words.encode()).hexdigest(), 16) % 2


@dataclass(frozen=True)
class Judged:
    """Of `orders`: placed by the code alone, rightly, and rightly at a room or better; `wrong` says which not."""

    orders: int
    placed: int
    right: int
    at_room: int
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / self.placed

    @property
    def share(self) -> float:
        return self.at_room / self.orders

    def __str__(self) -> str:
        return (
            f"{self.orders} orders, {self.placed} placed, {self.right} of them rightly ({self.precision:.1%}),"
            f" {self.at_room} at room or better ({self.share:.1%})"
        )


def apart() -> list[Listed]:
    """Rooms stand as `code` or, where a door has two sides, `code code` (codes of VDO hold no space)."""
    return [
        Listed(
            **{
                name: row[name]
                for name in ("station", "equipment_code", "title", "description", "place_text")
            },
            asset=row["asset"],
            rooms=tuple(row["room"].split())
            if row["station"] == "VDO"
            else tuple(filter(None, [row["room"]])),
        )
        for row in _rows(APART)
    ]


def demo() -> list[Listed]:
    """The orders of the pretend CMMS as its connector gives them; empty where it is not there."""
    if not (DEMO.exists() and DEMO_TRUTH.exists()):
        return []
    truth = {row["key"]: row for row in _rows(DEMO_TRUTH)}
    return [
        Listed(
            station=row["station"],
            equipment_code=row["our_code"] or row["equipment"],
            title=row["subject"],
            description=row["description"],
            place_text=row["place"],
            asset=truth[row["key"]]["asset"],
            rooms=tuple(filter(None, [truth[row["key"]]["room"]])),
        )
        for row in _rows(DEMO)
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def judge(listed: list[Listed], source: Source) -> Judged:
    """Place every order; on its very asset, or in the room or on the storey where that is, is right."""
    placed = right = at_room = 0
    wrong: list[str] = []
    for one in listed:
        station = Station.objects.get(code=one.station)
        found = placing.place(
            station,
            source,
            equipment_code=one.equipment_code,
            title=one.title,
            description=one.description,
            place_text=one.place_text,
        )
        if found.asset is None and found.location is None:
            continue
        placed += 1
        if _is_right(one, station, found):
            right += 1
            at_room += found.asset is not None or found.location.kind == Location.Kind.SPACE
        else:
            wrong.append(f"{one.title} → {found.asset or found.location} ({found.reason})")
    return Judged(len(listed), placed, right, at_room, tuple(wrong))


def _is_right(one: Listed, station: Station, found: placing.Placement) -> bool:
    if found.asset is not None:
        return found.asset.code == one.asset
    right: set[int] = set()
    places = [Location.objects.get(station=station, code=code) for code in one.rooms]
    if one.asset:
        places.append(Asset.objects.get(station=station, code=one.asset, removed_at=None).location)
    for place in places:
        while place is not None and place.kind in (Location.Kind.SPACE, Location.Kind.STOREY):
            right.add(place.pk)
            place = place.parent
    return found.location is not None and found.location.pk in right

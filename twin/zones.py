"""The zone of an order's work, cut out of the station's scenes: what stands in the room, and nothing else.

An order on a storey, a building or a site has no room: its zone is its equipment with what lies close by.

A duct that goes on through the wall is cut a little behind it, as is its box. Whole are what the order is about and
what is of one piece, as a pump in a pit below the floor. A room whose outline nobody knows has no border to cut at:
there its things are shown as they are.

Chunks are cut on the server and kept by content; the name of a cut chunk is a hash of the whole one and of what is left
of it, so that a wider or narrower zone never meets the bytes of another. Features are numbered anew: neither names nor
how many there are of anything outside the zone leaves the house (`twin.features`: a name that tells a code of elsewhere
is left out).
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from assets.models import Element, Location, Revision
from assets.networks import restricted
from maintenance import scope
from maintenance.models import WorkOrder
from twin import elsewhere, features, scenes
from twin.geometry import cut, glb_reading
from twin.models import Scene, SceneChunk

AROUND = 0.6  # metres around the room within which its doors and the pieces of its pipes and walls lie
CLOSE = 3.0  # metres around equipment that is in no room
MOST_BOXES = 100
KEPT = timedelta(days=7)  # a cut chunk, since it was asked for last
_SIDES = ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max")
_WITHOUT_A_ZONE = (Location.Kind.SITE, Location.Kind.BUILDING)
_OF_ONE_PIECE = (
    "network_equipment",
    "network_control",
    "network_chamber",
    "transport",
    "furniture",
    "door",
    "window",
)
_CUT = "cut-2"  # another way of cutting makes other names


@dataclass(frozen=True)
class ZoneChunk:
    """What is left of a chunk: local ids of the whole one, in order; `crossing` are cut at `border`."""

    whole: SceneChunk
    kept: tuple[int, ...]
    first_feature: int
    box: list[float]
    crossing: frozenset[int]
    border: tuple[float, ...]

    @cached_property
    def key(self) -> str:
        said = f"{_CUT} {self.whole.sha256} {','.join(map(str, self.kept))}"
        if self.crossing:
            said += (
                f" {','.join(map(str, sorted(self.crossing)))} {','.join(f'{at:.3f}' for at in self.border)}"
            )
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class ZoneScene:
    """One revision's part of the zone. `features` are feature numbers of the whole scene; `box` is around them."""

    scene: Scene
    features: tuple[int, ...]
    chunks: tuple[ZoneChunk, ...]
    box: list[float]
    room: Location | None
    codes: frozenset[str]  # of the zone in all its scenes

    def manifest(self, address: Any) -> dict[str, Any]:
        """As of a whole scene; `address(key)` is where a chunk is fetched."""
        chunks = []
        for chunk in self.chunks:
            content = content_of(chunk)
            chunks.append(
                {
                    "url": address(chunk.key),
                    "bytes": len(content),
                    "triangles": glb_reading.read(content)[0].triangles,
                    "storey": str(chunk.whole.storey_id or ""),
                    "first_feature": chunk.first_feature,
                    "features": len(chunk.kept),
                    "box": chunk.box,
                }
            )
        return {"version": 1, "origin": self.scene.origin, "home": self.box, "chunks": chunks}

    def columns(self) -> dict[str, Any]:
        """What stands in the room is shown, so that nobody drills into it; networks that are told to no firm have no
        name of their own."""
        told = features.columns(self.scene, self.features, room=self.room, told=self.codes)
        for each in told["systems"]:
            if restricted.is_system("", each["family"], each["name"]):
                each["name"] = each["family_name"]
        return told


def of_order(order: WorkOrder) -> list[ZoneScene]:
    """The zone's part of each published scene; none when the order's place is not known or nothing of it is drawn."""
    drawn = elements_of(order)
    by_revision: dict[int, list[Element]] = {}
    for element in drawn:
        by_revision.setdefault(element.revision_id, []).append(element)
    found = Scene.objects.filter(revision__in=by_revision).select_related("revision").order_by("pk")
    border = Border.of(order)
    codes = frozenset({element.code for element in drawn} | ({border.room.code} if border.room else set()))
    cut_down = [
        _scene(scene, by_revision[scene.revision_id], border, codes)
        for scene in found.prefetch_related("chunks__storey")
    ]
    return [scene for scene in cut_down if scene.chunks]


def is_drawn(order: WorkOrder) -> bool:
    return _elements(order).exists()


def codes_of(order: WorkOrder) -> set[str]:
    """What can be pointed at in the zone."""
    return {code for code in pieces_of(order).values() if code}


def pieces_of(order: WorkOrder) -> dict[int, str]:
    """{element: its code} of all that is drawn in the zone: of a pipe in many pieces those that are there."""
    return dict(_elements(order).values_list("pk", "code"))


def lines_within(order: WorkOrder, lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of lines `{"code" or "codes", "from", "to"}` in metres of the files, what of each is shown: all of what is shown
    whole."""
    border = Border.of(order)
    if border.box is None:
        return list(lines)
    about = Q(pk__in=border.whole) | Q(layer__in=_OF_ONE_PIECE)
    whole = set(_elements(order).filter(about).values_list("code", flat=True))
    named = (set(line.get("codes") or [line["code"]]) for line in lines)
    cut_down = (
        (line, codes <= whole or _within_box(line, border.box))
        for line, codes in zip(lines, named, strict=True)
    )
    return [line | (ends if isinstance(ends, dict) else {}) for line, ends in cut_down if ends]


def _within_box(line: dict[str, Any], box: Sequence[float]) -> dict[str, Any] | None:
    """The part of a straight line that lies in the box (Liang and Barsky 1984); None when nothing of it does."""
    start, end = line["from"], line["to"]
    first, last = 0.0, 1.0
    for axis in range(3):
        along = end[axis] - start[axis]
        sides = (box[axis] - start[axis], box[axis + 3] - start[axis])
        if along == 0:
            if sides[0] > 0 or sides[1] < 0:
                return None
            continue
        enters, leaves = sorted(side / along for side in sides)
        first, last = max(first, enters), min(last, leaves)
    if first > last:
        return None
    at = [[round(start[a] + share * (end[a] - start[a]), 2) for a in range(3)] for share in (first, last)]
    return {"from": at[0], "to": at[1]}


def untold(order: WorkOrder, names: Collection[str]) -> set[str]:
    """Those of the names that tell a code of elsewhere: what is in the room is called by its own code and kind then."""
    place = scope.place_of(order)
    told = codes_of(order) | set(scope.assets_of(order).values_list("code", flat=True))
    return elsewhere.telling(order.station_id, names, told | ({place.code} if place else set()))


def elements_of(order: WorkOrder) -> list[Element]:
    """What is drawn of the order's assets, and of the room where the work is or else of what lies close to them."""
    return list(_elements(order).distinct().order_by("revision_id", "feature"))


def _elements(order: WorkOrder) -> QuerySet[Element]:
    published = Element.objects.filter(
        revision__station=order.station, revision__state=Revision.State.PUBLISHED, feature__isnull=False
    )
    place = scope.place_of(order)
    if order.asset is None and place is not None and place.kind in _WITHOUT_A_ZONE:
        return Element.objects.none()
    about = Q(match__asset__in=scope.assets_of(order))
    if place is not None and place.kind == Location.Kind.SPACE:
        about |= _within(place)
    elif place is not None:
        about |= _close_to(published.filter(about))
    return published.filter(about)


def _within(room: Location) -> Q:
    inside = Q(location=room) | Q(location__parent=room)
    box = _box_of(room)
    if box is None:
        return inside
    elsewhere = Q(location__kind=Location.Kind.SPACE) & ~Q(location=room)
    return inside | (_in_box(box, AROUND) & (Q(location=None) | ~elsewhere))


def _close_to(drawn: QuerySet[Element]) -> Q:
    """What lies within some metres of these, box by box; what stands in a room is that room's."""
    boxes = drawn.filter(x_min__isnull=False).order_by("pk").values_list(*_SIDES)[:MOST_BOXES]
    close = Q(pk__in=())
    for box in boxes:
        close |= _in_box(box, CLOSE)
    return close & (Q(location=None) | ~Q(location__kind=Location.Kind.SPACE))


def _in_box(box: Sequence[float], around: float) -> Q:
    """Whole within the box and so many metres around it."""
    low, high = zip(_SIDES[:3], box[:3], strict=True), zip(_SIDES[3:], box[3:], strict=True)
    inside = {f"{side}__gte": value - around for side, value in low}
    return Q(**inside | {f"{side}__lte": value + around for side, value in high})


def _box_of(place: Location) -> list[float] | None:
    """Around the room, in metres of the file's frame."""
    if not place.footprint or place.z_min is None or place.z_max is None:
        return None
    xs, ys = zip(*(point[:2] for point in place.footprint[0]), strict=True)
    return [min(xs), min(ys), place.z_min, max(xs), max(ys), place.z_max]


@dataclass(frozen=True)
class Border:
    """How far the room's things are shown, in metres of the files: the room and a little around it."""

    room: Location | None
    box: list[float] | None
    whole: frozenset[int]  # elements of what the order is about

    @classmethod
    def of(cls, order: WorkOrder) -> Border:
        place = scope.place_of(order)
        room = place if place is not None and place.kind == Location.Kind.SPACE else None
        box = _box_of(room) if room is not None else None
        if box is not None:
            box = [side - AROUND for side in box[:3]] + [side + AROUND for side in box[3:]]
        own = (
            Element.objects.filter(match__asset=order.asset_id) if order.asset_id else Element.objects.none()
        )
        return cls(room, box, frozenset(own.values_list("pk", flat=True)))

    def is_crossed_by(self, element: Element) -> bool:
        return not self._is_whole(element) and (_sides(element) or self.box) != self.clipped(element)

    def clipped(self, element: Element) -> list[float] | None:
        """The element's box as far as it is shown; None when nothing of it is."""
        sides = _sides(element)
        if sides is None or self.box is None or self._is_whole(element):
            return sides
        low = [max(pair) for pair in zip(sides[:3], self.box[:3], strict=True)]
        high = [min(pair) for pair in zip(sides[3:], self.box[3:], strict=True)]
        return low + high if all(one <= other for one, other in zip(low, high, strict=True)) else None

    def _is_whole(self, element: Element) -> bool:
        return self.box is None or element.pk in self.whole or element.layer in _OF_ONE_PIECE


def _sides(element: Element) -> list[float] | None:
    return None if element.x_min is None else [getattr(element, side) for side in _SIDES]


def _scene(scene: Scene, drawn: Sequence[Element], border: Border, codes: frozenset[str]) -> ZoneScene:
    by_number = {element.feature: element for element in drawn if element.feature is not None}
    limits = _from_origin(border.box, scene.origin) if border.box else []
    chunks: list[ZoneChunk] = []
    kept: list[int] = []
    for whole in scene.chunks.all():
        end = whole.first_feature + whole.features
        own = {number: one for number, one in by_number.items() if whole.first_feature <= number < end}
        if own:
            local = tuple(number - whole.first_feature for number in own)
            crossing = (n - whole.first_feature for n, one in own.items() if border.is_crossed_by(one))
            box = _around([*own.values()], border, scene.origin) or limits or whole.box
            chunks.append(ZoneChunk(whole, local, len(kept), box, frozenset(crossing), tuple(limits)))
            kept += own
    box = _around(drawn, border, scene.origin) or [0.0] * 6
    return ZoneScene(scene, tuple(kept), tuple(chunks), box, border.room, codes)


def _around(drawn: Sequence[Element], border: Border, origin: Sequence[float]) -> list[float] | None:
    boxes = [box for box in map(border.clipped, drawn) if box is not None]
    if not boxes:
        return None
    sides = list(zip(*boxes, strict=True))
    return _from_origin([*map(min, sides[:3]), *map(max, sides[3:])], origin)


def _from_origin(box: Sequence[float], origin: Sequence[float]) -> list[float]:
    return [side - origin[axis % 3] for axis, side in enumerate(box)]


def content_of(chunk: ZoneChunk) -> bytes:
    """The cut chunk: from disk when somebody had it lately. Raises FileNotFoundError when the whole one is gone."""
    path = _path(chunk.key)
    with suppress(FileNotFoundError):
        content = path.read_bytes()
        os.utime(path)
        return content
    whole = scenes.chunk_path(chunk.whole.sha256).read_bytes()
    manifest = scenes.chunk_manifest(chunk.whole.sha256)
    at_border = (chunk.crossing, chunk.border) if chunk.crossing else None
    content = cut(whole, manifest, set(chunk.kept), renumber=True, at_border=at_border)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{secrets.token_hex(4)}.part")
    unfinished.write_bytes(content)
    unfinished.replace(path)
    return content


def sweep() -> int:
    """Delete the cut chunks that nobody has asked for of late, and what was never written to its end; says how many.

    They are cut anew when somebody does.
    """
    swept, before = 0, (timezone.now() - KEPT).timestamp()
    for path in _folder().glob("*/*"):
        with suppress(FileNotFoundError):  # another sweep was here
            if path.stat().st_mtime < before:
                path.unlink()
                swept += 1
    return swept


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "zones"


def _path(key: str) -> Path:
    return _folder() / key[:2] / f"{key}.glb"

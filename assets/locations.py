"""Storeys and rooms: the spatial trees of several files merged into one tree a station."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

from assets import bulk, properties
from assets.codes import codes_in_use
from assets.ifc.records import LocationRecord
from assets.ifc.shape_set import Footprint
from assets.models import Location, LocationSource, Revision, Station
from assets.search import normalise

# Kind, primary key of the parent, name without case, accents and separators.
Name = tuple[str, int | None, str]

SAME_ELEVATION = 0.10  # metres


def merge(
    revision: Revision, records: Iterable[LocationRecord], footprints: Mapping[int, Footprint]
) -> dict[int, Location]:
    """Find or make the place of each record; returns them by STEP id.

    A place that is there already changes nothing yet: it learns what the file says when the revision is published.
    The same place in two files has the same kind, name and parent and lies within 0.10 m in height. Two records of
    one file never become one place, whatever their names.
    """
    tree = _Tree(revision)
    for record in _parents_first(list(records)):
        tree.add(record, footprints.get(record.step_id))
    bulk.insert(tree.sources)
    return tree.by_step_id


class _Tree:
    """The station's places while one file is merged into them."""

    def __init__(self, revision: Revision):
        self.revision = revision
        self.station: Station = revision.station
        self.by_name: defaultdict[Name, list[Location]] = defaultdict(list)
        self.codes = codes_in_use(self.station)
        for place in Location.objects.filter(station=self.station):
            self.by_name[place.kind, place.parent_id, normalise(place.name)].append(place)
        self.by_global_id = _former_places(revision)
        self.used: set[int] = set()
        self.by_step_id: dict[int, Location] = {}
        self.sources: list[LocationSource] = []

    def add(self, record: LocationRecord, footprint: Footprint | None) -> None:
        parent = self.by_step_id.get(record.parent) if record.parent else None
        location = self._find(record, parent)
        if location is None:
            location = self._new(record, parent)
            location.save()
        self.used.add(location.pk)
        self.by_step_id[record.step_id] = location
        self.sources.append(
            LocationSource(
                location=location,
                revision=self.revision,
                step_id=record.step_id,
                global_id=record.global_id[:22],
                said=_said(record, footprint),
            )
        )

    def _find(self, record: LocationRecord, parent: Location | None) -> Location | None:
        known = self.by_global_id.get((record.kind, record.global_id))
        if known is not None and known.pk not in self.used:
            return known
        above = parent.pk if parent else None
        named = self.by_name[record.kind, above, normalise(record.name)]
        if record.kind in (Location.Kind.SITE, Location.Kind.BUILDING):  # often left without a name
            named = named + self.by_name[record.kind, above, ""]
        same = (place for place in named if _same_height(place, record) and place.pk not in self.used)
        return next(same, None)

    def _new(self, record: LocationRecord, parent: Location | None) -> Location:
        return Location(
            station=self.station,
            kind=record.kind,
            name=bulk.storable(record.name)[:255],
            long_name=_long_name(record),
            elevation=record.elevation,
            parent=parent,
            code=(code := self._code(record, parent)),
            search_text=normalise(f"{code} {record.name} {_long_name(record)}")[:600],
        )

    def _code(self, record: LocationRecord, parent: Location | None) -> str:
        code = _code_of(record, parent)
        count = 1
        candidate = code
        while candidate in self.codes:
            count += 1
            candidate = f"{code}-{count}"
        self.codes.add(candidate)
        return candidate


def _former_places(revision: Revision) -> dict[tuple[str, str], Location]:
    """Places by (kind, GlobalId) as earlier revisions of this discipline drew them; repeated ids say nothing."""
    found: dict[tuple[str, str], Location | None] = {}
    sources = LocationSource.objects.filter(
        revision__station=revision.station_id, revision__discipline=revision.discipline
    ).select_related("location")
    for source in sources:
        key = (source.location.kind, source.global_id)
        found[key] = source.location if found.get(key, source.location) == source.location else None
    return {key: location for key, location in found.items() if location is not None}


def _same_height(place: Location, record: LocationRecord) -> bool:
    if place.elevation is None or record.elevation is None:
        return True
    return abs(place.elevation - record.elevation) <= SAME_ELEVATION


# What some tools write as the long name of a place: a GlobalId of theirs.
_TOOL_NAME = re.compile(
    r"[A-Z]{0,4}\{?[0-9A-Fa-f]{8,}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{6,}\}?"
)


def _long_name(record: LocationRecord) -> str:
    """The long name, unless it is an identifier that nobody can read."""
    return "" if _TOOL_NAME.fullmatch(record.long_name) else bulk.storable(record.long_name)[:255]


def _said(record: LocationRecord, footprint: Footprint | None) -> dict[str, object]:
    """What the file says of a place, by the names of the place's fields; nothing where it says nothing.

    Who occupies it is asked of the published files (`assets.tenants`): a tenant who has left is in none of them.
    """
    said: dict[str, object] = {"long_name": _long_name(record), "elevation": record.elevation}
    said["publicly_accessible"] = record.publicly_accessible
    said["properties"] = properties.rows(record.properties) or None
    said["occupant"] = bulk.storable(record.occupant)[:255]
    if footprint is not None:
        said |= {"footprint": footprint.rings, "z_min": footprint.z_min, "z_max": footprint.z_max}
    return {name: value for name, value in said.items() if value not in (None, "")}


def learn(revision: Revision) -> None:
    """Places take over what a revision just published says of them. Runs in the caller's transaction."""
    changed = []
    for source in LocationSource.objects.filter(revision=revision).select_related("location__parent"):
        place = source.location
        before = _values(place)
        for name in LEARNT:
            if name in source.said and (name not in KEPT or getattr(place, name) in (None, "")):
                setattr(place, name, source.said[name])
        place.search_text = normalise(f"{place.code} {place.name} {place.long_name}")[:600]
        if _values(place) != before:
            changed.append(place)
    Location.objects.bulk_update(changed, [*LEARNT, "search_text"], batch_size=100)


# What a place learns from a published model; names and heights it has already are its own.
LEARNT = ("long_name", "elevation", "publicly_accessible", "properties", "footprint", "z_min", "z_max")
KEPT = ("long_name", "elevation")


def _values(location: Location) -> dict[str, object]:
    return {field.attname: getattr(location, field.attname) for field in Location._meta.concrete_fields}


def _parents_first(records: list[LocationRecord]) -> list[LocationRecord]:
    """The tree from its root down; a record whose parent is missing or in a circle comes as a root of its own."""
    by_step_id = {record.step_id: record for record in records}
    placed: dict[int, LocationRecord] = {}

    def place(record: LocationRecord, above: frozenset[int]) -> None:
        if record.step_id in placed:
            return
        parent = by_step_id.get(record.parent) if record.parent else None
        if parent is not None and parent.step_id not in above:
            place(parent, above | {record.step_id})
        placed.setdefault(record.step_id, record)

    for record in records:
        place(record, frozenset([record.step_id]))
    return list(placed.values())


def _code_of(record: LocationRecord, parent: Location | None) -> str:
    if record.kind == Location.Kind.STOREY:
        return short_storey(record.name, record.elevation)
    name = _readable(record.name) or _readable(record.long_name) or record.kind.upper()
    storey = parent
    while storey is not None and storey.kind != Location.Kind.STOREY:
        storey = storey.parent
    if record.kind == Location.Kind.SPACE and storey is not None:
        numbered_by_storey = name == storey.code or name.startswith(f"{storey.code}-")
        return name[:70] if numbered_by_storey else f"{storey.code}-{name}"[:70]
    return name[:70]


def short_storey(name: str, elevation: float | None) -> str:
    """A storey's name short enough to stand in a code: "S-1" → "S1", "Level 2" → "N2", else from its height."""
    compact = re.sub(r"[\s_.-]+", "", name).upper()
    if re.fullmatch(r"[A-Z]{1,3}\+?\d{1,2}", compact):
        return compact.replace("+", "")
    numbers = re.findall(r"[+-]?\d+", name)
    if len(numbers) == 1 and abs(int(numbers[0])) < 100:
        level = int(numbers[0])
        return f"N{level}" if level >= 0 else f"S{-level}"
    if compact and len(compact) <= 12 and re.fullmatch(r"[A-Z0-9]+", compact):
        return compact
    if elevation is None:
        return _readable(name)[:16] or "N"
    return f"N{round(elevation / 3.5)}" if elevation > -0.5 else f"S{max(1, round(-elevation / 3.5))}"


def _readable(text: str) -> str:
    """Capitals, digits and single dashes, as a code is read aloud."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]+", "-", plain.upper()).strip("-")[:40]


def storey_of(location: Location | None) -> Location | None:
    """The storey a place lies in (itself, when it is one)."""
    while location is not None and location.kind != Location.Kind.STOREY:
        location = location.parent
    return location

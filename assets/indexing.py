"""Records of a file become rows of its revision. One call, in the caller's transaction: all of it or nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assets import bulk, disbelieved, locations, properties
from assets.ifc.codes import CodeRule
from assets.ifc.outlines import Outline
from assets.ifc.records import ElementRecord, FileRecords
from assets.ifc.records import Finding as FindingRecord
from assets.ifc.runs import Run
from assets.ifc.shape_set import Footprint
from assets.ifc.spatial_tree import SpatialTree
from assets.kinds import kind_of
from assets.models import (
    AssetType,
    Connection,
    Control,
    Element,
    Finding,
    Location,
    Port,
    Revision,
    ServedPlace,
    System,
    SystemMember,
)
from assets.search import normalise

Box = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Reading:
    """All that is known of a file before anything is written: its records and what their shapes tell.

    All by the element's STEP id: `boxes` in metres of the file's frame, `rooms` (their STEP ids) found from shapes,
    `known_rooms` (their primary keys) that another file draws, `features` its number in the scene, `kernels` which
    kernel gave its shape.
    """

    records: FileRecords
    rule: CodeRule
    runs: list[Run]
    footprints: Mapping[int, Footprint] = field(default_factory=dict)
    boxes: Mapping[int, Box] = field(default_factory=dict)
    rooms: Mapping[int, int] = field(default_factory=dict)
    features: dict[int, int] = field(default_factory=dict)
    kernels: Mapping[int, str] = field(default_factory=dict)
    findings: tuple[FindingRecord, ...] = ()
    outlines: Mapping[int, Outline] = field(default_factory=dict)
    known_rooms: Mapping[int, int] = field(
        default_factory=dict
    )  # element STEP id → Location pk of another file


def index(revision: Revision, reading: Reading) -> dict[int, Location]:
    """Write everything; returns the places by STEP id."""
    places = locations.merge(revision, reading.records.locations, reading.footprints)
    types = _write_types(revision, reading.records)
    elements = _write_elements(revision, reading, places, types)
    _write_wholes_and_hosts(reading.records, elements)
    _write_network(revision, reading.records, elements)
    _write_systems(revision, reading.records, elements, places)
    _write_findings(revision, (*reading.records.findings, *reading.rule.findings, *reading.findings))
    _write_findings(revision, disbelieved.mark(revision))
    return places


def _write_types(revision: Revision, records: FileRecords) -> dict[int, AssetType]:
    made = []
    for record in records.types:
        kept = properties.rows(record.properties)
        manufacturer, model = properties.maker_in(kept)
        made.append(
            AssetType(
                station=revision.station,
                revision=revision,
                step_id=record.step_id,
                global_id=record.global_id[:22],
                ifc_class=record.ifc_class,
                predefined_type=(record.predefined_type or "")[:60],
                name=record.name[:255],
                manufacturer=manufacturer,
                model=model,
                properties=kept,
            )
        )
    return {type_.step_id: type_ for type_ in bulk.insert(made)}


def _write_elements(
    revision: Revision, reading: Reading, places: Mapping[int, Location], types: Mapping[int, AssetType]
) -> dict[int, Element]:
    placing = _Placing(reading, places)
    run_groups = {step_id: run.members[0] for run in reading.runs for step_id in run.members}
    made = []
    for record in reading.records.elements:
        location, storey, room_source = placing.of(record)
        kind = kind_of(record.resolved_class, record.predefined_type, record.object_type)
        box = reading.boxes.get(record.step_id) or (None,) * 6
        made.append(
            Element(
                revision=revision,
                step_id=record.step_id,
                global_id=record.global_id[:22],
                ifc_class=record.ifc_class,
                resolved_class=record.resolved_class,
                predefined_type=(record.predefined_type or "")[:60],
                kind=kind.key,
                layer=record.layer,
                maintainable=record.maintainable,
                file_code=reading.rule.codes.get(record.step_id, "")[:80],
                name=record.name[:255],
                description=record.description,
                object_type=record.object_type[:255],
                tag=record.tag[:255],
                type=types.get(record.type) if record.type else None,
                location_id=location,
                storey_id=storey,
                room_source=room_source,
                run_group=run_groups.get(record.step_id),
                feature=reading.features.get(record.step_id),
                kernel=reading.kernels.get(record.step_id, ""),
                x_min=box[0],
                y_min=box[1],
                z_min=box[2],
                x_max=box[3],
                y_max=box[4],
                z_max=box[5],
                outline=outline.numbers() if (outline := reading.outlines.get(record.step_id)) else None,
                properties=properties.rows(record.properties),
                materials=list(record.materials),
                classifications=[list(reference) for reference in record.classifications],
                digest=_digest(record),
                search_text=" ".join(
                    normalise(word) for word in f"{record.name} {kind.fr} {kind.en}".split()
                )[:600],
            )
        )
    return {element.step_id: element for element in bulk.insert(made)}


class _Placing:
    """Where each element is: said by the file, else found from its shape, else its storey only."""

    def __init__(self, reading: Reading, places: Mapping[int, Location]):
        self.reading = reading
        self.places = places
        self.tree = SpatialTree(reading.records)

    def of(self, record: ElementRecord) -> tuple[int | None, int | None, str]:
        """(place, storey, how known), the first two as primary keys."""
        container = self.tree.container(record)
        said = self.places.get(container.step_id) if container else None
        storey = locations.storey_of(said)
        if said is not None and said.kind == Location.Kind.SPACE:
            return said.pk, _pk(storey), Element.RoomSource.EXPLICIT
        room = self.places.get(self.reading.rooms.get(record.step_id, -1))
        if room is not None:
            return room.pk, _pk(storey or locations.storey_of(room)), Element.RoomSource.GEOMETRIC
        elsewhere = self.reading.known_rooms.get(record.step_id)
        if elsewhere is not None:
            return elsewhere, _pk(storey), Element.RoomSource.GEOMETRIC
        return _pk(said), _pk(storey), Element.RoomSource.NONE


def _pk(place: Location | None) -> int | None:
    return place.pk if place is not None else None


def _digest(record: ElementRecord) -> str:
    """A short hash of everything the file says about the element, to see what changed in the next revision."""
    said = (
        record.ifc_class,
        record.predefined_type,
        record.name,
        record.description,
        record.object_type,
        record.tag,
    )
    values = sorted((p.set_name, p.name, str(p.value), p.unit or "") for p in record.properties)
    return hashlib.blake2b(repr((said, values, record.materials)).encode(), digest_size=16).hexdigest()


def _write_wholes_and_hosts(records: FileRecords, elements: Mapping[int, Element]) -> None:
    joined = []
    for record in records.elements:
        element = elements[record.step_id]
        whole, host = (elements.get(other) if other else None for other in (record.whole, record.host))
        element.whole = whole if whole is not element else None
        element.host = host if host is not element else None
        if element.whole or element.host:
            joined.append(element)
    bulk.update(joined, ["whole", "host"])


def _write_network(revision: Revision, records: FileRecords, elements: Mapping[int, Element]) -> None:
    made = [
        Port(
            revision=revision,
            element=elements.get(record.element) if record.element else None,
            step_id=record.step_id,
            global_id=record.global_id[:22],
            index=record.index,
            name=record.name[:255],
            flow_direction=record.flow_direction,
            predefined_type=(record.predefined_type or "")[:40],
            system_type=(record.system_type or "")[:60],
            **dict(zip("xyz", record.position or (None, None, None), strict=True)),
        )
        for record in records.ports
    ]
    ports = {port.step_id: port for port in bulk.insert(made)}
    bulk.insert(
        Connection(
            revision=revision,
            step_id=record.step_id,
            from_port=ports[record.from_port],
            to_port=ports[record.to_port],
            realizing=elements.get(record.realizing) if record.realizing else None,
            directed=record.directed,
        )
        for record in records.connections
        if record.from_port in ports and record.to_port in ports
    )
    bulk.insert(
        Control(
            revision=revision,
            step_id=record.step_id,
            control=elements[record.control],
            controlled=elements[record.controlled],
        )
        for record in records.controls
    )


def _write_systems(
    revision: Revision,
    records: FileRecords,
    elements: Mapping[int, Element],
    places: Mapping[int, Location],
) -> None:
    members: dict[tuple[int, int], SystemMember] = {}
    served: dict[tuple[int, int], ServedPlace] = {}
    names: Counter[tuple[str, str]] = Counter()
    for record in records.systems:
        name, predefined_type = bulk.storable(record.name)[:240], (record.predefined_type or "")[:60]
        names[name, predefined_type] += 1
        if (count := names[name, predefined_type]) > 1:  # two systems of one file are never merged
            name = f"{name} ({count})"
        system, _ = System.objects.get_or_create(
            station=revision.station,
            name=name,
            predefined_type=predefined_type,
            defaults={
                "long_name": bulk.storable(record.long_name)[:255],
                "ifc_class": record.ifc_class,
                "family": record.family,
                "global_id": record.global_id[:22],
            },
        )
        for step_id in record.members:
            if (element := elements.get(step_id)) is not None:
                members[system.pk, element.pk] = SystemMember(system=system, element=element)
        for step_id in record.serves:
            if (place := places.get(step_id)) is not None:
                served[system.pk, place.pk] = ServedPlace(revision=revision, system=system, location=place)
    bulk.insert(members.values())
    bulk.insert(served.values())


def _write_findings(revision: Revision, found: Iterable[FindingRecord]) -> None:
    bulk.insert(
        Finding(
            revision=revision,
            severity=finding.severity,
            code=finding.code,
            message=finding.message,
            params=finding.params,
            entity=(finding.entity or "")[:40],
        )
        for finding in found
    )

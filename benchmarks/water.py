"""A made-up station whose every element is in one water network: its rows, and the shapes of it. The same at each run.

Water comes in at one inlet, through a main valve, then by pipes, fittings and valves to taps, with a few loops; twenty
elements in a room, rooms side by side on six storeys.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from assets.ifc.shape_set import ShapeSet
from benchmarks.synthetic import ROOM, STOREY_HEIGHT, STOREYS, box, moved, starts, tube, world_box

IN_A_ROOM = 20
LOOPS = 0.01  # connections beyond a tree
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$"
AT_ONCE = {"batch_size": 5000}
PIPE, FITTING, VALVE, TAP = range(4)
CLASSES = (
    ("IfcPipeSegment", "", "pipe-segment", "network_run"),
    ("IfcPipeFitting", "", "pipe-fitting", "network_run"),
    ("IfcValve", "ISOLATING", "valve-isolating", "network_equipment"),
    ("IfcSanitaryTerminal", "SINK", "sanitary-terminal-sink", "network_equipment"),
)
SHAPES = (tube(0.05, 1.2, 0), tube(0.07, 0.2, 0), tube(0.09, 0.4, 1), box(0.5, 0.4, 0.2, 2))
COLOURS = ((0.20, 0.55, 0.30, 1), (0.75, 0.25, 0.20, 1), (0.9, 0.9, 0.9, 1))


@dataclass(frozen=True)
class Water:
    """What each element is, and which are joined: from the first to the second."""

    classes: list[int]
    pairs: list[tuple[int, int]]

    @property
    def size(self) -> int:
        return len(self.classes)


def water(size: int) -> Water:
    dice = random.Random(size)
    pairs = [(0, 1), *((max(1, n - dice.randint(1, 40)), n) for n in range(2, size))]
    pairs += [tuple(sorted(dice.sample(range(1, size), 2))) for _ in range(int(size * LOOPS))]
    feeding = {one for one, _ in pairs}
    usual = dice.choices([PIPE, FITTING, VALVE], [64, 32, 4], k=size)
    return Water([{0: PIPE, 1: VALVE}.get(n, usual[n] if n in feeding else TAP) for n in range(size)], pairs)


def where(number: int) -> np.ndarray:
    """4 × 4: where it lies."""
    x, y, z = corner(number // IN_A_ROOM)
    place = number % IN_A_ROOM
    return moved(x + 0.2 + place % 4 * 1.4, y + 0.5 + place // 4, z + 3.2)


def corner(room: int) -> tuple[float, float, float]:
    storey, place = room % len(STOREYS), room // len(STOREYS)
    return (place % 24) * ROOM, (place // 24) * ROOM, (storey - 2) * STOREY_HEIGHT


def shapes_of(made: Water) -> ShapeSet:
    matrices = np.stack([where(number) for number in range(made.size)])
    vertices, faces = (np.concatenate([shape[at] for shape in SHAPES]) for at in (0, 1))
    return ShapeSet(
        vertices=vertices,
        faces=faces.astype(np.int32),
        face_material=np.concatenate([np.full(len(f), colour) for _, f, colour in SHAPES]).astype(np.int32),
        geometry_vertex_start=starts([len(v) for v, _, _ in SHAPES]),
        geometry_face_start=starts([len(f) for _, f, _ in SHAPES]),
        materials=np.array(COLOURS, np.float32),
        step_ids=np.arange(1, made.size + 1, dtype=np.int32),
        geometry=np.array(made.classes, np.int32),
        matrices=matrices,
        kernel=np.zeros(made.size, np.uint8),
        boxes=np.array(
            [
                world_box(SHAPES[which][0], matrix)
                for which, matrix in zip(made.classes, matrices, strict=True)
            ]
        ),
    )


# ── in the register ──────────────────────────────────────────────────────────


def station(made: Water) -> tuple[Any, int]:
    """Published, in the database of this process. Returns the station and the primary key of its first element."""
    from django.db import transaction
    from django.utils import timezone

    from assets.models import Revision, Station

    with transaction.atomic():
        station = Station.objects.create(
            code=f"N{made.size}", name=f"Réseau de {made.size}", twin_mode="MODEL_3D"
        )
        revision = Revision.objects.create(
            station=station, discipline="PLB", number=1, file_name="n.ifc", sha256=f"{made.size:064d}", path="n",
            size=1, state="PUBLISHED", published_at=timezone.now(),
        )  # fmt: skip
        rooms = _rooms(revision, made)
        elements = _elements(revision, made, rooms)
        _assets(station, elements)
        _connections(revision, made, elements)
    return station, elements[0].pk


def _rooms(revision: Any, made: Water) -> list[Any]:
    from assets.models import Location, LocationSource

    storeys = Location.objects.bulk_create(
        Location(station=revision.station, kind="storey", code=name, name=name, elevation=(n - 2) * STOREY_HEIGHT)
        for n, name in enumerate(STOREYS)
    )  # fmt: skip
    rooms = Location.objects.bulk_create(
        [_room(storeys, number) for number in range(-(-made.size // IN_A_ROOM))], **AT_ONCE
    )
    LocationSource.objects.bulk_create(
        [
            LocationSource(revision=revision, location=place, step_id=made.size + n, global_id=f"{n:022d}")
            for n, place in enumerate([*storeys, *rooms], start=1)
        ],
        **AT_ONCE,
    )
    return rooms


def _room(storeys: list[Any], number: int) -> Any:
    from assets.models import Location

    x, y, z = corner(number)
    far = ROOM - 0.2
    outline = [[[x, y], [x + far, y], [x + far, y + far], [x, y + far]]]
    storey = storeys[number % len(storeys)]
    return Location(
        station=storey.station, kind="space", code=f"L-{number}", name=f"{number}", long_name=f"Local {number}",
        parent=storey, elevation=z, footprint=outline, z_min=z, z_max=z + 3.6,
    )  # fmt: skip


def _elements(revision: Any, made: Water, rooms: list[Any]) -> list[Any]:
    from assets.models import Element

    dice = random.Random(made.size)
    boxes = shapes_of(made).boxes
    found = []
    for number, which in enumerate(made.classes):
        ifc_class, predefined_type, kind, layer = CLASSES[which]
        room = rooms[number // IN_A_ROOM]
        low, high = boxes[number, :3].tolist(), boxes[number, 3:].tolist()
        element = Element(
            revision=revision, step_id=number + 1, global_id="".join(dice.choices(LETTERS, k=22)),
            ifc_class=ifc_class, resolved_class=ifc_class, predefined_type=predefined_type, kind=kind, layer=layer,
            code=f"N-{number}", maintainable=which in (VALVE, TAP), location=room, storey=room.parent,
            room_source="explicit", x_min=low[0], y_min=low[1], z_min=low[2], x_max=high[0], y_max=high[1],
            z_max=high[2],
        )  # fmt: skip
        if which == VALVE and dice.random() < 0.7:  # of others no file says it
            element.properties = [["Pset_ValveTypeIsolating", "IsNormallyOpen", True, "IfcBoolean", None, 1]]
        found.append(element)
    return Element.objects.bulk_create(found, **AT_ONCE)


def _assets(station: Any, elements: list[Any]) -> None:
    from assets.models import Asset, ElementMatch

    followed = [each for each in elements if each.maintainable]
    assets = Asset.objects.bulk_create(
        [
            Asset(station=station, code=e.code, code_key=e.code, code_source="file", kind=e.kind, location=e.location)
            for e in followed
        ],
        **AT_ONCE,
    )  # fmt: skip
    matches = [ElementMatch(asset=a, element=e, method="new") for a, e in zip(assets, followed, strict=True)]
    ElementMatch.objects.bulk_create(matches, **AT_ONCE)


def _connections(revision: Any, made: Water, elements: list[Any]) -> None:
    from assets.models import Connection, Port, System, SystemMember

    system = System.objects.create(
        station=revision.station, name="Eau froide", predefined_type="DOMESTICCOLDWATER", family="water"
    )
    SystemMember.objects.bulk_create([SystemMember(system=system, element=e) for e in elements], **AT_ONCE)
    inlet = Port(
        revision=revision, element=elements[0], step_id=1, global_id="0", flow_direction="SINK",
        system_type="DOMESTICCOLDWATER", x=0.0, y=0.0, z=-9.0,
    )  # fmt: skip
    joined = [port for at, pair in enumerate(made.pairs) for port in _ports(revision, elements, pair, at)]
    ports = Port.objects.bulk_create([inlet, *joined], **AT_ONCE)[1:]
    Connection.objects.bulk_create(
        [
            Connection(revision=revision, step_id=at, from_port=one, to_port=other, directed=True)
            for at, (one, other) in enumerate(zip(ports[::2], ports[1::2], strict=True))
        ],
        **AT_ONCE,
    )


def _ports(revision: Any, elements: list[Any], pair: tuple[int, int], at: int) -> list[Any]:
    from assets.models import Port

    return [
        Port(
            revision=revision, element=elements[end], step_id=10 + 2 * at + way, global_id=str(at), index=at,
            flow_direction=("SOURCE", "SINK")[way], system_type="DOMESTICCOLDWATER", x=float(at), y=0.0, z=0.0,
        )
        for way, end in enumerate(pair)
    ]  # fmt: skip

"""
The book of the station: storeys, rooms, things with shapes, ports, connections, systems, documents.

Everything the IFC files and the truth say is read from here, so the truth never re-reads a file.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from ifcopenshell.guid import compress

from ifc_samples.station.frames import Frame, Vec, add, minus
from ifc_samples.station.solids import Part
from ifc_samples.station.values import PropertySets

NAMESPACE = uuid.UUID("6f1c2b9e-3a57-5f0d-9a43-56444f000001")
LINEAR = ("IfcPipeSegment", "IfcDuctSegment", "IfcCableSegment", "IfcCableCarrierSegment")


def global_id(*words: object) -> str:
    """The GlobalId that always belongs to these words."""
    return compress(uuid.uuid5(NAMESPACE, "/".join(str(word) for word in words)).hex)


@dataclass(frozen=True)
class Storey:
    name: str
    long_name: str
    elevation: float

    @property
    def global_id(self) -> str:
        return global_id("storey", self.name)


@dataclass(frozen=True)
class Space:
    """A room, as a box in metres; `public` says whether travellers may enter."""

    number: str
    long_name: str
    storey: Storey
    low: Vec
    high: Vec
    public: bool
    outside: bool = False
    object_type: str | None = None
    tenant: str | None = None

    @property
    def global_id(self) -> str:
        return global_id("space", self.number)

    @property
    def area(self) -> float:
        return (self.high[0] - self.low[0]) * (self.high[1] - self.low[1])

    def holds(self, p: Vec) -> bool:
        return all(self.low[i] <= p[i] <= self.high[i] for i in range(3))


@dataclass(frozen=True)
class PortPlan:
    """A connection point of a kind of thing: place and outward direction in its own frame."""

    name: str
    at: Vec
    out: Vec
    flow: str  # SOURCE | SINK | SOURCEANDSINK
    medium: str  # PIPE | DUCT | CABLE | CABLECARRIER
    carries: str  # an IfcDistributionSystemEnum word


@dataclass(frozen=True, eq=False)
class Kind:
    """What identical things share: class, predefined type, maker, shape, ports."""

    key: str
    ifc: str
    name: str
    predefined: str = "NOTDEFINED"
    parts: tuple[Part, ...] = ()
    ports: tuple[PortPlan, ...] = ()
    psets: PropertySets = field(default_factory=dict)
    user_type: str | None = None
    material: str | None = None
    extra: dict[str, str] = field(default_factory=dict)  # attributes only this class of type has


@dataclass(eq=False)
class Port:
    item: Item
    plan: PortPlan
    index: int
    peers: list[Port] = field(default_factory=list)

    @property
    def position(self) -> Vec:
        return add(self.item.frame.point(self.plan.at), self.item.offset)

    @property
    def direction(self) -> Vec:
        return self.item.frame.direction(self.plan.out)

    @property
    def global_id(self) -> str:
        return global_id("port", self.item.global_id, self.index)


@dataclass(eq=False)
class Opening:
    """A hole cut in its host (a part in the host's frame), and what fills it."""

    host: Item
    part: Part
    filling: Item | None = None

    @property
    def global_id(self) -> str:
        return global_id("opening", self.host.global_id, self.host.openings.index(self))


@dataclass(eq=False)
class Item:
    """One thing of the station: an IfcElement in exactly one discipline file."""

    discipline: str
    ifc: str
    name: str
    frame: Frame
    offset: Vec
    storey: Storey
    global_id: str
    kind: Kind | None = None
    code: str | None = None
    parts: tuple[Part, ...] = ()
    psets: PropertySets = field(default_factory=dict)
    quantities: dict[str, dict[str, tuple[str, float]]] = field(default_factory=dict)
    attributes: dict[str, object] = field(default_factory=dict)
    material: str | None = None
    parent: Item | None = None
    room: Space | None = None
    contained_in_room: bool = False
    ports: list[Port] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    systems: list[System] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    def named(self, code: str) -> bool:
        """Is that its code, whatever module it stands in?"""
        return self.code is not None and self.code.endswith(code)

    def port(self, name: str) -> Port:
        """The port of that name; raises StopIteration when there is none."""
        return next(port for port in self.ports if port.plan.name == name)

    @property
    def has_shape(self) -> bool:
        return bool(self.parts or (self.kind and self.kind.parts))


@dataclass(eq=False)
class System:
    discipline: str
    name: str
    predefined: str
    code: str
    members: list[Item] = field(default_factory=list)

    @property
    def global_id(self) -> str:
        return global_id("system", self.code)


@dataclass(frozen=True, eq=False)
class Document:
    key: str
    name: str
    kind: str
    location: str
    revision: str
    day: str


@dataclass
class Book:
    """What is known of the station; `offset` and `prefix` say which module is being written (see --scale)."""

    code: str
    name: str
    storeys: list[Storey] = field(default_factory=list)
    spaces: list[Space] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    systems: list[System] = field(default_factory=list)
    connections: list[tuple[Port, Port]] = field(default_factory=list)
    controls: list[tuple[Item, Item]] = field(default_factory=list)  # what acts or watches, and on what
    documents: list[Document] = field(default_factory=list)
    kinds: dict[str, Kind] = field(default_factory=dict)
    offset: Vec = (0.0, 0.0, 0.0)
    prefix: str = ""
    _numbers: dict[str, int] = field(default_factory=dict)
    _local_spaces: list[Space] = field(default_factory=list)

    # ── places ────────────────────────────────────────────────────────────────

    def begin_module(self, prefix: str, offset: Vec) -> None:
        """Everything added from now on stands at `offset`; its codes and rooms begin with `prefix`."""
        self.prefix, self.offset, self._local_spaces = prefix, offset, []

    def room(self, number: str, long_name: str, storey: str, low: Vec, high: Vec, **more: object) -> Space:
        space = Space(
            self.prefix + number,
            long_name,
            self.storey(storey),
            add(low, self.offset),
            add(high, self.offset),
            **more,
        )
        self.spaces.append(space)
        self._local_spaces.append(space)
        return space

    def storey(self, name: str) -> Storey:
        return next(storey for storey in self.storeys if storey.name == name)

    def storey_at(self, z: float) -> Storey:
        """The storey one stands on at height z (30 cm of grace below its floor)."""
        below = [storey for storey in self.storeys if storey.elevation <= z + 0.3]
        return below[-1] if below else self.storeys[0]

    def room_at(self, p: Vec) -> Space | None:
        """The smallest room of this module that holds a point given in module coordinates."""
        world = add(p, self.offset)
        holding = [space for space in self._local_spaces if space.holds(world)]
        return min(holding, key=lambda space: space.area) if holding else None

    # ── things ────────────────────────────────────────────────────────────────

    def add(
        self,
        discipline: str,
        ifc: str,
        name: str,
        frame: Frame,
        *,
        kind: Kind | None = None,
        code: str | None = None,
        storey: str | None = None,
        probe: Vec | None = None,
        in_room: bool | None = None,
        system: System | None = None,
        **more: object,
    ) -> Item:
        """
        Put one thing in the book.

        `probe` is the point that says the room (the frame's origin unless told). `in_room` forces or forbids
        containment in the room; by default every second thing is contained in its room, the rest in the storey.
        """
        code = self.prefix + code if code else None
        item = Item(
            discipline,
            ifc,
            name,
            frame,
            self.offset,
            self.storey(storey) if storey else self.storey_at(frame.origin[2]),
            global_id("coded", discipline, code) if code else self._next_id(discipline, ifc, name),
            kind=kind,
            code=code,
            **more,
        )
        item.ports = [Port(item, plan, i) for i, plan in enumerate(kind.ports if kind else ())]
        item.room = item.parent.room if item.parent else self.room_at(probe or frame.origin)
        self._contain(item, in_room)
        self.items.append(item)
        if system:
            self.join(system, item)
        return item

    def place(
        self, kind: Kind, discipline: str, frame: Frame, name: str | None = None, **more: object
    ) -> Item:
        """Add one thing of a kind, under the kind's own name unless told."""
        return self.add(discipline, kind.ifc, name or kind.name, frame, kind=kind, **more)

    def number(self, name: str) -> int:
        """1, 2, 3 … for each name, in this module."""
        key = f"{self.prefix}/{name}"
        self._numbers[key] = self._numbers.get(key, 0) + 1
        return self._numbers[key]

    def _next_id(self, discipline: str, ifc: str, name: str) -> str:
        key = f"{discipline}/{ifc}/{name}"
        return global_id("plain", self.prefix, key, self.number(key))

    def _contain(self, item: Item, in_room: bool | None) -> None:
        if item.room is None or item.parent is not None:
            return
        if in_room is None:
            number = self._numbers["contained/" + item.discipline] = (
                self._numbers.get("contained/" + item.discipline, 0) + 1
            )
            in_room = item.discipline != "ARC" and number % 2 == 0
        item.contained_in_room = in_room
        if in_room:
            item.storey = item.room.storey

    # ── networks ──────────────────────────────────────────────────────────────

    def system(self, discipline: str, code: str, name: str, predefined: str) -> System:
        """The system of that code in this module, made on first use."""
        code = self.prefix + code
        found = next((s for s in self.systems if s.code == code), None)
        if found is None:
            found = System(discipline, (self.prefix + " " + name).strip(), predefined, code)
            self.systems.append(found)
        return found

    def join(self, system: System, item: Item) -> None:
        if system not in item.systems:
            system.members.append(item)
            item.systems.append(system)

    def connect(self, source: Port, sink: Port) -> None:
        """Join two ports that touch; raises ValueError when they are more than 10 mm apart or taken."""
        gap = minus(source.position, sink.position)
        if max(abs(g) for g in gap) > 0.01:
            raise ValueError(f"{source.item.name} and {sink.item.name} are {gap} apart")
        if source.peers or sink.peers:
            raise ValueError(f"a port of {source.item.name} or {sink.item.name} is already connected")
        source.peers.append(sink)
        sink.peers.append(source)
        self.connections.append((source, sink))

    def control(self, acting: Item, thing: Item) -> None:
        """A controller, an actuator or a sensor, and the one thing of its file that it acts on or watches.

        The schema knows no second one: ValueError.
        """
        if any(control is acting for control, _ in self.controls):
            raise ValueError(f"{acting.name} controls something already")
        self.controls.append((acting, thing))

    def local(self, port: Port) -> Vec:
        """Where a port is, in the coordinates of the module being written."""
        return minus(port.position, self.offset)

    # ── documents ─────────────────────────────────────────────────────────────

    def document(
        self, key: str, name: str, kind: str, *, extension: str = "pdf", revision: str = "A", day: str
    ) -> Document:
        document = Document(key, name, kind, f"documents/{key}.{extension}", revision, day)
        self.documents.append(document)
        return document

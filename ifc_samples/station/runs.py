"""
Runs of pipe, duct and cable tray: from a list of corners to straight lengths, bends, tees and devices, all connected.

A run is written as a list of stops; two successive stops lie on one straight line:

    Corner(p)             turn here (or pass straight through)
    Inline(p, kind, …)    a device in the line, centred here (its ports "in" and "out" on its x axis)
    Tee(p, out, key)      a branch leaving here towards `out`; the free port is given back under `key`
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ifc_samples.station.book import Book, Item, Kind, Port, PortPlan, System
from ifc_samples.station.frames import Frame, Vec, add, cross, dot, minus, square_to, times, unit
from ifc_samples.station.solids import Extrusion, Flat, Part, Profile, bend, circle_points


@dataclass(frozen=True)
class Corner:
    at: Vec


@dataclass(frozen=True)
class Inline:
    at: Vec
    kind: Kind
    name: str | None = None
    code: str | None = None
    more: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Tee:
    at: Vec
    out: Vec
    key: str
    branch: Line | None = None  # when the branch is smaller than the run
    joins: bool = False  # the branch flows into the run


Stop = Corner | Inline | Tee


@dataclass(frozen=True)
class Line:
    """What a run is made of: its file, cross-section, colour, words and what it carries."""

    discipline: str
    medium: str  # PIPE | DUCT | CABLECARRIER
    carries: str
    style: str
    name: str
    diameter: float | None = None
    width: float = 0.0
    height: float = 0.0
    material: str = "Acier"
    two_way: bool = False  # part of a loop: water may come from either end
    collects: bool = False  # branches flow into the run (drains, extract air)

    @property
    def label(self) -> str:
        """DN 50, Ø 315 or 600×400: the size as people say it."""
        if self.diameter:
            return f"{'DN' if self.medium == 'PIPE' else 'Ø'} {round(self.diameter * 1000)}"
        return f"{round(self.width * 1000)}×{round(self.height * 1000)}"

    @property
    def radius(self) -> float:
        """Radius of its bends, to the middle of the section."""
        if self.diameter:
            return max(1.3 * self.diameter, 0.06)
        return (0.5 if self.medium == "CABLECARRIER" else 0.75) * max(self.width, self.height) + 0.12

    def section(self, in_plane_is_width: bool = True) -> list[Flat]:
        if self.diameter:
            return circle_points(self.diameter / 2)
        w, h = (self.width, self.height) if in_plane_is_width else (self.height, self.width)
        if self.medium == "CABLECARRIER":
            t = 0.012
            if in_plane_is_width:
                return [
                    (-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (w / 2 - t, h / 2),
                    (w / 2 - t, -h / 2 + t), (-w / 2 + t, -h / 2 + t), (-w / 2 + t, h / 2), (-w / 2, h / 2),
                ]  # fmt: skip
            return [(-w / 2, -h / 2), (-w / 2 + t, -h / 2), (-w / 2 + t, h / 2), (-w / 2, h / 2)]
        return [(-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2)]


SEGMENT = {"PIPE": "IfcPipeSegment", "DUCT": "IfcDuctSegment", "CABLECARRIER": "IfcCableCarrierSegment"}
FITTING = {"PIPE": "IfcPipeFitting", "DUCT": "IfcDuctFitting", "CABLECARRIER": "IfcCableCarrierFitting"}
SEGMENT_TYPE = {"PIPE": "RIGIDSEGMENT", "DUCT": "RIGIDSEGMENT", "CABLECARRIER": "CABLETRAYSEGMENT"}
SEGMENT_WORD = {"PIPE": "Tuyau", "DUCT": "Gaine", "CABLECARRIER": "Chemin de câbles"}
BEND_WORD = {"PIPE": "Coude", "DUCT": "Coude de gaine", "CABLECARRIER": "Virage"}
TEE_WORD = {"PIPE": "Té", "DUCT": "Piquage", "CABLECARRIER": "Dérivation"}


def run(
    book: Book,
    line: Line,
    system: System,
    stops: list[Stop],
    *,
    start: Port | None = None,
    end: Port | None = None,
) -> dict[str, Port]:
    """
    Lay a run along its stops; the first stop is `start`'s place, the last `end`'s.

    Gives the free ports: the branch of each tee under its key, and "start" / "end" when nothing is there.
    Raises ValueError when two stops are too near for what stands between them.
    """
    return _Laying(book, line, system).lay(stops, start, end)


class _Laying:
    """One run being laid: the port reached so far and the direction in which it goes on."""

    def __init__(self, book: Book, line: Line, system: System) -> None:
        self.book, self.line, self.system = book, line, system
        self.free: dict[str, Port] = {}
        self.last: Port | None = None
        self.across: Vec | None = None  # where the width of a rectangular section points

    def lay(self, stops: list[Stop], start: Port | None, end: Port | None) -> dict[str, Port]:
        self.last = start
        here, going = stops[0].at, unit(minus(stops[1].at, stops[0].at))
        self.across = self._first_across(going)
        for stop, following in zip(stops[1:], [*stops[2:], None], strict=True):
            if following is None:
                self._straight(here, stop.at, going)
                break
            turn = unit(minus(following.at, stop.at))
            reach = self._reach(stop, going, turn)
            self._straight(here, add(stop.at, times(going, -reach)), going)
            self._pass(stop, going, turn)
            here, going = add(stop.at, times(turn, reach)), turn
        if end is not None:
            self.book.connect(self.last, end)
        else:
            self.free["end"] = self.last
        return self.free

    def _first_across(self, going: Vec) -> Vec:
        return square_to(going) if abs(going[2]) < 0.9 else (1.0, 0.0, 0.0)

    def _reach(self, stop: Stop, going: Vec, turn: Vec) -> float:
        """Half the length of what stands at the stop, along the run."""
        if isinstance(stop, Inline):
            return abs(stop.kind.ports[0].at[0])
        if isinstance(stop, Tee):
            return tee_reach(self.line)
        return 0.0 if dot(going, turn) > 0.98 else self.line.radius

    def _pass(self, stop: Stop, going: Vec, turn: Vec) -> None:
        if isinstance(stop, Inline):
            self._device(stop, going)
        elif isinstance(stop, Tee):
            self._tee(stop, going)
        elif dot(going, turn) <= 0.98:
            self._bend(stop.at, going, turn)

    def _straight(self, a: Vec, b: Vec, going: Vec) -> None:
        span = dot(minus(b, a), going)
        if span < -1e-6:
            raise ValueError(f"no room for {self.line.name} between {a} and {b}")
        if span > 0.004:
            self._follow(self._segment(a, going, span))

    def _segment(self, a: Vec, going: Vec, span: float) -> Item:
        kind = segment_kind(self.book, self.line)
        across = self.across if not self.line.diameter else square_to(going)
        frame = Frame(a, across, going)
        flow_in, flow_out = self._flows()
        item = self.book.add(
            self.line.discipline,
            kind.ifc,
            f"{SEGMENT_WORD[self.line.medium]} {self.line.name} {self.line.label}",
            frame,
            kind=kind,
            parts=(Part(Extrusion(segment_profile(self.line), Frame(), span), self.line.style),),
            probe=add(a, times(going, span / 2)),
            in_room=None if self._same_room(a, add(a, times(going, span))) else False,
            system=self.system,
            quantities={
                f"Qto_{kind.ifc[3:]}BaseQuantities": {"Length": ("IfcQuantityLength", round(span, 3))}
            },
        )
        for name, at, out, flow in (
            ("in", (0.0, 0.0, 0.0), (0.0, 0.0, -1.0), flow_in),
            ("out", (0.0, 0.0, span), (0.0, 0.0, 1.0), flow_out),
        ):
            plan = PortPlan(name, at, out, flow, self.line.medium, self.line.carries)
            item.ports.append(Port(item, plan, len(item.ports)))
        return item

    def _same_room(self, a: Vec, b: Vec) -> bool:
        room = self.book.room_at(a)
        return room is not None and room is self.book.room_at(b)

    def _flows(self) -> tuple[str, str]:
        return ("SOURCEANDSINK", "SOURCEANDSINK") if self.line.two_way else ("SINK", "SOURCE")

    def _bend(self, at: Vec, going: Vec, turn: Vec) -> None:
        flat = self.line.diameter is not None or abs(dot(self.across, turn)) > 0.5
        kind = bend_kind(self.book, self.line, in_plane_is_width=flat)
        if self.line.diameter is None and flat:
            self.across = times(going, -1.0 if dot(self.across, turn) > 0 else 1.0)
        normal = unit(cross(going, turn))
        self._follow(self._place(kind, Frame(at, going, normal)))

    def _tee(self, stop: Tee, going: Vec) -> None:
        inwards = stop.joins or self.line.collects
        kind = tee_kind(self.book, self.line, stop.branch or self.line, joins=inwards)
        item = self._place(kind, Frame(stop.at, going, unit(cross(going, stop.out))))
        self._follow(item)
        self.free[stop.key] = item.port("branch")

    def _device(self, stop: Inline, going: Vec) -> None:
        z = (0.0, 0.0, 1.0) if abs(going[2]) < 0.5 else (0.0, -1.0, 0.0)
        side = unit(cross(z, going))
        item = self.book.place(
            stop.kind,
            self.line.discipline,
            Frame(stop.at, going, cross(going, side)),
            stop.name,
            code=stop.code,
            system=self.system,
            **stop.more,
        )
        self._follow(item)

    def _place(self, kind: Kind, frame: Frame) -> Item:
        return self.book.place(kind, self.line.discipline, frame, system=self.system)

    def _follow(self, item: Item) -> None:
        if self.last is None:
            self.free["start"] = item.port("in")
        else:
            self.book.connect(self.last, item.port("in"))
        self.last = item.port("out")


# ── what runs are made of ─────────────────────────────────────────────────────


def segment_profile(line: Line) -> Profile:
    if line.diameter:
        return Profile(radius=line.diameter / 2)
    if line.medium == "DUCT":
        return Profile(size=(line.width, line.height))
    return Profile(points=tuple(line.section()))


def segment_kind(book: Book, line: Line) -> Kind:
    key = f"segment/{line.medium}/{line.discipline}/{line.name}/{line.label}"
    if key not in book.kinds:
        book.kinds[key] = Kind(
            key,
            SEGMENT[line.medium],
            f"{SEGMENT_WORD[line.medium]} {line.label} {line.material.lower()}",
            SEGMENT_TYPE[line.medium],
            material=line.material,
        )
    return book.kinds[key]


def _two_ports(line: Line, a: Vec, a_out: Vec, b: Vec, b_out: Vec) -> tuple[PortPlan, PortPlan]:
    flows = ("SOURCEANDSINK", "SOURCEANDSINK") if line.two_way else ("SINK", "SOURCE")
    return (
        PortPlan("in", a, a_out, flows[0], line.medium, line.carries),
        PortPlan("out", b, b_out, flows[1], line.medium, line.carries),
    )


def bend_kind(book: Book, line: Line, *, in_plane_is_width: bool) -> Kind:
    key = f"bend/{line}/{in_plane_is_width}"
    if key not in book.kinds:
        r = line.radius
        book.kinds[key] = Kind(
            key,
            FITTING[line.medium],
            f"{BEND_WORD[line.medium]} 90° {line.label}",
            "BEND",
            (bend(line.style, line.section(in_plane_is_width), r),),
            _two_ports(line, (-r, 0.0, 0.0), (-1.0, 0.0, 0.0), (0.0, r, 0.0), (0.0, 1.0, 0.0)),
            material=line.material,
        )
    return book.kinds[key]


def tee_reach(line: Line) -> float:
    return max(0.9 * line.diameter, 0.04) if line.diameter else line.width / 2 + 0.1


def tee_kind(book: Book, line: Line, branch: Line, *, joins: bool = False) -> Kind:
    """A tee: the run along x, the branch along y (frame z is square to both)."""
    key = f"tee/{line}/{branch.label}/{joins}"
    if key not in book.kinds:
        reach = tee_reach(line)
        along = Frame((-reach, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
        across = Frame((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
        collar = Profile(radius=line.diameter / 2 * 1.12) if line.diameter else segment_profile(line)
        parts = (
            Part(Extrusion(collar, along, 2 * reach), line.style),
            Part(Extrusion(segment_profile(branch), across, reach), line.style),
        )
        flow = "SINK" if joins else "SOURCE"
        ports = _two_ports(line, (-reach, 0.0, 0.0), (-1.0, 0.0, 0.0), (reach, 0.0, 0.0), (1.0, 0.0, 0.0))
        third = PortPlan("branch", (0.0, reach, 0.0), (0.0, 1.0, 0.0), flow, line.medium, line.carries)
        name = f"{TEE_WORD[line.medium]} {line.label}" + ("" if branch == line else f" – {branch.label}")
        predefined = "TEE" if line.medium == "CABLECARRIER" else "JUNCTION"
        book.kinds[key] = Kind(
            key, FITTING[line.medium], name, predefined, parts, (*ports, third), material=line.material
        )
    return book.kinds[key]

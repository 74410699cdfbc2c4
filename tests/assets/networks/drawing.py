"""Networks drawn in a line: `draw("inlet > V1 > tee = tap", valves="V1", sources="inlet")`.

`a > b` flows from a to b, `a = b` either way, `a - b` is not said; `a ? b` is an electrical supply said by name alone.
"""

from __future__ import annotations

import re
from itertools import count

from assets.networks.answers import Answer, Question, Trace
from assets.networks.building import build
from assets.networks.evidence import Evidence, Reason
from assets.networks.graph import Graph
from assets.networks.parts import Added, Joint, Link, Needs, Parts, Piece
from assets.networks.traces import trace

FLOWS = {">": ("SOURCE", "SINK"), "=": ("SOURCEANDSINK", "SOURCEANDSINK"), "-": ("NOTDEFINED", "NOTDEFINED")}
WATER = "DOMESTICCOLDWATER"


class Drawing:
    """Collects parts; every joint lies at a point of its own, where the port it is joined to lies too."""

    def __init__(self, *, shut: str = "", unknown: str = "", **kinds: str) -> None:
        self.kinds = {name: kind for kind, names in kinds.items() for name in names.split()}
        self.conducts = dict.fromkeys(shut.split(), False) | dict.fromkeys(unknown.split())
        self.unknown = set(unknown.split())
        self.pieces: dict[str, Piece] = {}
        self.joints: list[Joint] = []
        self.links: list[Link] = []
        self.added: list[Added] = []
        self.numbers = count(1)

    def add(self, line: str, medium: str) -> None:
        names, signs = re.findall(r"[\w.]+", line), re.findall(r"[>=?-]", line)
        for name in names:
            self.pieces.setdefault(name, self._piece(name))
        for one, sign, other in zip(names, signs, names[1:], strict=False):
            if sign == "?":
                self.added.append(Added(one, other, "power", Evidence.C, Reason.NAMED, directed=True))
            else:
                self.join(one, other, medium, FLOWS[sign])

    def join(self, one: str, other: str, medium: str, flows: tuple[str, str], apart: float = 0.0) -> None:
        at = float(next(self.numbers))
        ends = [
            Joint(f"{name}.{next(self.numbers)}", name, flow, medium, (at + shift, 0.0, 0.0))
            for name, flow, shift in ((one, flows[0], 0.0), (other, flows[1], apart))
        ]
        self.joints += ends
        self.links.append(Link(ends[0].id, ends[1].id, flows == FLOWS[">"]))

    def open_end(self, name: str, flow: str, medium: str = WATER, at: float | None = None) -> None:
        number = next(self.numbers)
        self.joints.append(Joint(f"{name}.{number}", name, flow, medium, (at or float(number), 0.0, 0.0)))

    def _piece(self, name: str) -> Piece:
        ifc_class, predefined = {
            "valves": ("IfcValve", "ISOLATING"),
            "regulators": ("IfcValve", "REGULATING"),
            "checks": ("IfcValve", "CHECK"),
            "breakers": ("IfcProtectiveDevice", "CIRCUITBREAKER"),
            "boards": ("IfcElectricDistributionBoard", ""),
            "pumps": ("IfcPump", "CIRCULATOR"),
            "units": ("IfcUnitaryEquipment", "AIRHANDLER"),
            "boilers": ("IfcBoiler", ""),
            "chillers": ("IfcChiller", ""),
            "exchangers": ("IfcHeatExchanger", ""),
            "tanks": ("IfcTank", ""),
            "taps": ("IfcSanitaryTerminal", ""),
            "lamps": ("IfcLightFixture", ""),
            "pipes": ("IfcPipeSegment", ""),
        }.get(self.kinds.get(name, ""), ("IfcFlowTerminal", ""))
        conducts = self.conducts.get(name, True) if name not in self.unknown else None
        return Piece(name, ifc_class, predefined, conducts)

    def parts(self, sources: str = "", needs: tuple[Needs, ...] = ()) -> Parts:
        return Parts(
            list(self.pieces.values()), self.joints, self.links, [], self.added, list(needs),
            frozenset(sources.split()),
        )  # fmt: skip


def draw(
    *lines: str | tuple[str, str],
    sources: str = "",
    needs: tuple[Needs, ...] = (),
    medium: str = WATER,
    **kinds: str,
) -> Graph:
    """A line alone carries `medium`, or (line, medium)."""
    drawing = Drawing(**kinds)
    for line in lines:
        drawing.add(*((line, medium) if isinstance(line, str) else line))
    return build(drawing.parts(sources, needs))


def ask(graph: Graph, kind: str, *names: str, **more: object) -> Answer:
    return trace(graph, Question(Trace(kind), names, **more))

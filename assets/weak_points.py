"""Weak points of a station, or of one system: what darkens most when it fails alone, and where a network closes.

found = weak_points.find(station, system)
found.points[0].codes        # ("EFS-V-001", "EFS-CPT-01"): each of them alone takes the same from people
found.points[0].services     # what that is, by system

What is only supposed is not counted: a connection that may not be there makes nothing safe.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from assets import kept_from_firms, station_dominance, station_graph, tracing
from assets.models import Asset, Revision, Station, System, SystemMember
from assets.network_names import Names, names_of
from assets.networks import devices, media, restricted
from assets.networks.answers import Question, Trace
from assets.networks.dominance import Dominance
from assets.networks.evidence import Evidence
from assets.networks.graph import Graph
from assets.networks.loops import Loop, loops
from assets.networks.symbols import is_terminal
from assets.networks.traces import trace
from assets.networks.weaknesses import worst
from assets.recent import Recent
from assets.tracing import NotTraceable

MOST_POINTS, MOST_LOOPS = 20, 12
_LOOKED_AT = 6 * MOST_POINTS  # things, of which those that take the same from people are told as one


@dataclass(frozen=True)
class Service:
    """What people lose of one system (or, where no model names one, of a family): how many things they use, where.

    `places` are codes of rooms, or of storeys where no room is known."""

    system: int | None
    name: str
    family: str
    served: int
    places: tuple[str, ...]


@dataclass(frozen=True)
class WeakPoint:
    """`codes`: equipment of which each alone, when it fails, takes the same from people; nearest to the supply first.

    `served` are things that people use, `equipment` all that the register follows, those included."""

    codes: tuple[str, ...]
    served: int
    equipment: int
    places: tuple[str, ...]
    services: tuple[Service, ...]
    certain: bool
    evidence: Evidence


@dataclass(frozen=True)
class Closed:
    """A ring, whose parts are fed two ways, or a circuit of flow and return. `lengths` of pipe or cable lie in it."""

    codes: tuple[str, ...]
    lengths: int
    families: tuple[str, ...]
    is_circuit: bool


@dataclass(frozen=True)
class WeakPoints:
    """`more` pieces of equipment darken something too and are not told; `tried_all`: none was left for want of time.
    `supposed` connections are not counted, nor is what hangs on nothing (`loose`)."""

    station: str
    system: System | None
    points: tuple[WeakPoint, ...]
    loops: tuple[Closed, ...]
    more: int
    tried_all: bool
    supposed: int
    loose: int
    revision_set: str
    assets: dict[str, Asset] = field(default_factory=dict)
    """Of all codes of `points` and `loops`, as the register has them."""


def find(station: Station, system: System | None = None, *, to_firm: bool = False) -> WeakPoints:
    """Raises NotTraceable. To a firm what `networks.restricted` names is neither listed nor told as lost."""
    found = station_graph.of(station)
    key = (station.pk, tracing.known_of(station), system.pk if system else None, to_firm)
    return _found.get(key, lambda: _Finding(station, found, system, to_firm).told())


_found: Recent[tuple[Any, ...], WeakPoints] = Recent(16)


class _Finding:
    def __init__(
        self,
        station: Station,
        found: station_graph.StationGraph,
        system: System | None,
        to_firm: bool,
    ) -> None:
        self.station, self.found, self.system = station, found, system
        self.hidden = kept_from_firms.of_restricted_systems(station) if to_firm else None
        self.graph: Graph = found.proven
        if not self.graph.tail:
            raise NotTraceable(
                "The published models of this station hold no connected port, so nothing hangs on anything."
            )
        self.names: Names = names_of(station, found.revision_set)
        self.dominance: Dominance = station_dominance.of(station, found, self.graph)
        self.over = station_dominance.said_of(station, self.graph)
        self.members = self._members()
        self.systems = _systems_of(station)

    def _members(self) -> frozenset[int]:
        """Pieces of the system; without one, all but what is kept from whom it is told to."""
        graph = self.graph
        if self.system is None:
            return frozenset(piece.id for piece in graph.pieces if not self._is_kept(piece.id))
        drawn = self.system.members.filter(element__revision__state=Revision.State.PUBLISHED)
        found = frozenset(drawn.values_list("element", flat=True)) & graph.number.keys()
        if not any(graph.near[node] for piece in found for node in graph.nodes_of[graph.number[piece]]):
            raise NotTraceable(
                f"The published models join nothing in {self.system.name}, so nothing hangs on anything there."
            )
        return found

    def _is_kept(self, piece: int) -> bool:
        return self.hidden is not None and kept_from_firms.is_kept(self.graph, piece, self.hidden)

    def _is_told(self, node: int) -> bool:
        if self.hidden is None:
            return True
        return not restricted.is_medium(self.graph.medium_of[node]) and not self._is_kept(
            self.graph.piece(node).id
        )

    def _family(self, node: int) -> str:
        return media.family_of(self.graph.medium_of[node])

    def told(self) -> WeakPoints:
        points, more, tried_all = self._points()
        closed = self._loops()
        supposed = self.found.supposed
        codes = {code for point in points for code in point.codes} | {
            c for each in closed for c in each.codes
        }
        return WeakPoints(
            station=self.station.code,
            system=self.system,
            points=points,
            loops=closed,
            more=more,
            tried_all=tried_all,
            supposed=len(supposed.tail) - len(self.graph.tail) if supposed else 0,
            loose=len(self._loose()),
            revision_set=self.found.revision_set,
            assets=_assets(self.station, codes),
        )

    def _loose(self) -> set[str]:
        carried = {self.graph.medium_of[node] for node in self._nodes(self.members)}
        if self.system is not None:
            carried &= {station_graph.medium_of(self.system)}
        pieces = {piece for medium in carried for piece in self.graph.loose.get(medium, ())}
        return {self.names.codes[piece] for piece in pieces if not self._is_kept(piece)}

    def _nodes(self, pieces: Iterable[int]) -> list[int]:
        graph = self.graph
        nodes = (node for piece in pieces for node in graph.nodes_of[graph.number[piece]])
        return [node for node in nodes if graph.medium_of[node] != media.TRAY]

    # ── weak points ──────────────────────────────────────────────────────────

    def _points(self) -> tuple[tuple[WeakPoint, ...], int, bool]:
        """Of equipment that others hang on: what a length of pipe darkens is asked of it alone, and a lamp that fails
        leaves its cable."""
        by_code: dict[str, list[int]] = defaultdict(list)
        for piece in sorted(self.members & self.names.assets):
            if self._only_passes_on(piece):
                continue
            by_code[self.names.codes[piece]].append(piece)
        codes = list(by_code)
        gone = [self._nodes(by_code[code]) for code in codes]
        ranking = worst(self.dominance, gone, self._worth(), _LOOKED_AT)
        alike: dict[frozenset[int], list[int]] = {}
        lost: dict[frozenset[int], frozenset[int]] = {}
        for thing in ranking.things:
            falls = self._told_of(self.dominance.lost_with(gone[thing]))
            served = frozenset(node for node in falls if self._is_used(node)) or falls
            alike.setdefault(served, []).append(thing)
            lost.setdefault(served, falls)
        points = [
            self._point([codes[n] for n in things], by_code[codes[things[0]]], lost[served])
            for served, things in list(alike.items())[:MOST_POINTS]
        ]
        points.sort(key=lambda point: (-point.served, -point.equipment))
        told = sum(len(point.codes) for point in points)
        return tuple(points), len(ranking.things) + ranking.more - told, ranking.tried_all

    def _only_passes_on(self, piece: int) -> bool:
        """Is it a lamp or a basin, and no place where the network begins or ends?"""
        number = self.graph.number[piece]
        known = self.graph.pieces[number]
        anchors = self.graph.sources | self.graph.outlets
        return is_terminal(known.ifc_class, known.predefined_type) and anchors.isdisjoint(
            self.graph.nodes_of[number]
        )

    def _worth(self) -> dict[int, int]:
        """One thing that people use is worth more than all the equipment that nobody sees."""
        graph, size = self.graph, len(self.graph)
        told = (node for node in range(size) if self._is_told(node))
        return {
            node: size if self._is_used(node) else 1
            for node in told
            if graph.piece(node).id in self.names.assets or self._is_used(node)
        }

    def _is_used(self, node: int) -> bool:
        return self.graph.piece(node).ifc_class in devices.TERMINALS

    def _told_of(self, nodes: Iterable[int]) -> frozenset[int]:
        return frozenset(node for node in nodes if self._is_told(node))

    def _point(self, codes: list[str], pieces: list[int], lost: frozenset[int]) -> WeakPoint:
        over = self.over
        question = Question(
            Trace.IMPACT,
            tuple(pieces),
            closed=over.closed,
            opened=over.opened,
            unsure=over.unsure,
            locked=over.locked,
        )
        answer = trace(self.graph, question)
        used = [node for node in lost if self._is_used(node)]
        fallen = {self.graph.piece(node).id for node in lost}
        return WeakPoint(
            codes=tuple(codes),
            served=len({self._code(node) for node in used}),
            equipment=len({self.names.codes[piece] for piece in fallen & self.names.assets}),
            places=self._places(used),
            services=self._services(used),
            certain=answer.certain,
            evidence=answer.evidence,
        )

    def _code(self, node: int) -> str:
        return self.names.codes[self.graph.piece(node).id]

    def _places(self, nodes: Iterable[int]) -> tuple[str, ...]:
        terminals = self.names.terminals
        known = {place for node in nodes for place, _ in terminals[self.graph.piece(node).id]}
        codes = {self.names.places[place] for place in known if place in self.names.places}
        return tuple(sorted(codes))

    def _services(self, nodes: Iterable[int]) -> tuple[Service, ...]:
        """What is lost by system, the most first."""
        by_system: dict[tuple[int | None, str, str], list[int]] = defaultdict(list)
        for node in nodes:
            key = (self.graph.piece(node).id, self.graph.medium_of[node])
            system, name = self.systems.get(key, (None, ""))
            by_system[system, name, self._family(node)].append(node)
        services = [
            Service(pk, name, family, len({self._code(node) for node in lost}), self._places(lost))
            for (pk, name, family), lost in by_system.items()
        ]
        return tuple(sorted(services, key=lambda each: (-each.served, each.name, each.family)))

    # ── loops ────────────────────────────────────────────────────────────────

    def _loops(self) -> tuple[Closed, ...]:
        networks = frozenset(int(self.graph.network[node]) for node in self._nodes(self.members))
        found = (self._closed(loop) for loop in loops(self.graph, networks))
        return tuple(each for each in found if each is not None)[:MOST_LOOPS]

    def _closed(self, loop: Loop) -> Closed | None:
        """None for what lies beyond the system, or is not told."""
        order = self.dominance.place
        nodes = sorted(loop.nodes, key=lambda node: (order.get(node, len(order)), node))
        pieces = list(dict.fromkeys(self.graph.piece(node).id for node in nodes))
        if len(self.members.intersection(pieces)) < 2:
            return None
        codes = dict.fromkeys(self.names.codes[piece] for piece in pieces if piece in self.names.assets)
        lengths = {self.names.codes[piece] for piece in pieces if piece not in self.names.assets}
        families = sorted({self._family(node) for node in loop.nodes})
        return Closed(tuple(codes), len(lengths), tuple(families), loop.is_circuit)


def _systems_of(station: Station) -> dict[tuple[int, str], tuple[int, str]]:
    """{(element, medium): (system, its name)} of all that people use."""
    rows = SystemMember.objects.filter(
        element__revision__station=station,
        element__revision__state=Revision.State.PUBLISHED,
        element__resolved_class__in=devices.TERMINALS,
    ).values_list(
        *("element", "system", "system__name", "system__long_name"),
        *("system__predefined_type", "system__family"),
    )
    return {
        (element, media.of_system(kind, family, name, long_name)): (pk, long_name or name)
        for element, pk, name, long_name, kind, family in rows.order_by("-pk")
    }


def _assets(station: Station, codes: Collection[str]) -> dict[str, Asset]:
    rows = Asset.objects.live().filter(station=station, code__in=codes)
    return {asset.code: asset for asset in rows.select_related("location__parent")}


# ── for other programs ───────────────────────────────────────────────────────


def as_json(found: WeakPoints) -> dict[str, Any]:
    system = found.system
    return {
        "station": found.station,
        "system": {"id": str(system.pk), "name": system.name} if system else None,
        "weak_points": [_point_json(found, point) for point in found.points],
        "loops": [
            {
                "kind": "circuit" if each.is_circuit else "ring",
                "families": list(each.families),
                "assets": [_asset_json(found, code) for code in each.codes],
                "lengths": each.lengths,
            }
            for each in found.loops
        ],
        "left_out": found.more,
        "tried_all": found.tried_all,
        "supposed_connections_not_counted": found.supposed,
        "loose_assets_not_counted": found.loose,
        "revision_set": found.revision_set,
    }


def _point_json(found: WeakPoints, point: WeakPoint) -> dict[str, Any]:
    return {
        "assets": [_asset_json(found, code) for code in point.codes],
        "lost": {
            "served": point.served,
            "assets": point.equipment,
            "locations": list(point.places),
            "services": [
                {
                    "system": str(each.system) if each.system else None,
                    "name": each.name,
                    "family": each.family,
                    "served": each.served,
                    "locations": list(each.places),
                }
                for each in point.services
            ],
        },
        "certain": point.certain,
        "evidence": point.evidence.name,
    }


def _asset_json(found: WeakPoints, code: str) -> dict[str, Any]:
    asset = found.assets.get(code)
    return {
        "asset": code,
        "name": asset.name if asset else "",
        "kind": asset.kind if asset else "",
        "location": asset.location.code if asset and asset.location else None,
    }


__all__ = ["Closed", "NotTraceable", "Service", "WeakPoint", "WeakPoints", "as_json", "find"]

"""How well one revision is connected: what its ports, systems and connections lack, for who keeps the model.

report = connectivity.of(revision)
report.counts["open_ports"], report.classes["X"], report.rejected
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from assets import proposals, station_graph
from assets.models import Element, Revision, System
from assets.networks import devices, media, proposing
from assets.networks.building import build
from assets.networks.declaring import disbelieved
from assets.networks.evidence import Evidence
from assets.networks.graph import Graph
from assets.networks.media import Kind
from assets.networks.parts import Parts
from assets.recent import Recent

MOST_HELD = 4  # reports in the memory of one process


@dataclass(frozen=True)
class Thing:
    """An element as the file has it: its code, and what finds it in the author's tool."""

    code: str
    global_id: str
    kind: str


@dataclass(frozen=True)
class Open:
    """A port that nothing is joined to."""

    thing: Thing
    index: int
    flow: str
    medium: str


@dataclass(frozen=True)
class Refused:
    """A connection that the file declares and that is not believed. An end is None where its port has no element;
    `media` are what the two carry, `apart` is in metres, None where that is not known.
    """

    one: Thing | None
    other: Thing | None
    reason: str
    media: tuple[str, str]
    apart: float | None

    @property
    def ends(self) -> tuple[Thing | None, Thing | None]:
        return self.one, self.other


@dataclass(frozen=True)
class Report:
    """`counts`: ports, open_ports, islands, systems_without_source, without_port. `classes`: connections by class A–X.

    Islands are parts of a network that hang together, of two things at least.
    """

    counts: dict[str, int]
    classes: dict[str, int]
    rejected: tuple[Refused, ...]
    open_ports: tuple[Open, ...]
    systems_without_source: tuple[str, ...]
    without_port: tuple[Thing, ...]


_read_before: Recent[tuple[object, ...], Report] = Recent(MOST_HELD)


def of(revision: Revision) -> Report:
    """The rows of a revision never change: read once. Proposals do, and are counted each time."""
    key = (revision.pk, revision.sha256, revision.received_at)
    report = _read_before.get(key, lambda: _read(revision))
    return Report(**(vars(report) | {"classes": report.classes | _proposed(revision)}))


def _proposed(revision: Revision) -> dict[str, int]:
    waiting = proposals.of(revision.station).waiting()
    touching = waiting.filter(one__revision=revision) | waiting.filter(other__revision=revision)
    counted = Counter(touching.values_list("evidence", flat=True))
    return {"D": counted["D"], "E": counted["E"]}


def _read(revision: Revision) -> Report:
    parts = station_graph.read_parts([revision.pk])
    graph = build(parts)
    things = _things(revision)
    open_ports = _open_ports(revision, parts, graph, things)
    without = _without_port(parts, revision, things)
    systems = _without_source(revision, graph)
    rejected = tuple(
        Refused(
            things.get(each.one.piece),
            things.get(each.other.piece),
            str(each.reason),
            each.media,
            None if each.apart is None else round(each.apart, 4),
        )
        for each in disbelieved(parts)
    )
    classes = Counter(Evidence(each).name for each in graph.evidence)
    return Report(
        counts={
            "ports": len(parts.joints),
            "open_ports": len(open_ports),
            "islands": _islands(graph),
            "systems_without_source": len(systems),
            "without_port": len(without),
        },
        classes={each.name: classes[each.name] for each in Evidence} | {"X": len(rejected)},
        rejected=rejected,
        open_ports=open_ports,
        systems_without_source=systems,
        without_port=without,
    )


def _things(revision: Revision) -> dict[int | str | None, Thing]:
    rows = revision.elements.values_list("pk", "code", "global_id", "kind")
    return {pk: Thing(code, global_id, kind) for pk, code, global_id, kind in rows.iterator(chunk_size=5000)}


def _open_ports(revision: Revision, parts: Parts, graph: Graph, things: dict) -> tuple[Open, ...]:
    index = dict(revision.ports.values_list("pk", "index"))
    found = []
    for joint in proposing.open_joints(parts):
        carried = {graph.medium_of[node] for node in graph.nodes(joint.piece)} if joint.piece else set()
        medium = joint.medium if joint.medium != media.UNKNOWN or len(carried) != 1 else next(iter(carried))
        found.append(Open(things[joint.piece], index[joint.id], joint.flow, medium))
    return tuple(found)


def _islands(graph: Graph) -> int:
    sizes = Counter(graph.network)
    return sum(size > 1 for size in sizes.values())


def _without_port(parts: Parts, revision: Revision, things: dict) -> tuple[Thing, ...]:
    """Things of the kinds that networks join by ports."""
    wired = {joint.piece for joint in parts.joints}
    classes = [name for name in _classes(revision) if devices.needs_port(name)]
    rows = revision.elements.filter(resolved_class__in=classes).order_by("code", "pk")
    return tuple(things[pk] for pk in rows.values_list("pk", flat=True) if pk not in wired)


def _classes(revision: Revision) -> list[str]:
    rows = Element.objects.filter(revision=revision).order_by("resolved_class")
    return list(rows.values_list("resolved_class", flat=True).distinct())


def _without_source(revision: Revision, graph: Graph) -> tuple[str, ...]:
    """Systems that must be fed, and no member of which hangs together with anything that feeds."""
    fed = {graph.network[node] for node in (*graph.sources, *graph.supposed_sources)}
    members: dict[System, list[int]] = {}
    rows = System.objects.filter(members__element__revision=revision).distinct()
    for system in rows:
        medium = station_graph.medium_of(system)
        if media.kind_of(medium) is Kind.SOURCE_FED and medium != media.UNKNOWN:
            members[system] = list(
                system.members.filter(element__revision=revision).values_list("element_id", flat=True)
            )
    return tuple(
        sorted(
            system.name
            for system, pieces in members.items()
            if not any(graph.network[node] in fed for piece in pieces for node in graph.nodes(piece))
        )
    )

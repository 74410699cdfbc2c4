"""What falls with what in the networks of a station, worked out once for each set of published revisions and of what
people say to be shut."""

from __future__ import annotations

from assets import said_states
from assets.models import Station
from assets.networks.dominance import Dominance
from assets.networks.graph import Graph
from assets.recent import Recent
from assets.said_states import Over
from assets.station_graph import StationGraph

MOST_HELD = 4  # in the memory of one process

_held: Recent[tuple[int, str, bool, frozenset[int]], Dominance] = Recent(MOST_HELD)


def of(station: Station, found: StationGraph, graph: Graph) -> Dominance:
    """Of one of the two graphs of the station."""
    shut = _shut(graph, said_of(station, graph))
    key = (station.pk, found.revision_set, graph is found.proven, shut)
    return _held.get(key, lambda: Dominance(graph, shut))


def said_of(station: Station, graph: Graph) -> Over:
    """What people say of devices, over how the graph has them."""
    return said_states.over(graph, said_states.by_element(said_states.of(station)))


def _shut(graph: Graph, over: Over) -> frozenset[int]:
    """As a trace takes it (`assets.networks.traces`): what is only unsure lets through."""
    conducting = {node for piece in (*over.opened, *over.unsure) for node in graph.nodes(piece)}
    return graph.closed((*over.closed, *over.locked)) - conducting

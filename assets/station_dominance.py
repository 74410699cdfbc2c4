"""What falls with what in the networks of a station, worked out once for each set of published revisions."""

from __future__ import annotations

from assets.models import Station
from assets.networks.dominance import Dominance
from assets.networks.graph import Graph
from assets.recent import Recent
from assets.station_graph import StationGraph

MOST_HELD = 4  # in the memory of one process

_held: Recent[tuple[int, str, bool], Dominance] = Recent(MOST_HELD)


def of(station: Station, found: StationGraph, graph: Graph) -> Dominance:
    """Of one of the two graphs of the station."""
    key = (station.pk, found.revision_set, graph is found.proven)
    return _held.get(key, lambda: Dominance(graph))

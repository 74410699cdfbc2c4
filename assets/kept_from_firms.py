"""What of a station is told to no firm, piece by piece: see `assets.networks.restricted`."""

from __future__ import annotations

from collections.abc import Collection

from assets.models import Station, System, SystemMember
from assets.networks import restricted
from assets.networks.graph import Graph


def is_kept(graph: Graph, piece: int, hidden: Collection[int]) -> bool:
    """Is it of networks alone that are told to no firm, or does it watch or warn? `hidden`: `of_restricted_systems`."""
    number = graph.number[piece]
    drawn = graph.pieces[number]
    if restricted.is_piece(drawn.ifc_class, drawn.predefined_type):
        return True
    carried = [graph.medium_of[node] for node in graph.nodes_of[number]]
    return all(map(restricted.is_medium, carried)) or piece in hidden


def is_system(system: System) -> bool:
    names = f"{system.name} {system.long_name}"
    return restricted.is_system(system.predefined_type, system.family, names)


def of_restricted_systems(station: Station) -> set[int]:
    """Elements that only networks count among their own which are told to no firm."""
    restricted_ones = [system.pk for system in System.objects.filter(station=station) if is_system(system)]
    among = SystemMember.objects.filter(system__in=restricted_ones).values("element")
    of: dict[int, set[int]] = {}
    members = SystemMember.objects.filter(element__in=among).order_by()
    for element, system in members.values_list("element", "system"):
        of.setdefault(element, set()).add(system)
    return {element for element, systems in of.items() if systems <= set(restricted_ones)}

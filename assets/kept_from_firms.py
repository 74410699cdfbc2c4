"""What of a station is told to no firm, piece by piece: see `assets.networks.restricted`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from assets import tracing
from assets.models import Station, System, SystemMember
from assets.networks import media, restricted
from assets.networks.answers import Ending
from assets.networks.graph import Graph

_LISTS = ("reached", "path", "devices", "leans_on", "passed_over", "lost", "dependents")
_NOTHING_FLOWS = (media.ACTS, media.TRAY, media.UNKNOWN)


class KeptFromFirms(Exception):
    """The question is about a network that is told to no firm."""


def of_answer(told: tracing.Told, medium: str | None = None) -> tracing.Told:
    """The same answer to somebody of a firm, without what is kept from her. Raises KeptFromFirms.

    `medium`: what was asked for; without one, whatever the thing carries.
    """
    hidden, pointed = of_restricted_systems(told.station), told.pointed.elements
    carried = tracing.media_of(told)
    asked = media.meant(carried, medium) if medium else carried
    if any(map(restricted.is_medium, asked)) or hidden.issuperset(pointed):
        raise KeptFromFirms
    answer = told.answer
    weak = {end for each in answer.weak for end in (each.one, each.other)}
    every = weak.union(*(getattr(answer, name) for name in _LISTS), (each.piece for each in answer.doubts))
    kept = {piece for piece in every if is_kept(told.graph, piece, hidden)}.difference(pointed)
    if not kept:
        return told
    lists = {name: tuple(piece for piece in getattr(answer, name) if piece not in kept) for name in _LISTS}
    told_of = replace(
        answer,
        **lists,
        weak=tuple(each for each in answer.weak if kept.isdisjoint((each.one, each.other))),
        doubts=tuple(each for each in answer.doubts if each.piece not in kept),
        complete=False,
        certain=False,
        ending=Ending.RESTRICTED,
    )
    return replace(told, answer=told_of)


def is_kept(graph: Graph, piece: int, hidden: Collection[int]) -> bool:
    """Is it of networks alone that are told to no firm, or does it watch or warn? `hidden`: `of_restricted_systems`."""
    number = graph.number[piece]
    drawn = graph.pieces[number]
    if restricted.is_piece(drawn.ifc_class, drawn.predefined_type):
        return True
    carried = [graph.medium_of[node] for node in graph.nodes_of[number]]
    flows = [medium for medium in carried if medium not in _NOTHING_FLOWS]
    return all(map(restricted.is_medium, flows or carried)) or piece in hidden


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

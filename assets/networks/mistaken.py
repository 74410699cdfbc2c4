"""Declared connections that look right by themselves and may lead to the wrong thing all the same.

Two pipes side by side that are joined crosswise, or one thing drawn twice in the very same place: no end is left open
there, so nothing seems to be missing, and what is taken for supplied may not be. Nor is it where hot and cold water are
both but water, by the name of their systems.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from assets.networks import devices, media
from assets.networks.evidence import CLOSE, TOUCHING
from assets.networks.graph import Graph
from assets.networks.neighbours import beside
from assets.networks.parts import Id, Joint, Parts, Piece

_MANIFOLD = frozenset({"water", "heating", "air"})  # families of more than one medium
CLEARLY = 2.0  # times as far lies the port that is joined


def wrong_neighbours(
    points: np.ndarray, owners: np.ndarray, mediums: Sequence[str], one: np.ndarray, other: np.ndarray
) -> set[int]:
    """Of connections from `one` to `other` (places in the list of ports) the ends of those beside which a port of a
    third thing, that may carry the same, lies clearly nearer. Beside each port its point, its owner and its medium."""
    apart = np.sqrt(((points[one] - points[other]) ** 2).sum(axis=1))
    loose = np.flatnonzero(apart > TOUCHING + 1e-6)
    if not len(loose):
        return set()
    placed = np.flatnonzero(~np.isnan(points).any(axis=1) & (owners >= 0))
    found: set[int] = set()
    for ends in (one[loose], other[loose]):
        asked, met, far = beside(points[placed], points[ends], CLOSE / CLEARLY)
        met = placed[met]
        row = loose[asked]
        nearer = far < apart[row] / CLEARLY
        nearer &= (owners[met] != owners[one[row]]) & (owners[met] != owners[other[row]])
        for at, third in zip(row[nearer].tolist(), met[nearer].tolist(), strict=True):
            if at not in found and media.agree(mediums[third], mediums[one[at]]):
                found.add(at)
    return {int(ends[at]) for at in found for ends in (one, other)}


def drawn_twice(
    joints: Sequence[Joint], pieces: Sequence[Piece], owners: np.ndarray, one: np.ndarray, other: np.ndarray
) -> set[int]:
    """Ports of things that lie in the very same place as another of their kind, joined to the same port as that."""
    ends, partners = np.append(one, other), np.append(other, one)
    several = np.flatnonzero(np.bincount(ends, minlength=1) > 1)
    if not len(several):
        return set()
    shared = np.isin(ends, several)
    beside_one: dict[int, list[int]] = defaultdict(list)
    for end, partner in zip(ends[shared].tolist(), partners[shared].tolist(), strict=True):
        beside_one[end].append(partner)
    places = _places(joints, {int(owners[partner]) for met in beside_one.values() for partner in met}, owners)
    found: set[int] = set()
    for met in beside_one.values():
        alike: dict[Hashable, list[int]] = defaultdict(list)
        for partner in met:
            piece = int(owners[partner])
            if len(places.get(piece, ())) > 1:
                kind = (pieces[piece].ifc_class, pieces[piece].predefined_type)
                alike[kind, places[piece]].append(partner)
        for twins in alike.values():
            if len({int(owners[twin]) for twin in twins}) > 1:
                found.update(twins)
    return found


def _places(joints: Sequence[Joint], chosen: set[int], owners: np.ndarray) -> dict[int, frozenset[Hashable]]:
    """Where the ports of these pieces lie, to a millimetre; nothing where one lies nowhere."""
    held: dict[int, list[Joint]] = defaultdict(list)
    for at in np.flatnonzero(np.isin(owners, list(chosen))).tolist():
        held[int(owners[at])].append(joints[at])
    return {piece: frozenset(_rounded(ends)) for piece, ends in held.items() if all(end.at for end in ends)}


def _rounded(joints: Iterable[Joint]) -> Iterable[Hashable]:
    return (tuple(round(value, 3) for value in joint.at) for joint in joints if joint.at)


def of_several_media(parts: Parts, graph: Graph, ports: np.ndarray) -> set[int]:
    """Nodes where media may meet that are told apart by no file: a tap of two systems that are water by their names,
    or one with more ends than one medium needs."""
    systems: dict[tuple[Id, str], set[Id]] = defaultdict(set)
    for member in parts.members:
        if member.medium in _MANIFOLD:
            systems[member.piece, member.medium].add(member.system)
    found = set()
    for node, medium in enumerate(graph.medium_of):
        if medium not in _MANIFOLD:
            continue
        piece = graph.piece(node)
        most = 1 if medium == "water" and piece.ifc_class in devices.TERMINALS else 2
        several = ports[node] > most or len(systems[piece.id, medium]) > 1
        if several and not devices.passes_on(piece.ifc_class):
            found.add(node)
    return found


def mixed(graph: Graph) -> set[int]:
    """Nodes of pipes, ducts and cables that have ports of several media: one of them belongs to something else."""
    found = set()
    for piece, nodes in zip(graph.pieces, graph.nodes_of, strict=True):
        if len(nodes) > 1 and piece.ifc_class.endswith(("Segment", "Fitting")):
            found.update(nodes)
    return found

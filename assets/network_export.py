"""A system as a graph for other programs: plain JSON, or GraphML (http://graphml.graphdrawing.org)."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as Xml

from assets import kept_from_firms, station_graph
from assets.models import System
from assets.network_names import names_of
from assets.networks import media
from assets.networks.evidence import Evidence
from assets.networks.graph import DEDUCED, EITHER_WAY

_DIRECTIONS = {EITHER_WAY: "either-way", DEDUCED: "deduced"}
_NODE_KEYS = ("code", "global_id", "medium", "kind", "predefined_type")
_EDGE_KEYS = ("direction", "evidence", "reason")
_NO_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def as_json(system: System, *, to_firm: bool = False) -> dict[str, Any]:
    """Members of published models and the connections between them, with their evidence; of a member what it carries
    in this system, or is joined by here.

    `to_firm`: without what is told to no firm, as a camera that hangs on the lighting.
    """
    found = station_graph.of(system.station)
    graph, names = found.proven, names_of(system.station, found.revision_set)
    members = system.members.filter(element__revision__state="PUBLISHED").values_list("element_id", flat=True)
    hidden = kept_from_firms.of_restricted_systems(system.station) if to_firm else set()
    nodes = {
        node: pk
        for pk in members
        if pk in graph.number and not (to_firm and kept_from_firms.is_kept(graph, pk, hidden))
        for node in graph.nodes_of[graph.number[pk]]
        if graph.medium_of[node] != media.ACTS
    }
    edges = [
        (edge, tail, head)
        for edge, (tail, head) in enumerate(zip(graph.tail, graph.head, strict=True))
        if tail in nodes and head in nodes
    ]
    joined = {end for _, *ends in edges for end in ends}
    own = media.of_system(system.predefined_type, system.family)
    shown = {
        node: pk
        for node, pk in nodes.items()  # a basin's drain is no part of the cold water
        if node in joined or own in (media.UNKNOWN, graph.medium_of[node])
    }
    return {
        "system": system.name,
        "revision_set": found.revision_set,
        "nodes": [
            {
                "id": str(node),
                "code": names.codes[pk],
                "global_id": names.global_ids[pk],
                "medium": graph.medium_of[node],
                "kind": graph.piece(node).ifc_class,
                "predefined_type": graph.piece(node).predefined_type,
            }
            for node, pk in shown.items()
        ],
        "edges": [
            {
                "from": str(tail),
                "to": str(head),
                "direction": _DIRECTIONS.get(graph.direction[edge], "said"),
                "evidence": Evidence(graph.evidence[edge]).name,
                "reason": str(graph.reason[edge]),
            }
            for edge, tail, head in edges
        ],
    }


def as_graphml(told: dict[str, Any]) -> bytes:
    """The same as a document. `direction` alone says which edges go either way: what mixes them with edges that are
    not directed is opened by few programs (networkx refuses it)."""
    root = Xml.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for owner, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for key in keys:
            Xml.SubElement(root, "key", {"id": key, "for": owner, "attr.name": key, "attr.type": "string"})
    graph = Xml.SubElement(root, "graph", id=_NO_XML.sub("", told["system"]), edgedefault="directed")
    for node in told["nodes"]:
        _data(Xml.SubElement(graph, "node", id=node["id"]), node, _NODE_KEYS)
    for edge in told["edges"]:
        ends = {"source": edge["from"], "target": edge["to"]}
        _data(Xml.SubElement(graph, "edge", ends), edge, _EDGE_KEYS)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _data(element: Xml.Element, row: dict[str, str], keys: tuple[str, ...]) -> None:
    for key in keys:
        Xml.SubElement(element, "data", key=key).text = _NO_XML.sub("", row[key])

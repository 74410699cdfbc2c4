"""What the generator knows to be true, read from its own book and never from a file it wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ifc_samples.station.book import Book, Item, Port, Space
from ifc_samples.station.networks import Network
from ifc_samples.station.writing.files import space_psets, space_quantities
from ifc_samples.station.writing.properties import single_values

Json = dict[str, Any]

ISOLATED = [
    "EFS-P-01", "EFS-P-02", "EFS-CPT-01", "EFS-BAL-01", "SF-WC-1", "SH-WC-3", "SA-LAV-1", "BR-EV-1", "EFS-V-002",
    "EFS-RP-01",
    "INC-RIA-01", "INC-SP-05", "CFO-TD-02", "CFO-TD-07", "CFO-IS-04", "CFO-IS-09", "CFO-EC-001",
]  # fmt: skip
SERVING = [
    "EFS-V-101", "EFS-V-112", "EFS-V-201", "EFS-CPT-01", "CFO-TD-01", "CFO-TD-03", "CFO-TD-04", "CFO-TD-07",
    "CFO-TGBT-01", "INC-V-003", "INC-V-004", "CVC-CTA-01", "CVC-CCF-02", "CVC-CCF-03",
]  # fmt: skip

FED = [
    "EFS-RP-01", "SF-WC-1", "BR-EV-1", "INC-SP-05", "CFO-EC-001", "CFO-TD-07", "CFO-IS-09", "CVC-CTA-01", "EU-P-01",
]  # fmt: skip
FAILING = [
    "EFS-V-002", "EFS-P-01", "EFS-V-112", "INC-V-003", "CFO-TGBT-01", "CFO-TD-06", "CFO-TD-07", "CFO-TGBT-01-D07",
    "CFO-IS-09", "CFO-IS-11", "CVC-PAC-01", "CVC-CTA-01", "EU-P-01", "EU-FO-01",
    "EU-REG-01", "EU-REG-02", "EFS-AC-01", "CVC-GTB-01",
]  # fmt: skip


def write(book: Book, files: dict[str, tuple[str, str]], path: Path) -> None:
    path.write_text(json.dumps(truth(book, files), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def truth(book: Book, files: dict[str, tuple[str, str]]) -> Json:
    """Everything told about the station; the README describes each part."""
    network = Network(book)
    return {
        "station": {"code": book.code, "name": book.name},
        "files": {
            name: {"discipline": d, "schema": s, "counts": counts(book, d, s)}
            for name, (d, s) in files.items()
        },
        "rooms": {space.number: _room(space) for space in book.spaces},
        "elements": {item.code: _element(item) for item in book.items if item.code},
        "systems": [_system(book, network, system) for system in book.systems],
        "open_ports": [_port(port) for item in book.items for port in item.ports if not port.peers],
        "isolation": {code: network.isolation(code) for code in ISOLATED},
        "upstream": {code: _codes(network.upstream(network.by_code[code])) for code in FED},
        "impact": {code: _codes(network.impact(network.by_code[code])) for code in FAILING},
        "serves": {code: network.served_rooms(code) for code in SERVING},
        "feeds_across_files": _across(book),
        "controls": [[str(acting.code), str(thing.code)] for acting, thing in book.controls],
        "sump_pumps": [
            _element(item) | {"code": item.code}
            for item in book.items
            if item.kind and item.kind.predefined == "SUMPPUMP"
        ],
        "documents": [_document(book, document) for document in book.documents],
        "imperfections": _imperfections(book),
    }


# ── counts, in the contract's words ──────────────────────────────────────────


def counts(book: Book, discipline: str, schema: str) -> dict[str, int]:
    """Raw counts of one file: see CONTRACT for what each one means."""
    items = [item for item in book.items if item.discipline == discipline]
    kinds = {item.kind.key: item.kind for item in items if item.kind}
    ports = sum(len(item.ports) for item in items)
    openings = sum(len(item.openings) for item in items)
    spatial = 2 + len(book.storeys) + len(book.spaces)
    return {
        "products": spatial + len(items) + openings + ports,
        "elements": len(items),
        "elements_with_shape": sum(item.has_shape for item in items),
        "types": len(kinds),
        "spaces": len(book.spaces),
        "storeys": len(book.storeys),
        "systems": sum(system.discipline == discipline for system in book.systems),
        "ports": ports,
        "connections": sum(source.item.discipline == discipline for source, _ in book.connections),
        "documents": len({document for item in items for document in item.documents}),
        "properties": _properties(book, items, list(kinds.values()), schema),
    }


def _properties(book: Book, items: list[Item], kinds: list[Any], schema: str) -> int:
    written = sum(single_values(item.psets, schema) + _quantities(item.quantities) for item in items)
    written += sum(single_values(kind.psets, schema) for kind in kinds)
    return written + sum(
        single_values(space_psets(s), schema) + _quantities(space_quantities(s)) for s in book.spaces
    )


def _quantities(sets: dict[str, dict[str, tuple[str, float]]]) -> int:
    return sum(len(quantities) for quantities in sets.values())


# ── things ───────────────────────────────────────────────────────────────────


def _room(space: Space) -> Json:
    return {
        "name": space.long_name,
        "storey": space.storey.name,
        "area_m2": round(space.area, 2),
        "public": space.public,
        "tenant": space.tenant,
        "global_id": space.global_id,
    }


def _element(item: Item) -> Json:
    source = None
    if item.room:
        whole = item.parent or item
        source = "explicit" if whole.contained_in_room else "geometric"
    return {
        "global_id": item.global_id,
        "name": item.name,
        "ifc_class": item.ifc,
        "predefined_type": item.kind.predefined if item.kind else None,
        "discipline": item.discipline,
        "storey": item.storey.name,
        "room": item.room.number if item.room else None,
        "room_source": source,
        "parent": item.parent.code if item.parent else None,
    }


def _codes(items: set[Item]) -> list[str]:
    return sorted(item.code for item in items if item.code)


def _port(port: Port) -> Json:
    return {
        "global_id": port.global_id,
        "element": port.item.global_id,
        "code": port.item.code,
        "name": port.plan.name,
    }


def _system(book: Book, network: Network, system: Any) -> Json:
    """Edges go from source to sink element; [from, to, 1] may flow either way."""
    edges = network.edges_of(system)
    return {
        "code": system.code,
        "name": system.name,
        "discipline": system.discipline,
        "predefined_type": system.predefined,
        "global_id": system.global_id,
        "members": len(system.members),
        "edges": [[a.item.global_id, b.item.global_id, int(both)] for a, b, both in edges],
        "feeds": network.feeds(edges),
    }


def _across(book: Book) -> list[Json]:
    """Power that ends at an isolator beside a machine of another file."""
    feeds = []
    for item in book.items:
        told = item.psets.get("GC_Alimentation")
        if told:
            feeds.append(
                {
                    "from": item.code,
                    "to": told["EquipementAlimente"].value,
                    "by": "GC_Alimentation.EquipementAlimente",
                }
            )
    return feeds


def _document(book: Book, document: Any) -> Json:
    about = sorted(item.code for item in book.items if document in item.documents and item.code)
    return {
        "key": document.key,
        "name": document.name,
        "kind": document.kind,
        "location": document.location,
        "about": about,
    }


def _imperfections(book: Book) -> Json:
    """Left on purpose, so that findings have something to show."""
    return {
        "proxies": [item.global_id for item in book.items if item.ifc == "IfcBuildingElementProxy"],
        "doors_without_code": [
            item.global_id for item in book.items if item.ifc == "IfcDoor" and not item.code
        ],
    }

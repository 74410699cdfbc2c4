"""Reading a model: one pass over its relations, everything it says as plain records.

    python -m assets.ifc.reading FILE [--json]

prints what a file holds and what is doubtful in it.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from assets.ifc import inspection, layers
from assets.ifc.associations import Associations
from assets.ifc.attributes import Attributes
from assets.ifc.documents import read_documents
from assets.ifc.elements import Elements
from assets.ifc.georeferencing import read_georeference
from assets.ifc.networks import Networks
from assets.ifc.occupants import occupants
from assets.ifc.opening import OpenedFile, RefusedFile, open_ifc
from assets.ifc.placements import Placements
from assets.ifc.properties import PropertySets
from assets.ifc.records import Counts, FileRecords, Georeference
from assets.ifc.spatial import Places, relations
from assets.ifc.units import Units


def read(opened: OpenedFile) -> FileRecords:
    """Return everything the file says. Damaged entities come in without what is damaged, with findings."""
    with collector_at_rest():
        return _read(opened)


def _read(opened: OpenedFile) -> FileRecords:
    attributes = Attributes(opened.model)
    units = Units(attributes)
    project = units.of_project()
    sets = PropertySets(attributes, units, project)
    placements = Placements(attributes, project.metres)
    related = relations(attributes)

    places = Places(attributes, sets, placements, related, project.metres, occupants(attributes))
    locations = places.records()
    elements = Elements(attributes, sets, related, Associations(attributes))
    types = elements.types()
    networks = Networks(attributes, placements, related)
    products = elements.records(types, {one.step_id for one in locations if one.ifc_class != "IfcZone"})
    known = {one.step_id for one in products}
    ports = networks.ports(known)
    connections = networks.connections(ports)
    systems = networks.systems()
    documents = read_documents(attributes)
    every_product = opened.model.by_type("IfcProduct")

    records = FileRecords(
        schema=opened.schema,
        **_project(attributes),
        **_header(opened.model),
        length_unit=project.metres,
        georeference=_scaled(read_georeference(attributes, sets), project.metres),
        locations=tuple(locations),
        types=tuple(types),
        elements=tuple(layers.apply(products, ports, systems)),
        systems=tuple(systems),
        ports=tuple(ports),
        connections=tuple(connections),
        controls=tuple(networks.controls(known)),
        documents=tuple(documents),
        counts=Counts(
            products=len(every_product),
            elements=len(products),
            types=len(types),
            spaces=sum(one.kind == "space" for one in locations),
            storeys=sum(one.kind == "storey" for one in locations),
            systems=len(systems),
            ports=len(ports),
            connections=len(connections),
            documents=len(documents),
            properties=_count(opened.model, "IfcPropertySingleValue", "IfcPhysicalSimpleQuantity"),
        ),
        findings=(),
    )
    findings = (
        *opened.findings,
        *project.findings,
        *inspection.of_records(records),
        *inspection.FileInspection(attributes, placements, related).findings(every_product, networks.doubled),
    )
    return replace(records, findings=findings)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Records point to no one that points back: walking millions of them for cycles takes a quarter of the time."""
    was_working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_working:
            gc.enable()


def _project(attributes: Attributes) -> dict[str, str]:
    for project in attributes.of_class("IfcProject"):
        name = attributes.text(project, "LongName") or attributes.text(project, "Name")
        return {"project_global_id": attributes.text(project, "GlobalId"), "project_name": name}
    return {"project_global_id": "", "project_name": ""}


def _header(model: Any) -> dict[str, str]:
    """The header is written by hand more often than the rest: every field may be missing or of the wrong kind."""
    return {
        "time_stamp": _header_text(model, "time_stamp"),
        "application": _header_text(model, "originating_system")
        or _header_text(model, "preprocessor_version"),
    }


def _header_text(model: Any, name: str) -> str:
    try:
        value = getattr(model.header.file_name, name)
    except Exception:  # a field the parser could not make sense of
        return ""
    return value.strip() if isinstance(value, str) else ""


def _scaled(georeference: Georeference | None, metres: float) -> Georeference | None:
    """Make the scale that of metres; a file in millimetres writes 0.001, or wrongly 1: both mean true size."""
    if georeference is None:
        return None
    per_metre = georeference.scale / metres
    plausible = [scale for scale in (per_metre, georeference.scale) if 0.9 < scale < 1.1]
    return replace(georeference, scale=plausible[0] if plausible else per_metre)


def _count(model: Any, *class_names: str) -> int:
    return sum(len(model.by_type(name)) for name in class_names)


def main(arguments: list[str] | None = None) -> int:
    """Print what a file holds; return 1 when it is refused."""
    parser = argparse.ArgumentParser(prog="python -m assets.ifc.reading", description="What a model holds.")
    parser.add_argument("file")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    try:
        records = read(open_ifc(options.file))
    except RefusedFile as refused:
        print(refused.message, file=sys.stderr)
        return 1
    _print(records, time.perf_counter() - started, as_json=options.json)
    return 0


def _print(records: FileRecords, seconds: float, *, as_json: bool) -> None:
    if as_json:
        said = {
            "schema": records.schema,
            "counts": asdict(records.counts),
            "findings": [asdict(one) for one in records.findings],
            "seconds": round(seconds, 3),
        }
        print(json.dumps(said, ensure_ascii=False, indent=1))
        return
    print(f"{records.schema}  {records.project_name}  ({records.application})  {seconds:.2f} s")
    for name, count in asdict(records.counts).items():
        print(f"{count:>9,}  {name}")
    for one in records.findings:
        print(f"{one.severity:>9}  {one.code}: {one.message}")


if __name__ == "__main__":
    sys.exit(main())

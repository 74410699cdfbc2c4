"""What a person should know about a file once it is read: counts of what is missing or doubtful."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from assets.ifc.attributes import Attributes
from assets.ifc.findings import finding
from assets.ifc.placements import Placements
from assets.ifc.records import ElementRecord, FileRecords, Finding, LocationRecord
from assets.ifc.spatial import Relations

HUGE_METRES = 1e6
_SAMPLED = 200
_TOLD_ONE_BY_ONE = 100  # doubled identifiers
_NEVER_DRAWN = ("opening", "not_drawn")  # a virtual boundary needs neither shape nor place


def of_records(records: FileRecords) -> Iterator[Finding]:
    """Give the findings that the records alone show."""
    if not records.elements and not records.locations:
        yield finding("no-products")
    yield from _elements(records.elements)
    yield from _places(records.locations)
    yield from _networks(records)
    yield from _systems(records)
    without = [one.step_id for one in records.documents if not one.location]
    if without:
        yield finding("documents-without-location", count=len(without), examples=without)
    if records.georeference is None:
        yield finding("georeference-missing")
    elif records.georeference.crs is None and not records.georeference.eastings:
        yield finding("georeference-approximate")


def _elements(every: Sequence[ElementRecord]) -> Iterator[Finding]:
    elements = [one for one in every if one.layer not in _NEVER_DRAWN]
    parts_shown = {one.whole for one in elements if one.has_representation and one.whole is not None}
    without = [
        one.step_id for one in elements if not one.has_representation and one.step_id not in parts_shown
    ]
    if elements and len(without) == len(elements):
        yield finding("no-shape-at-all", elements=len(elements))
    elif without:
        yield finding("elements-without-shape", count=len(without), elements=len(elements), examples=without)
    proxies = [one.step_id for one in elements if one.layer == "proxy"]
    if proxies:
        yield finding("proxies", count=len(proxies), examples=proxies)
    homeless = [one.step_id for one in elements if one.container is None]
    if homeless:
        yield finding("elements-without-place", count=len(homeless), examples=homeless)
    unmapped = sum(one.layer == "other" for one in elements)
    if unmapped:
        yield finding("classes-unmapped", count=unmapped)


def _places(locations: Sequence[LocationRecord]) -> Iterator[Finding]:
    storeys = [one for one in locations if one.kind == "storey"]
    flat = [one.step_id for one in storeys if one.elevation is None]
    if flat:
        yield finding("storeys-without-elevation", count=len(flat), examples=flat)
    if locations and not storeys:
        yield finding("no-storeys")
    unsaid = [one.step_id for one in locations if one.kind == "space" and one.publicly_accessible is None]
    if unsaid:
        yield finding("spaces-without-access", count=len(unsaid), examples=unsaid)


def _networks(records: FileRecords) -> Iterator[Finding]:
    loose = [port.step_id for port in records.ports if port.element is None]
    if loose:
        yield finding("ports-unattached", count=len(loose), examples=loose)
    joined = {end for one in records.connections for end in (one.from_port, one.to_port)}
    unjoined = [port.step_id for port in records.ports if port.step_id not in joined]
    if unjoined:
        yield finding("ports-unconnected", count=len(unjoined), ports=len(records.ports), examples=unjoined)
    with_ports = {port.element for port in records.ports}
    network = [one for one in records.elements if one.layer.startswith("network")]
    portless = [one.step_id for one in network if one.step_id not in with_ports]
    if portless:
        yield finding("elements-without-ports", count=len(portless), elements=len(network), examples=portless)


def _systems(records: FileRecords) -> Iterator[Finding]:
    untyped = [one.name or f"#{one.step_id}" for one in records.systems if one.family == "unknown"]
    if untyped:
        yield finding("systems-untyped", count=len(untyped), examples=untyped)
    guessed = [one.name or f"#{one.step_id}" for one in records.systems if one.guessed]
    if guessed:
        yield finding("systems-guessed", count=len(guessed), examples=guessed)
    empty = [one.name or f"#{one.step_id}" for one in records.systems if not one.members]
    if empty:
        yield finding("systems-empty", count=len(empty), examples=empty)


@dataclass(frozen=True, slots=True)
class FileInspection:
    """Findings that need the entities themselves."""

    attributes: Attributes
    placements: Placements
    related: Relations

    def findings(self, products: Sequence[Any], doubled: int) -> Iterator[Finding]:
        """Give what is wrong with identifiers, links, values and the place of the model."""
        yield from self._identifiers(products)
        yield from self._coordinates()
        if self.related.broken:
            yield finding(
                "relation-incomplete", count=len(self.related.broken), examples=list(self.related.broken)
            )
        if doubled:
            yield finding("connections-doubled", count=doubled)
        if self.attributes.damaged:
            damaged = list(self.attributes.damaged)
            yield finding("attribute-unreadable", count=len(damaged), examples=damaged)

    def _identifiers(self, products: Sequence[Any]) -> Iterator[Finding]:
        users: dict[str, list[int]] = defaultdict(list)
        groups = (self.attributes.of_class(name) for name in ("IfcTypeObject", "IfcGroup", "IfcProject"))
        for one in chain(products, *groups):
            users[self.attributes.text(one, "GlobalId")].append(one.id())
        nameless = users.pop("", [])
        if nameless:
            yield finding("globalid-missing", count=len(nameless), examples=nameless)
        doubled = {global_id: step_ids for global_id, step_ids in users.items() if len(step_ids) > 1}
        for global_id, step_ids in islice(doubled.items(), _TOLD_ONE_BY_ONE):
            yield finding(
                "duplicate-globalid",
                entity=step_ids[0],
                global_id=global_id,
                count=len(step_ids),
                examples=step_ids,
            )
        if len(doubled) > _TOLD_ONE_BY_ONE:
            yield finding("duplicate-globalids-more", count=len(doubled) - _TOLD_ONE_BY_ONE)

    def _coordinates(self) -> Iterator[Finding]:
        places = [*self.attributes.of_class("IfcSpatialStructureElement"), *self._sample()]
        farthest = max((self._distance(one) for one in places), default=0.0)
        if farthest >= HUGE_METRES:
            yield finding("coordinates-huge", kilometres=round(farthest / 1000))

    def _sample(self) -> list[object]:
        elements = list(self.attributes.of_class("IfcElement"))
        return elements[:: max(1, len(elements) // _SAMPLED)]

    def _distance(self, product: object) -> float:
        position = self.placements.position(product)
        return max(map(abs, position)) if position is not None else 0.0


def summary(findings: Sequence[Finding]) -> dict[str, int]:
    """Return how many findings there are of each code."""
    return dict(Counter(one.code for one in findings))

"""The truth of the generator against what ifcopenshell reads from the files, on its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ifcopenshell
import ifcopenshell.util.element as elements
import ifcopenshell.util.placement as placements
import pytest

from ifc_samples.station.networks import Network
from ifc_samples.station.whole import FILES, make_book
from tests.ifc_samples.conftest import Made

Entity = Any
PLUMBING = ["VDO_PLB.ifc", "VDO_PLB_IFC2X3.ifc", "VDO_PLB_IFC4X3.ifc"]


def counted(model: ifcopenshell.file) -> dict[str, int]:
    """The contract's raw counts, read from a file."""
    found = model.by_type("IfcElement")
    made = [element for element in found if not element.is_a("IfcFeatureElement")]
    systems = [
        s
        for s in model.by_type("IfcSystem")
        if not s.is_a("IfcZone") and not s.is_a("IfcStructuralAnalysisModel")
    ]
    pairs = {
        frozenset((r.RelatingPort.id(), r.RelatedPort.id())) for r in model.by_type("IfcRelConnectsPorts")
    }
    return {
        "products": len(model.by_type("IfcProduct")),
        "elements": len(made),
        "elements_with_shape": sum(bool(element.Representation) for element in made),
        "types": len(model.by_type("IfcTypeObject")),
        "spaces": len(model.by_type("IfcSpace")),
        "storeys": len(model.by_type("IfcBuildingStorey")),
        "systems": len(systems),
        "ports": len(model.by_type("IfcDistributionPort")),
        "connections": len(pairs),
        "documents": len(model.by_type("IfcDocumentInformation")),
        "properties": len(model.by_type("IfcPropertySingleValue"))
        + len(model.by_type("IfcPhysicalSimpleQuantity")),
    }


@pytest.mark.parametrize("name", FILES)
def test_counts_are_those_of_the_file(made: Made, name: str) -> None:
    assert counted(made.models[name]) == made.truth["files"][name]["counts"]


def owners(model: ifcopenshell.file) -> Iterator[tuple[Entity, Entity]]:
    """(port, element) pairs, through either relation."""
    for nest in model.by_type("IfcRelNests") if model.schema != "IFC2X3" else []:
        yield from ((port, nest.RelatingObject) for port in nest.RelatedObjects)
    for joint in model.by_type("IfcRelConnectsPortToElement"):
        yield joint.RelatingPort, joint.RelatedElement


def edges(model: ifcopenshell.file) -> list[tuple[str, str]]:
    owner = {port.id(): element.GlobalId for port, element in owners(model)}
    relations = model.by_type("IfcRelConnectsPorts")
    return sorted((owner[r.RelatingPort.id()], owner[r.RelatedPort.id()]) for r in relations)


@pytest.mark.parametrize("name", FILES)
def test_ports_are_connected_as_the_truth_says(made: Made, name: str) -> None:
    discipline = FILES[name][0]
    told = {
        (a, b)
        for system in made.truth["systems"]
        if system["discipline"] == discipline
        for a, b, _ in system["edges"]
    }
    trays = _trays(made.models[name])

    read = set(edges(made.models[name]))

    assert {edge for edge in read if edge[0] not in trays} == {edge for edge in told if edge[0] not in trays}
    assert read == told


def _trays(model: ifcopenshell.file) -> set[str]:
    if model.schema == "IFC2X3":
        return set()
    return {entity.GlobalId for entity in model.by_type("IfcCableCarrierSegment")}


@pytest.mark.parametrize("name", FILES)
def test_connected_ports_touch_and_the_open_ones_are_known(made: Made, name: str) -> None:
    model = made.models[name]
    joined: set[str] = set()
    for relation in model.by_type("IfcRelConnectsPorts"):
        a, b = (
            placements.get_local_placement(p.ObjectPlacement)[:3, 3]
            for p in (relation.RelatingPort, relation.RelatedPort)
        )
        assert abs(a - b).max() <= 0.010
        joined |= {relation.RelatingPort.GlobalId, relation.RelatedPort.GlobalId}

    mine = {element.GlobalId for element in model.by_type("IfcElement")}
    open_ports = {port["global_id"] for port in made.truth["open_ports"] if port["element"] in mine}
    assert {port.GlobalId for port in model.by_type("IfcDistributionPort")} - joined == open_ports


def test_plumbing_is_the_same_in_three_schemas(made: Made) -> None:
    reference = made.models[PLUMBING[0]]

    for name in PLUMBING[1:]:
        model = made.models[name]
        assert edges(model) == edges(reference)
        assert _said(model) == _said(reference)


def _said(model: ifcopenshell.file) -> dict[str, tuple]:
    """Code, name, class of the type, room of every element by GlobalId."""
    said = {}
    for element in model.by_type("IfcElement"):
        kind = elements.get_type(element)
        container = elements.get_container(element)
        said[element.GlobalId] = (element.Tag, element.Name, kind and kind.is_a(), container.Name)
    return said


@pytest.mark.parametrize("name", [name for name in FILES if FILES[name][1] == "IFC4"])
def test_each_coded_element_is_in_the_room_the_truth_names(made: Made, name: str) -> None:
    """Explicit rooms by containment, the others by the point where the element stands, within the room's box."""
    model = made.models[name]
    boxes = {space.Name: _box(space) for space in model.by_type("IfcSpace")}
    for element in model.by_type("IfcElement"):
        told = made.truth["elements"].get(element.Tag or "")
        if not told:
            continue
        container = elements.get_container(element)
        if told["room_source"] == "explicit":
            assert container.Name == told["room"]
        else:
            assert container.Name == told["storey"]
        if told["room"] and told["room_source"] == "geometric":
            origin = placements.get_local_placement(element.ObjectPlacement)[:3, 3]
            low, high = boxes[told["room"]]
            assert all(low[i] - 0.35 <= origin[i] <= high[i] + 0.35 for i in range(3)), element.Tag


def _box(space: Entity) -> tuple[list[float], list[float]]:
    low = placements.get_local_placement(space.ObjectPlacement)[:3, 3]
    solid = space.Representation.Representations[0].Items[0]
    size = (solid.SweptArea.XDim, solid.SweptArea.YDim, solid.Depth)
    return list(low), [low[i] + size[i] for i in range(3)]


def test_the_sump_pumps_are_in_the_lifting_room(made: Made) -> None:
    """
    sump ─┬─ EU-P-01 ─ check ─ valve ─┐
          └─ EU-P-02 ─ check ─ valve ─┴─▶ collector ─▶ manhole
    """
    assert [(pump["code"], pump["room"]) for pump in made.truth["sump_pumps"]] == [
        ("EU-P-01", "S1-02"),
        ("EU-P-02", "S1-02"),
    ]
    drains = next(system for system in made.truth["systems"] if system["code"] == "EU")
    assert ["EU-P-01", "EU-CL-01"] in drains["feeds"]
    assert ["EU-FO-01", "EU-P-01"] in drains["feeds"]


def test_isolating_sets_are_the_nearest_valves(made: Made) -> None:
    """A pump between two valves; a tap on the loop between two loop valves; a board with two supplies."""
    isolation = made.truth["isolation"]

    assert isolation["EFS-P-01"] == {"devices": ["EFS-V-003", "EFS-V-004"], "complete": True, "lost": []}
    assert isolation["EFS-RP-01"]["devices"] == ["EFS-V-010", "EFS-V-011"]
    assert isolation["CFO-TD-07"]["devices"] == ["CFO-TGBT-01-D07", "CFO-TGBT-01-D08"]
    assert all(answer["complete"] for answer in isolation.values())


def test_power_reaches_machines_of_other_files(made: Made) -> None:
    fed = {feed["to"] for feed in made.truth["feeds_across_files"]}

    assert {
        "ASC-01",
        "ASC-02",
        "ASC-03",
        "ESC-01",
        "ESC-02",
        "ESC-03",
        "EFS-P-01",
        "EU-P-01",
        "CVC-CTA-01",
    } <= fed
    assert fed <= set(made.truth["elements"])


def test_the_known_imperfections_are_in_the_file(made: Made) -> None:
    model = made.models["VDO_ARC.ifc"]
    doors = [door for door in model.by_type("IfcDoor") if not door.Tag]

    assert sorted(p.GlobalId for p in model.by_type("IfcBuildingElementProxy")) == sorted(
        made.truth["imperfections"]["proxies"]
    )
    assert sorted(door.GlobalId for door in doors) == sorted(
        made.truth["imperfections"]["doors_without_code"]
    )
    assert (len(doors), len(made.truth["imperfections"]["proxies"])) == (2, 3)


def test_a_scaled_station_stays_one_connected_network() -> None:
    """Each module is fed by the one before: water, power, heat and fire water reach the last one."""
    network = Network(make_book(3))
    fed = network.reach(network.sources, blocked=set())

    last = {"M03-EFS-P-01", "M03-CFO-TGBT-01", "M03-CVC-ECH-01", "M03-INC-V-002"}
    assert last <= {item.code for item, _ in fed}
    assert {item.code for item, _ in network.sources if item.code} == {"CFO-TR-01"}


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith(("VDO_PLB", "VDO_CVC"))])
def test_what_controls_what_is_in_the_file_whatever_its_schema(made: Made, name: str) -> None:
    model = made.models[name]
    written = {
        (control.Tag, relation.RelatingFlowElement.Tag)
        for relation in model.by_type("IfcRelFlowControlElements")
        for control in relation.RelatedControlElements
    }
    discipline = made.truth["files"][name]["discipline"]
    elements = made.truth["elements"]

    assert written == {
        tuple(pair) for pair in made.truth["controls"] if elements[pair[0]]["discipline"] == discipline
    }
    assert written


def test_the_architects_file_says_who_rents_which_room(made: Made) -> None:
    model = made.models["VDO_ARC.ifc"]
    written = {
        room.Name: relation.RelatingActor.TheActor.Name
        for relation in model.by_type("IfcRelAssignsToActor")
        for room in relation.RelatedObjects
    }

    assert written == {
        number: room["tenant"] for number, room in made.truth["rooms"].items() if room["tenant"]
    }
    assert sorted(written) == ["011", "012", "013"]

"""What goes when walls are wiped, and what must not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ifcopenshell.ifcopenshell_wrapper as schemas
import pytest

from assets.ifc.classes import LENSES, behaviour, is_maintainable, layer_of, lens_table, table
from tests.assets.ifc.drawing import SCHEMAS, Drawing
from tests.assets.ifc.models import codes_of_findings, named, records_of


def concrete_classes(above: str) -> set[str]:
    """Every class below `above` that a file of any schema can hold."""
    found = set()
    for name in SCHEMAS:
        for declaration in schemas.schema_by_name(name).entities():
            line, here = [], declaration
            while here:
                line.append(here.name())
                here = here.supertype()
            if above in line and not declaration.is_abstract():
                found.add(declaration.name())
    return found


def test_the_table_has_every_product_class_of_the_three_schemas() -> None:
    assert set(table()) == concrete_classes("IfcProduct")


def test_each_layer_behaves_one_way_in_each_lens() -> None:
    for row in table().values():
        for lens in LENSES:
            assert row.behaviours[lens] == lens_table()[lens][row.layer]


def test_every_lens_knows_every_layer_an_element_can_have() -> None:
    layers = {layer_of(one) for one in concrete_classes("IfcElement")} | {layer_of("IfcNothingWeKnow")}

    assert all(layers <= set(lens_table()[lens]) for lens in LENSES)


@pytest.mark.parametrize(
    ("ifc_class", "expected"),
    [
        ("IfcWall", ["show", "hide", "hide", "hide"]),
        ("IfcSlab", ["show", "ghost", "hide", "hide"]),
        ("IfcColumn", ["show", "ghost", "ghost", "hide"]),
        ("IfcDoor", ["show", "show", "show", "hide"]),
        ("IfcPump", ["show", "show", "show", "show"]),
        ("IfcPipeSegment", ["show", "show", "show", "show"]),
        ("IfcTransportElement", ["show", "show", "show", "show"]),
        ("IfcSpace", ["never", "never", "never", "never"]),
        ("IfcOpeningElement", ["never", "never", "never", "never"]),
    ],
)
def test_lenses(ifc_class: str, expected: list[str]) -> None:
    assert [behaviour(layer_of(ifc_class), lens) for lens in LENSES] == expected


@pytest.mark.parametrize(
    "ifc_class", ["IfcDoor", "IfcPump", "IfcSensor", "IfcSign", "IfcBuildingElementProxy", "IfcSignal"]
)
def test_these_are_maintained(ifc_class: str) -> None:
    assert is_maintainable(ifc_class)


@pytest.mark.parametrize(
    "ifc_class", ["IfcPipeSegment", "IfcDuctFitting", "IfcWall", "IfcSpace", "IfcJunctionBox", "IfcX"]
)
def test_these_are_not(ifc_class: str) -> None:
    assert not is_maintainable(ifc_class)


def part(drawing: Drawing, ifc_class: str, name: str, whole: Any, **attributes: Any) -> None:
    one = drawing.root(ifc_class, Name=name, **attributes)
    drawing.root("IfcRelAggregates", RelatingObject=whole, RelatedObjects=[one])


def test_parts_follow_their_whole_but_doors_do_not(tmp_path: Path) -> None:
    drawing = Drawing()
    facade = drawing.element("IfcCurtainWall", "facade")
    part(drawing, "IfcPlate", "pane", facade)
    part(drawing, "IfcMember", "mullion", facade)
    part(drawing, "IfcDoor", "door", facade)
    stair = drawing.element("IfcStair", "stair")
    part(drawing, "IfcSlab", "landing", stair)
    frame = drawing.element("IfcElementAssembly", "frame")
    part(drawing, "IfcBeam", "beam", frame)
    drawing.element("IfcPlate", "panel", PredefinedType="CURTAIN_PANEL")

    records = records_of(drawing, tmp_path)
    layers = {one.name: one.layer for one in records.elements}

    assert {layers[name] for name in ("facade", "pane", "mullion", "panel")} == {"wall"}
    assert (layers["door"], layers["landing"], layers["beam"]) == ("door", "circulation", "structure")


def test_coverings_go_with_what_they_cover(tmp_path: Path) -> None:
    drawing = Drawing()
    wall, pipe = drawing.element("IfcWall", "wall"), drawing.element("IfcPipeSegment", "pipe")
    for name, kind, host in (
        ("lagging", "INSULATION", pipe),
        ("sleeve", "SLEEVING", None),
        ("wall insulation", "INSULATION", wall),
        ("ceiling", "CEILING", None),
        ("floor finish", "FLOORING", None),
    ):
        covering = drawing.element("IfcCovering", name, PredefinedType=kind)
        if host is not None:
            drawing.root(
                "IfcRelCoversBldgElements", RelatingBuildingElement=host, RelatedCoverings=[covering]
            )

    records = records_of(drawing, tmp_path)
    layers = {one.name: one.layer for one in records.elements}

    assert named(records, "lagging").host == pipe.id()
    assert (layers["lagging"], layers["sleeve"]) == ("network_run", "network_run")
    assert (layers["wall insulation"], layers["ceiling"]) == ("finish", "finish")
    assert layers["floor finish"] == "slab_roof"


def test_a_proxy_is_of_the_network_when_it_is_joined_to_one(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.nested = True
    drawing.element("IfcBuildingElementProxy", "with port", ports=1)
    in_system = drawing.element("IfcBuildingElementProxy", "in system")
    in_group = drawing.element("IfcBuildingElementProxy", "in a group")
    drawing.element("IfcBuildingElementProxy", "alone")
    drawing.system("Soufflage", "VENTILATION", in_system)
    drawing.system("Lot 4", None, in_group)

    records = records_of(drawing, tmp_path)
    layers = {one.name: one.layer for one in records.elements}

    assert (layers["with port"], layers["in system"]) == ("network_equipment", "network_equipment")
    assert (layers["in a group"], layers["alone"]) == ("proxy", "proxy")
    assert "proxies" in codes_of_findings(records)


def test_a_part_of_itself_ends(tmp_path: Path) -> None:
    drawing = Drawing()
    one, other = drawing.element("IfcPlate", "one"), drawing.element("IfcPlate", "other")
    drawing.root("IfcRelAggregates", RelatingObject=one, RelatedObjects=[other])
    drawing.root("IfcRelAggregates", RelatingObject=other, RelatedObjects=[one])

    assert {element.layer for element in records_of(drawing, tmp_path).elements} == {"structure"}

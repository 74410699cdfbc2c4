"""A digest changes with what the kernel reads for a shape, and with nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import ifcopenshell
import pytest

from assets.ifc.kept_shapes import digests_of
from assets.ifc.kernel_ladder import salt
from assets.ifc.kernel_plan import products
from tests import soaking
from tests.assets.ifc.shaped_model import NAMES, ShapedModel, named_steps

Change = Callable[[ShapedModel], object]


def by_name(path: Path) -> dict[str, bytes | None]:
    names = named_steps(ifcopenshell.open(str(path)))
    return {names[step]: digest for step, digest in digests_of(path).items()}


def changed(before: dict[str, bytes | None], after: dict[str, bytes | None]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def moved(model: ShapedModel) -> None:
    model.by_name("slab").ObjectPlacement.RelativePlacement.Location.Coordinates = (0.0, 6.0, 0.0)


def storey_moved(model: ShapedModel) -> None:
    for name in ("wall", "pump 2"):
        model.by_name(name).ObjectPlacement.PlacementRelTo = model.storey.ObjectPlacement
    model.storey.ObjectPlacement.RelativePlacement.Location.Coordinates = (0.0, 0.0, 1.0)


def layered(model: ShapedModel) -> None:
    """The slab's own colour stays; the wall had none."""
    model.root(
        "IfcRelAssociatesMaterial",
        RelatedObjects=[model.by_name("wall")],
        RelatingMaterial=model.file.create_entity("IfcMaterialLayerSet", MaterialLayers=[
            model.file.create_entity("IfcMaterialLayer", Material=model.steel, LayerThickness=0.2)
        ]),
    )  # fmt: skip


def typed_material(model: ShapedModel) -> None:
    type_ = model.type("IfcPump", "SUMPPUMP")
    model.root("IfcRelAssociatesMaterial", RelatedObjects=[type_], RelatingMaterial=model.steel)


CHANGES: dict[str, tuple[Change, set[str]]] = {
    "nothing": (lambda m: None, set()),
    "a moved element": (moved, {"slab"}),
    "a storey moved with what stands on it": (storey_moved, {"wall", "pump 2"}),
    "a profile": (lambda m: setattr(m.solids["beam"].SweptArea, "XDim", 0.2), {"beam"}),
    "a depth": (lambda m: setattr(m.solids["wall"], "Depth", 3.5), {"wall"}),
    "an opening's shape": (lambda m: setattr(m.solids["door"], "Depth", 2.5), {"wall"}),
    "an opening's place": (lambda m: setattr(m.opening, "ObjectPlacement", m.at(2.0)), {"wall"}),
    "an opening more": (lambda m: m.hole("x", m.by_name("slab"), (1.0, 1.0, 1.0), (1.0, 6.0, 0.0)), {"slab"}),
    "the opening of a whole": (lambda m: setattr(m.solids["gap"], "Depth", 0.7), {"panel"}),
    "a colour": (lambda m: setattr(m.red[0], "Green", 0.5), {"slab"}),
    "a colour more": (
        lambda m: m.file.create_entity("IfcStyledItem", Item=m.solids["wall"], Styles=[m.blue[1]]),
        {"wall"},
    ),
    "a material's colour": (lambda m: setattr(m.blue[0], "Green", 0.5), {"beam"}),
    "another material": (layered, {"wall"}),
    "a type's material": (typed_material, {"pump 1", "pump 2"}),
    "a map of a type": (lambda m: setattr(m.solids["pump"], "Depth", 0.6), {"pump 1", "pump 2"}),
    "the unit of length": (
        lambda m: setattr(m.project.UnitsInContext.Units[0], "Prefix", "MILLI"),
        NAMES,
    ),
    "the precision": (lambda m: setattr(m.context, "Precision", 1e-3), NAMES),
    # Kernels take the finest precision of the project, whatever a shape is drawn in.
    "the precision of plans": (lambda m: setattr(m.plan, "Precision", 1e-7), NAMES),
    "a room": (lambda m: setattr(m.solids["room"], "Depth", 2.5), {"room"}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_seen_in_the_shapes_it_makes_and_in_no_other(what: str, tmp_path: Path) -> None:
    change, affected = CHANGES[what]
    model = ShapedModel()
    before = by_name(model.save(tmp_path, "before.ifc"))
    change(model)

    after = by_name(model.save(tmp_path, "after.ifc"))

    assert before.keys() == NAMES
    assert changed(before, after) == affected


def test_names_identifiers_and_properties_change_no_digest(tmp_path: Path) -> None:
    model = ShapedModel()
    before = digests_of(model.save(tmp_path, "before.ifc"))
    for one in model.file.by_type("IfcRoot"):
        one.GlobalId, one.Description = ifcopenshell.guid.new(), "told; anew, '#1=IFCWALL(' and all"
    for one in model.file.by_type("IfcElement"):
        one.Name, one.Tag = f"{one.Name} renamed", "T-1"
        model.properties(one, "Pset_ManufacturerOccurrence", SerialNumber="SN-2")
    model.steel.Name = "Stainless steel"
    unit = model.file.create_entity("IfcSIUnit", UnitType="POWERUNIT", Name="WATT")
    model.project.UnitsInContext.Units = [*model.project.UnitsInContext.Units, unit]

    assert digests_of(model.save(tmp_path, "after.ifc")) == before


def test_other_line_numbers_and_another_hand_change_no_digest(tmp_path: Path) -> None:
    """Numbers in another order and spelling, comments, lower case, records over several lines."""
    path = ShapedModel().save(tmp_path, "before.ifc")
    before = by_name(path)
    text = path.read_text()
    text = re.sub(r"#(\d+)", lambda found: f"#{9000 - int(found.group(1))}", text)
    head, data = text.split("DATA;")
    data = re.sub(r"(\d)\.([,)])", r"\1.000E+00\2", data).replace(",(", " ,\n  ( /* ; #1=IFCWALL( */ ")
    data = data.replace("IFCEXTRUDEDAREASOLID", "IfcExtrudedAreaSolid")
    other = tmp_path / "after.ifc"
    other.write_text(f"{head}DATA;{data}")

    assert by_name(other) == before


def test_a_kernel_or_setting_of_ours_changes_every_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ShapedModel().save(tmp_path)
    before = by_name(path)

    for name, value in (("LINEAR_DEFLECTION", 0.001), ("LIBRARIES", ("opencascade",))):
        with monkeypatch.context() as patch:
            patch.setattr(f"assets.ifc.kernel_ladder.{name}", value)
            patch.setattr("assets.ifc.kept_shapes.salt", salt.__wrapped__)
            assert changed(before, by_name(path)) == NAMES


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("IFCEXTRUDEDAREASOLID(#", "IFCEXTRUDEDAREASOLID(#99999"),  # a line that is not there
        ("IFCRELVOIDSELEMENT(", "IFCRELVOIDSELEMENT($,"),  # one value too many
    ],
)
def test_what_is_unclear_has_no_digest(tmp_path: Path, written: str, instead: str) -> None:
    path = ShapedModel().save(tmp_path)
    path.write_text(path.read_text().replace(written, instead))

    assert set(digests_of(path).values()) == {None}


def test_a_placement_relative_to_itself_costs_only_its_own_digest(tmp_path: Path) -> None:
    model = ShapedModel()
    before = by_name(model.save(tmp_path, "before.ifc"))
    place = model.by_name("slab").ObjectPlacement
    place.PlacementRelTo = place

    after = by_name(model.save(tmp_path, "after.ifc"))

    assert changed(before, after) == {"slab"}
    assert after["slab"] is None


def test_a_line_number_given_twice_costs_the_digests_that_lead_there(tmp_path: Path) -> None:
    model = ShapedModel()
    path = model.save(tmp_path)
    before = by_name(path)
    doubled = model.solids["beam"].SweptArea
    path.write_text(path.read_text().replace("ENDSEC;\nEND-", f"{doubled.to_string()};\nENDSEC;\nEND-"))

    after = digests_of(path)

    names = named_steps(model.file)
    assert {names[step] for step, digest in after.items() if digest is None} == {"beam"}
    assert before["beam"] is not None


def test_the_text_names_the_products_that_the_parser_names(shared_ifc: Path) -> None:
    for path in soaking.few(sorted(shared_ifc.glob("*.ifc")), 6):
        try:
            model = ifcopenshell.open(str(path))
        except ifcopenshell.SchemaError:
            continue
        assert sorted(digests_of(path)) == sorted(products(model)), path.name
        assert None not in digests_of(path).values(), path.name

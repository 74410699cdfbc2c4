"""The box of an element that no kernel can shape, from the numbers in its representation."""

from __future__ import annotations

import ifcopenshell
import ifcopenshell.api as api
import numpy as np
import pytest

from assets.ifc.point_boxes import PointBoxes


@pytest.fixture
def model() -> ifcopenshell.file:
    model = api.run("project.create_file", version="IFC4")
    api.run("root.create_entity", model, ifc_class="IfcProject", name="P")
    api.run("unit.assign_unit", model)  # millimetres
    api.run("context.add_context", model, context_type="Model")
    return model


def element(model: ifcopenshell.file, *items: ifcopenshell.entity_instance, at: tuple[float, float, float]):
    pump = api.run("root.create_entity", model, ifc_class="IfcPump")
    context = model.by_type("IfcGeometricRepresentationContext")[0]
    shape = model.createIfcShapeRepresentation(context, "Body", "SolidModel", items)
    api.run("geometry.assign_representation", model, product=pump, representation=shape)
    matrix = np.eye(4)
    matrix[:3, 3] = at
    api.run("geometry.edit_object_placement", model, product=pump, matrix=matrix, is_si=True)
    return pump


def test_points_give_the_box_in_metres_and_its_place(model: ifcopenshell.file):
    points = model.createIfcCartesianPointList3D([(0.0, 0.0, 0.0), (500.0, 200.0, 100.0)])
    pump = element(model, model.createIfcTriangulatedFaceSet(points, None, None, [(1, 2, 1)]), at=(7, 8, 9))

    low, high, matrix = PointBoxes(model).of(pump)

    np.testing.assert_allclose(low, [0, 0, 0])
    np.testing.assert_allclose(high, [0.5, 0.2, 0.1])
    np.testing.assert_allclose(matrix[:3, 3], [7, 8, 9])


def test_a_radius_counts_where_there_are_few_points(model: ifcopenshell.file):
    position = model.createIfcAxis2Placement3D(model.createIfcCartesianPoint((0.0, 0.0, 0.0)))
    pump = element(model, model.createIfcSphere(position, 400.0), at=(0, 0, 0))

    low, high, _ = PointBoxes(model).of(pump)

    assert (high - low).max() >= 0.4


def test_a_shape_that_says_nothing_has_no_box(model: ifcopenshell.file):
    pump = element(model, model.createIfcDirection((0.0, 0.0, 1.0)), at=(0, 0, 0))

    assert PointBoxes(model).of(pump) is None


def test_an_element_without_placement_stays_at_the_origin(model: ifcopenshell.file):
    points = model.createIfcCartesianPointList3D([(0.0, 0.0, 0.0), (500.0, 200.0, 100.0)])
    pump = element(model, model.createIfcTriangulatedFaceSet(points, None, None, [(1, 2, 1)]), at=(7, 8, 9))
    pump.ObjectPlacement = None

    _, _, matrix = PointBoxes(model).of(pump)

    np.testing.assert_array_equal(matrix, np.eye(4))

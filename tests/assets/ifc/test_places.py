"""Which room an element stands in, from footprints and the shapes themselves."""

from __future__ import annotations

import time

import numpy as np
import pytest
import shapely

from assets.ifc.footprints import footprint, polygon, rings
from assets.ifc.places import place, representative_points
from assets.ifc.shape_set import Footprint, ShapeSet


def room(
    step_id: int, x: float, y: float, width: float, depth: float, z: float = 0.0, height: float = 3.0
) -> Footprint:
    ring = [[x, y], [x + width, y], [x + width, y + depth], [x, y + depth], [x, y]]
    return Footprint(step_id, [ring], z, z + height)


def at(*points: tuple[float, float, float]) -> np.ndarray:
    return np.array(points, "f8")


def prism(outline: list[tuple[float, float]], height: float) -> tuple[np.ndarray, np.ndarray]:
    """The closed mesh of a room with this plan (counter-clockwise)."""
    count = len(outline)
    vertices = np.array([[x, y, z] for z in (0.0, height) for x, y in outline])
    plan = shapely.constrained_delaunay_triangles(shapely.Polygon(outline))
    corner = {tuple(point): number for number, point in enumerate(outline)}
    cuts = [shapely.get_coordinates(one)[:3].tolist() for one in plan.geoms]
    floor = [[corner[tuple(point)] for point in cut] for cut in cuts]
    floor = [face if _area(outline, face) < 0 else face[::-1] for face in floor]
    ceiling = [[number + count for number in face[::-1]] for face in floor]
    walls = [
        face
        for a in range(count)
        for b in [(a + 1) % count]
        for face in ([a, b, b + count], [a, b + count, a + count])
    ]  # fmt: skip
    return vertices, np.array([*floor, *ceiling, *walls], "i4")


def _area(outline: list[tuple[float, float]], face: list[int]) -> float:
    (ax, ay), (bx, by), (cx, cy) = (outline[number] for number in face)
    return (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)


def test_a_point_is_in_the_room_around_it():
    """
    ┌─────┬─────┐
    │ 1 · │ 2   │   · ──▶ 1
    └─────┴─────┘
    """
    rooms = [room(1, 0, 0, 4, 4), room(2, 4, 0, 4, 4)]

    assert place(at((2, 2, 1), (6, 2, 1), (20, 2, 1)), rooms) == [1, 2, None]


def test_the_smallest_room_wins():
    rooms = [room(1, 0, 0, 20, 20), room(2, 1, 1, 2, 2)]

    assert place(at((2, 2, 1), (10, 10, 1)), rooms) == [2, 1]


def test_a_socket_in_the_plane_of_the_wall_belongs_to_the_room_before_it():
    assert place(at((4.03, 2, 1)), [room(1, 0, 0, 4, 4)]) == [1]


def test_a_light_just_above_a_false_ceiling_belongs_to_the_room_below():
    assert place(at((2, 2, 3.2), (2, 2, 4.5)), [room(1, 0, 0, 4, 4)]) == [1, None]


def test_a_room_that_holds_the_height_goes_before_one_that_nearly_does():
    below, above = room(1, 1, 1, 2, 2), room(2, 0, 0, 9, 9, z=3.0)

    assert place(at((2, 2, 3.1)), [below, above]) == [2]


def test_no_rooms_or_no_points_are_no_places():
    assert place(at((0, 0, 0)), []) == [None]
    assert place(np.empty((0, 3)), [room(1, 0, 0, 4, 4)]) == []


def test_a_hundred_thousand_points_find_their_places_in_seconds():
    rooms = [room(number, 10 * (number % 40), 10 * (number // 40), 10, 10) for number in range(1000)]
    points = np.random.default_rng(7).uniform((0, 0, 0), (400, 250, 3), (100_000, 3))
    started = time.perf_counter()

    places = place(points, rooms)

    assert time.perf_counter() - started < 5
    assert None not in places


def test_the_footprint_of_an_l_shaped_room_is_its_floor():
    outline = [(0.0, 0.0), (6.0, 0.0), (6.0, 2.0), (2.0, 2.0), (2.0, 5.0), (0.0, 5.0)]
    vertices, faces = prism(outline, 3.0)

    found = footprint(9, vertices, faces)

    assert (found.step_id, found.z_min, found.z_max) == (9, 0.0, 3.0)
    assert polygon(found.rings).symmetric_difference(shapely.Polygon(outline)).area < 0.01


def test_a_room_drawn_without_floor_gets_the_shadow_of_its_faces():
    vertices, faces = prism([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)], 3.0)
    ceiling_only = faces[2:4]

    assert polygon(footprint(1, vertices, ceiling_only).rings).area == pytest.approx(16, abs=0.05)


def test_a_room_without_area_gets_the_hull_of_its_points():
    vertices, faces = prism([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)], 3.0)
    walls_only = faces[4:6]

    assert not polygon(footprint(1, vertices, walls_only).rings).is_empty


def test_a_hole_in_a_plan_survives():
    plan = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))

    again = polygon(rings(plan))

    assert again.area == pytest.approx(96)


def test_the_point_of_an_l_shaped_duct_is_on_the_duct():
    """The middle of the box of an L lies in the neighbour's room."""
    vertices, faces = prism([(0.0, 0.0), (6.0, 0.0), (6.0, 0.2), (0.2, 0.2), (0.2, 6.0), (0.0, 6.0)], 0.2)

    point = representative_points(_one(vertices, faces))[0]

    assert min(point[0], point[1]) < 0.21


def _one(vertices: np.ndarray, faces: np.ndarray) -> ShapeSet:
    return ShapeSet(
        vertices=vertices,
        faces=faces,
        face_material=np.zeros(len(faces), "i4"),
        geometry_vertex_start=np.array([0, len(vertices)], "i4"),
        geometry_face_start=np.array([0, len(faces)], "i4"),
        materials=np.ones((1, 4), "f4"),
        step_ids=np.array([1], "i4"),
        geometry=np.array([0], "i4"),
        matrices=np.eye(4)[None],
        kernel=np.zeros(1, "u1"),
        boxes=np.array([[*vertices.min(axis=0), *vertices.max(axis=0)]]),
    )

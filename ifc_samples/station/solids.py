"""Closed shapes every kernel can read: extrusions and triangle meshes, with the builders for them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from math import cos, pi, sin

from ifc_samples.station.frames import (
    Frame,
    Vec,
    X,
    Z,
    add,
    cross,
    dot,
    length,
    looking,
    minus,
    square_to,
    times,
    unit,
)

Flat = tuple[float, float]
CIRCLE_FACETS = 12


@dataclass(frozen=True)
class Profile:
    """An outline in metres: a closed polygon (with holes), a centred rectangle or a circle."""

    points: tuple[Flat, ...] = ()
    holes: tuple[tuple[Flat, ...], ...] = ()
    size: Flat | None = None
    radius: float | None = None


@dataclass(frozen=True)
class Extrusion:
    """A profile in the xy plane of `frame`, drawn out along its z axis."""

    profile: Profile
    frame: Frame
    depth: float


@dataclass(frozen=True)
class Mesh:
    """A closed surface of triangles, counter-clockwise seen from outside."""

    points: tuple[Vec, ...]
    triangles: tuple[tuple[int, int, int], ...]


Solid = Extrusion | Mesh


@dataclass(frozen=True)
class Part:
    """One solid and the name of its surface style."""

    solid: Solid
    style: str


def box(style: str, x0: float, y0: float, z0: float, x1: float, y1: float, z1: float) -> Part:
    """A box between two corners, x0 < x1 and so on."""
    frame = Frame(((x0 + x1) / 2, (y0 + y1) / 2, z0))
    return Part(Extrusion(Profile(size=(x1 - x0, y1 - y0)), frame, z1 - z0), style)


def rod(style: str, start: Vec, end: Vec, radius: float) -> Part:
    """A straight round bar between two points."""
    along = minus(end, start)
    return Part(Extrusion(Profile(radius=radius), looking(start, along), length(along)), style)


def beam(style: str, start: Vec, end: Vec, width: float, height: float) -> Part:
    """A straight rectangular bar between two points, `height` in the vertical plane."""
    along = minus(end, start)
    return Part(Extrusion(Profile(size=(width, height)), looking(start, along), length(along)), style)


def slab(
    style: str, outline: list[Flat], z0: float, z1: float, holes: list[list[Flat]] | None = None
) -> Part:
    """A horizontal plate with an outline seen from above, and holes."""
    profile = Profile(points=tuple(outline), holes=tuple(tuple(hole) for hole in holes or ()))
    return Part(Extrusion(profile, Frame((0.0, 0.0, z0)), z1 - z0), style)


def rectangle(x0: float, y0: float, x1: float, y1: float) -> list[Flat]:
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def upright(style: str, outline: list[Flat], y0: float, y1: float) -> Part:
    """A plate standing in the xz plane, from y0 to y1; the outline gives (x, z)."""
    frame = Frame((0.0, y1, 0.0), X, (0.0, -1.0, 0.0))
    return Part(Extrusion(Profile(points=tuple(outline)), frame, y1 - y0), style)


def sideways(style: str, outline: list[Flat], x0: float, x1: float) -> Part:
    """A plate standing in the yz plane, from x0 to x1; the outline gives (y, z)."""
    frame = Frame((x0, 0.0, 0.0), (0.0, 1.0, 0.0), X)
    return Part(Extrusion(Profile(points=tuple(outline)), frame, x1 - x0), style)


def circle_points(radius: float, facets: int = CIRCLE_FACETS) -> list[Flat]:
    turn = 2 * pi / facets
    return [(radius * cos(i * turn), radius * sin(i * turn)) for i in range(facets)]


def _skin(rings: list[list[Vec]], *, closed: bool, caps: list[tuple[int, int, int]]) -> Mesh:
    """Quads between successive rings of equal size, each cut in two; caps at both ends unless closed."""
    n = len(rings[0])
    triangles: list[tuple[int, int, int]] = []
    spans = len(rings) if closed else len(rings) - 1
    for r in range(spans):
        low, high = r * n, ((r + 1) % len(rings)) * n
        for i in range(n):
            j = (i + 1) % n
            triangles += [(low + i, low + j, high + j), (low + i, high + j, high + i)]
    if not closed:
        last = (len(rings) - 1) * n
        triangles += [(c, b, a) for a, b, c in caps]
        triangles += [(last + a, last + b, last + c) for a, b, c in caps]
    return Mesh(tuple(p for ring in rings for p in ring), tuple(triangles))


def _turned_out(mesh: Mesh) -> Mesh:
    """The same surface seen from the other side, for rings drawn clockwise along the way."""
    return Mesh(mesh.points, tuple((a, c, b) for a, b, c in mesh.triangles))


def _ears(outline: list[Flat]) -> list[tuple[int, int, int]]:
    """Triangles of a simple counter-clockwise polygon, by cutting ears."""

    def area(a: int, b: int, c: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = outline[a], outline[b], outline[c]
        return (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)

    def holds(a: int, b: int, c: int, p: int) -> bool:
        return area(a, b, p) > -1e-12 and area(b, c, p) > -1e-12 and area(c, a, p) > -1e-12

    left, triangles = list(range(len(outline))), []
    while len(left) > 3:
        for i, b in enumerate(left):
            a, c = left[i - 1], left[(i + 1) % len(left)]
            if area(a, b, c) > 1e-12 and not any(holds(a, b, c, p) for p in left if p not in (a, b, c)):
                triangles.append((a, b, c))
                left.pop(i)
                break
        else:
            raise ValueError("outline is not a simple counter-clockwise polygon")
    return [*triangles, (left[0], left[1], left[2])]


def bend(style: str, outline: list[Flat], radius: float, steps: int = 4) -> Part:
    """
    A quarter turn in the xy plane: in at (-radius, 0, 0) going +x, out at (0, radius, 0) going +y.

    The outline is the cross-section: first coordinate outwards in the plane of the turn, second along z.
    """
    centre = (-radius, radius, 0.0)
    rings = []
    for step in range(steps + 1):
        angle = (pi / 2) * step / steps
        outward = (sin(angle), -cos(angle), 0.0)
        rings.append([add(centre, add(times(outward, radius + u), times(Z, v))) for u, v in outline])
    return Part(_turned_out(_skin(rings, closed=False, caps=_ears(outline))), style)


def lathe(style: str, outline: list[Flat], frame: Frame | None = None, facets: int = 14) -> Part:
    """A turned shape about the z axis of `frame`: the outline gives (radius, z) from bottom axis to top axis."""
    frame = frame or Frame()
    body = [(r, z) for r, z in outline if r > 1e-6]
    rings = [[frame.point((x, y, z)) for x, y in circle_points(r, facets)] for r, z in body]
    return Part(_skin(rings, closed=False, caps=_ears(circle_points(1.0, facets))), style)


def ring(style: str, radius: float, thickness: float, frame: Frame | None = None, facets: int = 12) -> Part:
    """A torus about the z axis of `frame`: handwheels, lifebelts, clock rims."""
    frame = frame or Frame()
    rings = []
    for cx, cy in circle_points(1.0, facets):
        section = [(radius + u, v) for u, v in circle_points(thickness, 6)]
        rings.append([frame.point((cx * u, cy * u, v)) for u, v in section])
    return Part(_turned_out(_skin(rings, closed=True, caps=[])), style)


def loft(style: str, first: list[Vec], second: list[Vec]) -> Part:
    """A shape between two polygons of equal size (counter-clockwise seen from the side of the second)."""
    n = len(first)
    return Part(_skin([first, second], closed=False, caps=[(0, i, i + 1) for i in range(1, n - 1)]), style)


def tube(style: str, path: list[Vec], radius: float, facets: int = 6) -> Part:
    """A round bar along a broken line as a mesh with mitred corners: cheap for every kernel."""
    ways = [unit(minus(b, a)) for a, b in itertools.pairwise(path)]
    u = square_to(ways[0])
    v = cross(ways[0], u)
    rings = [[add(path[0], add(times(u, x), times(v, y))) for x, y in circle_points(radius, facets)]]
    for n, way in enumerate(ways):
        mitre = add(way, ways[n + 1]) if n + 1 < len(ways) else way
        rings.append(
            [add(p, times(way, dot(minus(path[n + 1], p), mitre) / dot(way, mitre))) for p in rings[-1]]
        )
    caps = [(0, i, i + 1) for i in range(1, facets - 1)]
    return Part(_skin(rings, closed=False, caps=caps), style)

"""Points, directions and frames (origin, x axis, z axis), in metres, right-handed, z up."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

Vec = tuple[float, float, float]

X: Vec = (1.0, 0.0, 0.0)
Y: Vec = (0.0, 1.0, 0.0)
Z: Vec = (0.0, 0.0, 1.0)


def add(a: Vec, b: Vec) -> Vec:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def minus(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def times(a: Vec, k: float) -> Vec:
    return (a[0] * k, a[1] * k, a[2] * k)


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec) -> float:
    return sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    """The direction of `a`; raises ZeroDivisionError for a null vector."""
    return times(a, 1.0 / length(a))


def square_to(z: Vec) -> Vec:
    """A horizontal direction square to `z` (the x axis when `z` is vertical)."""
    side = cross(Z, z)
    return X if length(side) < 1e-6 else unit(side)


@dataclass(frozen=True)
class Frame:
    """Where something stands and how it is turned."""

    origin: Vec = (0.0, 0.0, 0.0)
    x: Vec = X
    z: Vec = Z

    @property
    def y(self) -> Vec:
        return cross(self.z, self.x)

    def point(self, p: Vec) -> Vec:
        """`p`, given in this frame, in the frame around it."""
        return add(self.origin, self.direction(p))

    def direction(self, v: Vec) -> Vec:
        return add(add(times(self.x, v[0]), times(self.y, v[1])), times(self.z, v[2]))

    def inside(self, outer: Frame) -> Frame:
        """This frame, given in `outer`, as seen from around `outer`."""
        return Frame(outer.point(self.origin), outer.direction(self.x), outer.direction(self.z))


def standing(x: float, y: float, z: float, turn: float = 0.0) -> Frame:
    """Upright at a point, turned `turn` degrees counter-clockwise seen from above."""
    angle = radians(turn)
    return Frame((x, y, z), (round(cos(angle), 9), round(sin(angle), 9), 0.0), Z)


def looking(origin: Vec, z: Vec) -> Frame:
    """A frame whose z axis points along `z`."""
    z = unit(z)
    return Frame(origin, square_to(z), z)

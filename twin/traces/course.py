"""The line of a path through the station: port to port, so that arrows lie along a pipe however it runs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import dist
from typing import NamedTuple

from assets.models import Connection, Port
from twin.traces.route import Point

MOST = 2000  # pieces of one path that are drawn


class Leg(NamedTuple):
    """How the flow passes one piece: metres in the frame of the files."""

    piece: int
    start: Point
    end: Point


def course(pieces: Sequence[int]) -> list[Leg]:
    """In the order of `pieces`; none for what no port places on both sides. A length at either end is passed whole."""
    pieces = pieces[:MOST]
    if len(pieces) < 2:
        return []
    meets = _meeting(pieces)
    joints = [meets.get(pair) for pair in pairwise(pieces)]
    starts = [_far_end(pieces[0], joints[0]), *joints]
    ends = [*joints, _far_end(pieces[-1], joints[-1])]
    return [
        Leg(piece, start, end)
        for piece, start, end in zip(pieces, starts, ends, strict=True)
        if start is not None and end is not None
    ]


def _meeting(pieces: Sequence[int]) -> dict[tuple[int, int], Point]:
    ends = ("from_port__element", "to_port__element")
    places = [f"{port}__{axis}" for port in ("from_port", "to_port") for axis in "xyz"]
    rows = Connection.objects.filter(from_port__element__in=pieces, to_port__element__in=pieces)
    found: dict[tuple[int, int], Point] = {}
    for one, other, *at in rows.order_by("pk").values_list(*ends, *places):
        if None not in at:
            middle: Point = tuple((at[axis] + at[axis + 3]) / 2 for axis in range(3))
            found.setdefault((one, other), middle)
            found.setdefault((other, one), middle)
    return found


def _far_end(piece: int, joint: Point | None) -> Point | None:
    """The other port of what has two of one kind: of a valve or a length, not of a basin with its drain."""
    ports = list(
        Port.objects.filter(element=piece, z__isnull=False).values_list("x", "y", "z", "system_type")
    )
    if joint is None or len(ports) != 2 or ports[0][3] != ports[1][3]:
        return None
    return max(((x, y, z) for x, y, z, _ in ports), key=lambda at: dist(at, joint))

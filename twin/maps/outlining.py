"""Makes france.json from a world map of Natural Earth, once: it is not needed to run the site.

npm pack world-atlas@2 && tar xf world-atlas-2*.tgz
python -m twin.maps.outlining package/countries-10m.json > twin/maps/france.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from shapely.geometry import Polygon

from twin.maps.projection import EAST, INSETS, NORTH, SOUTH, WEST, conic, framed

SMALLEST, COARSE, FINE = 60.0, 2.0, 0.8  # km² of an island; km of the outline that are not drawn
Ring = list[tuple[float, float]]


def rings(topology: dict) -> list[Ring]:
    """The outer rings of France, as (longitude, latitude)."""
    (sx, sy), (ox, oy) = topology["transform"]["scale"], topology["transform"]["translate"]

    def arc(number: int) -> Ring:
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][~number if number < 0 else number]:
            x, y = x + dx, y + dy
            points.append((x * sx + ox, y * sy + oy))
        return points[::-1] if number < 0 else points

    countries = topology["objects"]["countries"]["geometries"]
    [france] = [each for each in countries if each["properties"]["name"] == "France"]
    return [[point for number in polygon[0] for point in arc(number)[1:]] for polygon in france["arcs"]]


def path(found: list[Ring], project: Callable[[float, float], tuple[float, float]], coarse: float) -> str:
    """SVG path data of rings, in whole kilometres or tenths."""
    drawn = []
    for ring in found:
        shape = Polygon([project(latitude, longitude) for longitude, latitude in ring])
        if shape.area < SMALLEST * min(1.0, coarse):
            continue
        points = list(shape.simplify(coarse).exterior.coords)[:-1]
        digits = 0 if coarse >= 1 else 1
        drawn.append("M" + "L".join(f"{round(x, digits):g},{round(y, digits):g}" for x, y in points) + "Z")
    return "".join(drawn)


def main() -> None:
    found = rings(json.loads(Path(sys.argv[1]).read_text()))
    near = [ring for ring in found if WEST < ring[0][0] < EAST and SOUTH < ring[0][1] < NORTH]
    outline = {"": path(near, conic, COARSE)}
    for each in INSETS:
        inside = [
            ring
            for ring in found
            if each.west < ring[0][0] < each.east and each.south < ring[0][1] < each.north
        ]
        outline[each.key] = path(inside, lambda lat, lon, of=each: framed(of, lat, lon), FINE)
    source = "Natural Earth 1:10m, public domain, by way of world-atlas 2.0.2 (ISC); see NOTICE"
    print(json.dumps({"source": source, "outline": outline}, indent=1))


if __name__ == "__main__":
    main()

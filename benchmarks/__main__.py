"""`make bench`: every figure beside its yardstick of the same run, in one markdown table.

    python -m benchmarks [--only import reading scene viewer tablet road writing search networks traced]
                         [--viewer-elements 20000 100000]

On two busy cores only ratios of 1.5 and more mean something. The sample station and the real files beside the checkout
(`../shared/ifc`, or the folder above that STATION_TWIN_SHARED names) are used; what is missing is left out, and said.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import geometry, imports, networks, reading, road, search, tablet, traced, viewer, writing
from benchmarks.table import Row, markdown

PARTS = ("import", "reading", "scene", "viewer", "tablet", "road", "writing", "search", "networks", "traced")
NOT_REAL_STATIONS = ("_IFC2X3.ifc", "_IFC4X3.ifc")  # the same models once more, in other schemas


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--viewer-elements", nargs="+", type=int, default=[20_000, 100_000])
    options = parser.parse_args()
    measured = {
        "import": lambda: [row for corpus in corpora() for row in imports.rows(corpus)],
        "reading": lambda: list(reading.rows(plain_files())),
        "scene": lambda: list(scene_rows()),
        "viewer": lambda: list(viewer_rows(options.viewer_elements)),
        "tablet": lambda: list(tablet.rows()),
        "road": lambda: list(road.rows()),
        "writing": lambda: list(writing.rows(largest_files())),
        "search": lambda: list(search.rows()),
        "networks": lambda: list(networks.rows()),
        "traced": lambda: list(traced.rows()),
    }
    rows: list[Row] = []
    for part in options.only:
        print(f"measuring: {part} …", file=sys.stderr, flush=True)
        rows += measured[part]()
    print(markdown(rows))
    return 0


def corpora() -> list[imports.Corpus]:
    found = [
        imports.Corpus("sample station", tuple(station_files()), one_station=True, revised=True),
        imports.Corpus("real files", tuple(real_files())),
        imports.Corpus(
            "largest real file",
            tuple(sorted(real_files(), key=lambda path: path.stat().st_size)[-1:]),
            revised=True,
        ),
    ]
    for corpus in found:
        if not corpus.files:
            print(f"left out, its files are not here: {corpus.name}", file=sys.stderr)
    return [corpus for corpus in found if corpus.files]


def station_files() -> list[Path]:
    samples = sorted((geometry.ROOT / "ifc_samples").glob("*.ifc"))
    return [path for path in samples if not path.name.endswith(NOT_REAL_STATIONS)]


def real_files() -> list[Path]:
    return [path for path in geometry.default_files() if path.parent.name == "ifc"]


def plain_files() -> list[Path]:
    return [path for path in (*station_files(), *real_files()) if path.suffix == ".ifc"]


def largest_files() -> list[Path]:
    """The largest real file, and the largest of our own."""
    return [
        max(files, key=lambda path: path.stat().st_size)
        for files in (station_files(), [path for path in real_files() if path.suffix == ".ifc"])
        if files
    ]


def scene_rows() -> Iterator[Row]:
    """Gzipped chunks of the whole model beside one gzipped GLB with a mesh per product."""
    with tempfile.TemporaryDirectory(prefix="bench-scene-") as folder:
        for path in (*station_files(), *real_files()):
            plain = geometry.unpack(path, Path(folder))
            shapes = geometry.tessellate(plain)
            scene = geometry.build_scene(
                shapes,
                chunk_of=geometry.storeys(plain)[0],
                origin=geometry.chosen_origin(shapes),
                store=Path(folder) / path.stem,
            )
            ours = sum(chunk.bytes_gz for chunk in scene.chunks) / 1024
            usual = geometry.plain_glb_bytes(shapes) / 1024
            yield Row("T4", "scene, gzipped", path.name, ours, usual, None, "KiB")


def viewer_rows(sizes: list[int]) -> Iterator[Row]:
    for size in sizes:
        seen = viewer.measure(size)
        on = f"{size:,} elements, software GL"
        yield Row("T9", "viewer, load to the last chunk", on, seen["load"])
        yield Row("T9", "viewer, slowest lens change (script)", on, seen["lens"], None, 50, "ms")
        yield Row("T9", "viewer, median pick", on, seen["pick"], None, 20, "ms")
        yield Row("T9", "viewer, draw calls of a frame", on, seen["drawCalls"], None, 60, "calls")
        yield Row("T9", "viewer, frames in 2 s at rest", on, seen["idle"], None, 0, "frames")


if __name__ == "__main__":
    sys.exit(main())

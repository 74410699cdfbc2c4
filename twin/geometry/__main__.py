"""A scene from a bare file: `python -m twin.geometry FILE.ifc --output DIR [--discipline X]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from assets.ifc.opening import RefusedFile, unpack
from assets.ifc.shapes import MEMORY_MB, SECONDS, tessellate
from twin.geometry import build_scene
from twin.geometry.origin import chosen_origin
from twin.geometry.storeys import storeys


def main(argv: Sequence[str] | None = None) -> int:
    """Write chunks and manifest.json; print one line a storey. 1 when the file is refused."""
    given = _arguments(argv)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="scene-") as scratch:
        try:
            path = unpack(given.file, Path(scratch))
        except RefusedFile as refused:
            print(refused, file=sys.stderr)
            return 1
        shapes = tessellate(path, seconds=given.seconds, memory_mb=given.memory_mb)
        keys, names = storeys(path)
    folder = given.output / given.discipline if given.discipline else given.output
    folder.mkdir(parents=True, exist_ok=True)
    scene = build_scene(shapes, chunk_of=keys, origin=chosen_origin(shapes), store=folder)
    scene.save(folder / "manifest.json")
    for chunk in scene.chunks:
        name = names.get(chunk.storey, "no storey")
        print(
            f"{name}: {chunk.features} elements, {chunk.triangles} triangles, {chunk.bytes_gz / 1024:.0f} KiB"
        )
    for finding in shapes.findings:
        print(finding.message, file=sys.stderr)
    print(
        f"{len(scene.features)} elements in {time.monotonic() - started:.1f} s → {folder / 'manifest.json'}"
    )
    return 0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m twin.geometry", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--discipline", default="", help="write into a folder of this name within the output")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--memory-mb", type=int, default=MEMORY_MB)
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())

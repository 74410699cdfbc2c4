"""What a chunk is made of, as one digest: an equal digest is an equal chunk, known before it is built."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assets.ifc.shape_set import ShapeSet
from twin.geometry import packing
from twin.geometry.cells import Rows


def recipe(shapes: ShapeSet, rows: Rows, *, origin: npt.NDArray[np.float64], compress: bool) -> str:
    """Return 64 hexadecimal digits of all that `scene.build_chunk` and the writer read for the elements of `rows`."""
    digest = hashlib.sha256(_code() + bytes([compress]))
    digest.update(np.ascontiguousarray(origin, "<f8").tobytes())
    numbers, group = np.unique(shapes.geometry[rows], return_inverse=True)
    for column in (group, shapes.matrices[rows], shapes.boxes[rows]):
        digest.update(np.ascontiguousarray(column).tobytes())
    for number in numbers.tolist():
        vertices, faces, material = shapes.local_mesh(number)
        for part in (vertices, faces, shapes.materials[material]):
            digest.update(len(part).to_bytes(8, "little"))
            digest.update(np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()


@cache
def _code() -> bytes:
    """Return a digest of this package and its packer: whoever changes them need not remember that chunks are kept."""
    sources = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    return hashlib.sha256(repr((packing.version(), sources)).encode()).digest()

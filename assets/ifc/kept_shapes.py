"""The shapes of a revision kept for the next one, each under the digest of all that the kernel read for it.

`known` gives what a new file need not shape again, `keep` what the one after it may take over. Only what would come
out the same again is kept: a box made because a kernel crashed, hung or ran out of time is no shape to hand down.
"""

from __future__ import annotations

import logging
import subprocess
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assets.ifc import meshes, step_text
from assets.ifc.digest_worker import digests_by_child
from assets.ifc.kernel_ladder import BOX, salt
from assets.ifc.kernel_plan import shaped_classes
from assets.ifc.shape_digests import Digest
from assets.ifc.shape_set import ShapeSet
from assets.ifc.shape_spool import ELEMENT, GEOMETRY, KnownShapes, Spooled

log = logging.getLogger(__name__)
FORMAT = 1
_DIGEST = np.dtype("V16")
_UNKNOWN = bytes(_DIGEST.itemsize)  # of a shape that nobody may take over

Digests = Mapping[int, Digest | None]  # of each product to be shaped, by STEP id


def digests_of(path: Path) -> dict[int, Digest | None]:
    """Return the digests of a plain .ifc for the kernels and settings of this installation; none when that fails."""
    schema = step_text.schema_name(step_text.head(path)) or ""
    try:
        return digests_by_child(path, shaped_classes(schema), salt())
    except (subprocess.SubprocessError, ValueError) as error:  # it ran out of memory, say
        log.warning("every shape of %s is made anew, and none is kept: %s", path.name, error)
        return {}


@dataclass(frozen=True, slots=True)
class KeptShapes:
    """A ShapeSet with the digest of each element and space; `shapeless` are those of products that gave none."""

    shapes: ShapeSet
    elements: npt.NDArray[Any]  # (N,) V16
    spaces: npt.NDArray[Any]  # (S,) V16
    shapeless: npt.NDArray[Any]  # (L,) V16

    def save(self, path: Path) -> None:
        """Write one .npz; who moves it to its place when it is whole is the caller."""
        with path.open("wb") as stream:
            np.savez(
                stream,
                allow_pickle=False,
                format=np.array(FORMAT),
                kept_elements=self.elements,
                kept_spaces=self.spaces,
                kept_shapeless=self.shapeless,
                **self.shapes.columns(),
            )


def load(path: Path) -> KeptShapes | None:
    """Read what `save` wrote; None, with a line in the log, when it is gone, damaged or of another format."""
    try:
        with path.open("rb") as stream, np.load(stream) as stored:
            if stored["format"] != FORMAT:
                raise ValueError(f"format {stored['format']}")
            columns = [stored[f"kept_{name}"] for name in ("elements", "spaces", "shapeless")]
            kept = KeptShapes(ShapeSet.of_columns(stored), *columns)
        if (len(kept.elements), len(kept.spaces)) != (len(kept.shapes), len(kept.shapes.spaces)):
            raise ValueError("columns of different length")
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        log.warning("every shape is made anew: %s cannot be used (%s)", path.name, error)
        return None
    return kept


def keep(shapes: ShapeSet, digests: Digests) -> KeptShapes:
    """Return what the next revision may take over of the shapes of the file with these digests.

    Of a run that was disturbed, boxes are left out, and spaces, whose plans do not tell whether they come from a box.
    """
    steps = shapes.step_ids.tolist()
    spaces = [space.step_id for space in shapes.spaces]
    sound = [shapes.settled or kernel != BOX for kernel in shapes.kernel.tolist()]
    nothing = digests.keys() - {*steps, *spaces}
    return KeptShapes(
        shapes=replace(shapes, findings=(), seconds={}),
        elements=_column(
            digests.get(step) if keeps else None for step, keeps in zip(steps, sound, strict=True)
        ),
        spaces=_column(digests.get(step) if shapes.settled else None for step in spaces),
        shapeless=_column(digests[step] if shapes.settled else None for step in sorted(nothing)),
    )


def known(kept: KeptShapes, digests: Digests) -> KnownShapes:
    """Return what of a file with these digests needs no kernel."""
    spaces = [
        replace(kept.shapes.spaces[row], step_id=step) for step, row in _found(kept.spaces, digests).items()
    ]
    elements = _spooled(kept.shapes, _found(kept.elements, digests))
    return KnownShapes(
        spool=replace(elements, spaces=tuple(spaces)),
        shapeless=frozenset(_found(kept.shapeless, digests)),
        planned=frozenset(digests),
    )


def _found(column: npt.NDArray[Any], digests: Digests) -> dict[int, int]:
    """Return the row of the column that each STEP id is found in."""
    rows: dict[Digest | None, int] = {digest: row for row, digest in enumerate(column.tolist())}
    rows.pop(_UNKNOWN, None)
    return {step: rows[digest] for step, digest in digests.items() if digest in rows}


def _column(digests: Iterable[Digest | None]) -> npt.NDArray[Any]:
    return np.frombuffer(b"".join(digest or _UNKNOWN for digest in digests), _DIGEST)


def _spooled(shapes: ShapeSet, found: dict[int, int]) -> Spooled:
    """Return rows of a set as a child would have spooled them, each under a STEP id of the new file."""
    steps, rows = np.array(list(found.items()), "i4").reshape(-1, 2).T
    elements = np.empty(len(rows), ELEMENT)
    elements["step_id"] = steps
    for name, column in (("geometry", shapes.geometry), ("kernel", shapes.kernel)):
        elements[name] = column[rows]
    elements["matrix"], elements["box"] = shapes.matrices[rows], shapes.boxes[rows]
    colours = np.rint(shapes.materials[shapes.face_material] * 255).astype("u1")
    return Spooled(shapes.vertices, shapes.faces, colours, _geometries(shapes, colours), elements, ())


def _geometries(shapes: ShapeSet, colours: npt.NDArray[np.uint8]) -> npt.NDArray[Any]:
    found = np.empty(len(shapes.geometry_vertex_start) - 1, GEOMETRY)
    found["vertices"], found["faces"] = (
        np.diff(shapes.geometry_vertex_start),
        np.diff(shapes.geometry_face_start),
    )
    for number in range(len(found)):
        vertices, faces, _ = shapes.local_mesh(number)
        first, last = shapes.geometry_face_start[number : number + 2]
        found["digest"][number] = meshes.digest_of(vertices, faces, colours[first:last])
    return found

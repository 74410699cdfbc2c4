"""The ladder of kernels within the child: fast hybrid for all, OpenCascade for what it misses, a box for the rest.

The first rung takes everything at once through the iterator, which shares mapped geometry. What may be dangerous is
taken one by one and announced before it is tried, so that a parent that finds us dead knows which element did it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import numpy as np
from ifcopenshell import ifcopenshell_wrapper
from ifcopenshell.geom.main import GEOMETRY_LIBRARY

from assets.ifc import meshes
from assets.ifc.footprints import footprint
from assets.ifc.point_boxes import PointBoxes
from assets.ifc.shape_set import Floats
from assets.ifc.shape_spool import Spool

LIBRARIES: tuple[GEOMETRY_LIBRARY, ...] = ("hybrid-cgal-simple-opencascade", "opencascade")
BOX = len(LIBRARIES)
RECENT = 64
TOGETHER = 16  # elements a commit

# Our own modules that a shape depends on: whoever changes one need not remember that shapes are kept.
DECIDING = (
    "kernel_ladder",
    "meshes",
    "repeats",
    "point_boxes",
    "footprints",
    "shape_digests",
    "shape_relations",
)

# 0.4 rad gives a pipe sixteen sides, within 2 % of the area of finer ones; 5 mm keeps a ten-metre arc smooth
# without a hundred facets.
LINEAR_DEFLECTION = 0.005
ANGULAR_DEFLECTION = 0.4


def settings() -> Any:
    """Return the kernel settings of every rung and of the benchmark: metres, local frame, openings subtracted."""
    chosen = ifcopenshell.geom.settings()
    chosen.set("mesher-linear-deflection", LINEAR_DEFLECTION)
    chosen.set("mesher-angular-deflection", ANGULAR_DEFLECTION)
    chosen.set("no-normals", True)
    return chosen


@cache
def salt() -> bytes:
    """Return a digest of all that decides shapes besides the file: the kernels, their settings, and this code."""
    chosen = settings()
    said = [f"{name}={_set(chosen, name)}" for name in sorted(chosen.setting_names())]
    sources = [Path(__file__).with_name(f"{name}.py").read_bytes() for name in DECIDING]
    everything = repr((ifcopenshell.version, LIBRARIES, said, sources))
    return hashlib.blake2b(everything.encode(), digest_size=16).digest()


def _set(chosen: Any, name: str) -> Any:
    try:
        return chosen.get(name)
    except RuntimeError:  # without a default and not set
        return None


@dataclass(slots=True)
class Ladder:
    """Climb with one open file. `say` writes a line of the journal, `late` tells that kernels must stop."""

    model: Any
    spool: Spool
    say: Callable[[str], None]
    late: Callable[[], bool]
    _geometries: dict[bytes, int] = field(default_factory=dict)
    _recent: dict[tuple[int, str], tuple[int, meshes.Mesh]] = field(default_factory=dict)
    _said: float = 0.0
    _kept: int = 0

    def climb(self, todo: dict[int, int], *, careful: int) -> None:
        """Shape the elements and spaces of `todo` (STEP id → first rung); the first `careful` one by one."""
        left = dict(todo)
        lowest = [step for step, rung in left.items() if rung == 0]
        if careful:
            lowest = self._in_kernel_order(lowest)
            self._one_by_one(lowest[:careful], 0, left)
        self._all_at_once([step for step in lowest if left.get(step) == 0], left)
        for rung in range(1, BOX):
            self._one_by_one([step for step, at in left.items() if at == rung], rung, left)
        self._boxes(list(left))

    def _all_at_once(self, steps: list[int], left: dict[int, int]) -> None:
        for shape in self._iterate(steps):
            if self._keep(shape, 0):
                left.pop(shape.id, None)
            self._commit()
            if self.late():
                break
        self._commit(now=True)
        for step in steps:
            if step in left:
                left[step] = 1

    def _iterate(self, steps: list[int]) -> Iterator[Any]:
        if not steps or self.late():
            return
        iterator = self._iterator(steps, settings())
        self.say(f"bulk {len(steps)}")
        if not iterator.initialize():
            return
        while True:
            yield iterator.get()
            if not iterator.next():
                return

    def _in_kernel_order(self, steps: list[int]) -> list[int]:
        """Return the STEP ids about as the iterator would take them: the culprit of a crash comes early."""
        if not steps:
            return []
        waiting = settings()
        waiting.set("defer-processing-first-element", True)
        iterator = self._iterator(steps, waiting)
        iterator.initialize()
        tasks = ifcopenshell_wrapper.iterator.get_task_products(iterator)
        order = dict.fromkeys(product.id() for task in tasks for product in task)
        asked = set(steps)
        return list(dict.fromkeys([*(step for step in order if step in asked), *steps]))

    def _iterator(self, steps: list[int], chosen: Any) -> Any:
        include = [self.model.by_id(step) for step in steps]
        return ifcopenshell.geom.iterator(
            chosen, self.model, 1, include=include, geometry_library=LIBRARIES[0]
        )

    def _one_by_one(self, steps: list[int], rung: int, left: dict[int, int]) -> None:
        if not steps:
            return
        kernel = ifcopenshell.geom.kernel(settings(), self.model, geometry_library=LIBRARIES[rung])
        for step in steps:
            if self.late():
                return
            self.say(f"try {step} {rung}")
            if self._try(kernel, step, rung):
                left.pop(step)
            else:
                left[step] = rung + 1
            self._commit(now=True)

    def _try(self, kernel: Any, step: int, rung: int) -> bool:
        try:
            return self._keep(kernel.create_shape(self.model.by_id(step)), rung)
        except RuntimeError as refused:
            if "bad_alloc" in str(refused):
                raise MemoryError from refused
            return False

    def _keep(self, shape: Any, rung: int) -> bool:
        """Spool a kernel's shape; False when there is nothing to see in it."""
        known = self._known((rung, shape.geometry.id), shape.geometry)
        if known is None:
            return False
        matrix = np.frombuffer(shape.transformation_buffer, "<f8").reshape(4, 4).T
        self._place(shape.id, rung, *known, matrix)
        return True

    def _known(self, name: tuple[int, str], geometry: Any) -> tuple[int, meshes.Mesh] | None:
        """Return the number and mesh of a kernel's geometry, or None when there is nothing to see in it."""
        if name not in self._recent:
            mesh = meshes.from_kernel(geometry, hybrid=name[0] == 0)
            if mesh is None:
                return None
            # The iterator gives what shares a geometry in a row: a few are enough to remember.
            if len(self._recent) >= RECENT:
                self._recent.pop(next(iter(self._recent)))
            self._recent[name] = self._geometry(mesh), mesh
        return self._recent[name]

    def _geometry(self, mesh: meshes.Mesh) -> int:
        number = self._geometries.get(mesh.digest)
        if number is None:
            number = self.spool.add_geometry(mesh.vertices, mesh.faces, mesh.colours, mesh.digest)
            self._geometries[mesh.digest] = number
        return number

    def _place(self, step: int, rung: int, geometry: int, mesh: meshes.Mesh, matrix: Floats) -> None:
        """Spool an element at `matrix` (4, 4), which places the mesh as it was before it was recentred."""
        moved = matrix.copy()
        moved[:3, 3] += matrix[:3, :3] @ mesh.offset
        if self.model.by_id(step).is_a("IfcSpace"):
            self.spool.add_space(footprint(step, mesh.vertices @ moved[:3, :3].T + moved[:3, 3], mesh.faces))
            return
        box = meshes.bounds(mesh.vertices, moved)
        self.spool.add_element(step, geometry, kernel=rung, matrix=moved, box=box)

    def _boxes(self, steps: list[int]) -> None:
        boxes = PointBoxes(self.model)
        for step in steps:
            self.say(f"try {step} {BOX}")
            found = boxes.of(self.model.by_id(step))
            if found is None:
                self.say(f"lost {step}")
                continue
            mesh = meshes.box(*found[:2])
            self._place(step, BOX, self._geometry(mesh), mesh, found[2])
            self._commit()
        self._commit(now=True)

    def _commit(self, *, now: bool = False) -> None:
        """Tell the parent what is safe on disk: often enough that a crash is near the last word."""
        self._kept += 1
        if now or self._kept >= TOGETHER or time.monotonic() - self._said > 0.25:
            counts = self.spool.commit()
            self._kept = 0
            self.say(f"commit {counts.elements} {counts.geometries} {counts.spaces}")
            self._said = time.monotonic()

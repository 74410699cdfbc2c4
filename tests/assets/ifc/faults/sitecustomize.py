"""Faults for the child of the shapes: FAULTS="STEP:crash,STEP:hang,STEP:memory" fails when a kernel takes that element.

Python imports this file at its start when its folder is on PYTHONPATH; nothing of the product knows of it.
FAULTS_MARK: a file to touch when one strikes. FAULTS_RUNG: the fault is in the kernels up to this rung (0: the
hybrid one only).
"""

import os
import sys
import time
from pathlib import Path

FAULTS = dict(entry.split(":") for entry in os.environ.get("FAULTS", "").split(",") if entry)
RUNG = int(os.environ.get("FAULTS_RUNG", "0"))


def fail(step: int) -> None:
    kind = FAULTS.get(str(step))
    if kind and "FAULTS_MARK" in os.environ:
        Path(os.environ["FAULTS_MARK"]).touch()
    if kind == "crash":
        os.abort()
    if kind == "hang":
        time.sleep(600)
    if kind == "memory":
        raise MemoryError


def install() -> None:
    import ifcopenshell.geom as geom

    from assets.ifc import kernel_ladder

    kernels = dict(enumerate(kernel_ladder.LIBRARIES))
    iterator, kernel = geom.iterator, geom.kernel

    class FaultyIterator(iterator):  # fails as the element comes, which is before anybody hears of it
        def get(self):
            shape = super().get()
            fail(shape.id)
            return shape

    class FaultyKernel(kernel):
        def __init__(self, settings, file, geometry_library):
            super().__init__(settings, file, geometry_library=geometry_library)
            self.rung = next(rung for rung, name in kernels.items() if name == geometry_library)

        def create_shape(self, inst, *rest):
            if self.rung <= RUNG:
                fail(inst.id())
            return super().create_shape(inst)

    geom.iterator, geom.kernel = FaultyIterator, FaultyKernel


if FAULTS and "assets.ifc.kernel_worker" in sys.orig_argv:
    install()

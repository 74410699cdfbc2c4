"""Where a scene counts from when nobody has said: models lie at 10⁶ m, browsers count in float32."""

from __future__ import annotations

import numpy as np

from assets.ifc.shape_set import ShapeSet

FAR = 1000.0  # metres within which a model keeps the origin of its file


def chosen_origin(shapes: ShapeSet) -> tuple[float, float, float]:
    """Return the file's own origin for a model near it, else a whole metre near the middle of the elements.

    Near means half of the elements: one stray symbol at the origin must not pull a whole station there.
    """
    if not len(shapes):
        return 0.0, 0.0, 0.0
    middle = np.median((shapes.boxes[:, :3] + shapes.boxes[:, 3:]) / 2, axis=0)
    if np.abs(middle).max() < FAR:
        return 0.0, 0.0, 0.0
    x, y, z = np.floor(middle).tolist()
    return x, y, z

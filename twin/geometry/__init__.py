"""Shapes made what a browser loads: GLB chunks and a manifest. Knows nothing of Django.

`build_scene` writes a scene, `cut` gives a chunk with less in it; `python -m twin.geometry` does it for a bare file.
"""

from twin.geometry.cut import cut
from twin.geometry.manifest import ChunkManifest, SceneManifest
from twin.geometry.scene import build_scene
from twin.geometry.store import path_of

__all__ = ["ChunkManifest", "SceneManifest", "build_scene", "cut", "path_of"]

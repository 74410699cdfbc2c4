"""What a scene is made of: for the server, which keeps it, and for `cut`, which needs the ranges."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True)
class ChunkManifest:
    """One GLB: storey × discipline. Feature number = `first_feature` + local id.

    `ranges` are [local id, mesh, primitive, first index, indices, first vertex, vertices] of merged elements;
    `instances` are [local id, mesh, instance]. `box` is in metres, Z-up, from the scene's origin.
    """

    sha256: str
    bytes: int
    bytes_gz: int
    triangles: int
    storey: str
    first_feature: int
    features: int
    box: list[float]
    ranges: list[list[int]] = field(default_factory=list)
    instances: list[list[int]] = field(default_factory=list)
    recipe: str = ""  # digest of what it was made of

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> ChunkManifest:
        return cls(**{name: stored[name] for name in cls.__slots__ if name in stored})

    def as_dict(self) -> dict[str, Any]:
        """Return the fields, not copied: ranges are long."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class SceneManifest:
    """A scene: `features[n]` is the STEP id of feature n."""

    origin: tuple[float, float, float]
    features: list[int]
    chunks: list[ChunkManifest]
    version: int = VERSION

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> SceneManifest:
        x, y, z = stored["origin"]
        return cls(
            (x, y, z), list(stored["features"]), [ChunkManifest.from_dict(one) for one in stored["chunks"]]
        )

    def save(self, path: Path) -> None:
        """Write JSON, complete or not at all."""
        unfinished = path.with_name(path.name + ".part")
        unfinished.write_text(json.dumps(self.as_dict(), separators=(",", ":")))
        unfinished.replace(path)

    @classmethod
    def load(cls, path: Path) -> SceneManifest:
        return cls.from_dict(json.loads(path.read_text()))

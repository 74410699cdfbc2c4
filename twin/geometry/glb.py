"""A chunk written as GLB: a root that turns Z-up to Y-up, a node for each batch and part, no name anywhere.

Written without a glTF library: those at hand fold the fallback buffer of EXT_meshopt_compression into the first one.
"""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import numpy.typing as npt

from twin.geometry.chunk import Batch, Chunk, Colour, Part, Primitive, is_quantised
from twin.geometry.glb_buffers import Buffers

Json = dict[str, Any]

UNSIGNED_SHORT, UNSIGNED_INT, FLOAT = 5123, 5125, 5126
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
Y_UP = [-0.7071067811865476, 0.0, 0.0, 0.7071067811865476]


def write(chunk: Chunk, *, compress: bool) -> bytes:
    """Return the bytes of a GLB; the same chunk gives the same bytes. `compress` needs meshopt."""
    return _Writer(chunk, compress=compress).bytes()


def linear(colour: Colour) -> list[float]:
    """Return the linear RGBA that glTF wants for a colour as seen on a screen."""
    parts = np.array(colour[:3]) / 255
    light = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return [round(float(part), 4) for part in (*light, colour[3] / 255)]


class _Writer:
    def __init__(self, chunk: Chunk, *, compress: bool) -> None:
        self._chunk = chunk
        self._buffers = Buffers(compress=compress)
        self._accessors: list[Json] = []
        self._colours: list[Colour] = sorted({one.colour for mesh in chunk.meshes for one in mesh.primitives})
        self._used: set[str] = set()
        if compress and chunk.meshes:
            self._used.add("EXT_meshopt_compression")

    def bytes(self) -> bytes:
        meshes = [
            {"primitives": [self._primitive(one) for one in mesh.primitives]} for mesh in self._chunk.meshes
        ]
        nodes = (
            [{"rotation": Y_UP, "children": list(range(1, len(meshes) + 1))}]
            if meshes
            else [{"rotation": Y_UP}]
        )
        nodes += [self._node(mesh, number) for number, mesh in enumerate(self._chunk.meshes)]
        views, buffers, binary = self._buffers.finish()
        document: Json = {
            "asset": {"version": "2.0"},
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "nodes": nodes,
            "extensionsUsed": sorted(self._used),
            "extensionsRequired": sorted(self._used - {"EXT_mesh_features"}),
            "materials": [_material(colour) for colour in self._colours],
            "meshes": meshes,
            "accessors": self._accessors,
            "bufferViews": views,
            "buffers": buffers,
        }
        return _container({name: value for name, value in document.items() if value not in ([], {})}, binary)

    def _node(self, mesh: Batch | Part, number: int) -> Json:
        node: Json = {"mesh": number, "translation": list(mesh.offset)}
        if mesh.step != 1.0:
            node["scale"] = [mesh.step] * 3
        if isinstance(mesh, Part):
            node["extensions"] = {"EXT_mesh_gpu_instancing": {"attributes": self._instances(mesh)}}
            self._used.add("EXT_mesh_gpu_instancing")
        return node

    def _instances(self, part: Part) -> Json:
        attributes = {"TRANSLATION": self._accessor("shifts", part.shifts, "VEC3", FLOAT)}
        if part.turns is not None:
            attributes["ROTATION"] = self._accessor("turns", part.turns, "VEC4", FLOAT)
        attributes["_FEATURE_ID_0"] = self._accessor("instances", part.features[:, None], "SCALAR", FLOAT)
        return attributes

    def _primitive(self, one: Primitive) -> Json:
        attributes = {"POSITION": self._positions(one.positions)}
        primitive: Json = {"attributes": attributes, "indices": self._indices(one)}
        primitive["material"] = self._colours.index(one.colour)
        if one.features is not None:
            padded = np.zeros((len(one.features), 2), np.uint16)
            padded[:, 0] = one.features
            attributes["_FEATURE_ID_0"] = self._accessor("features", padded, "SCALAR", UNSIGNED_SHORT)
            count = self._chunk.feature_count
            primitive["extensions"] = {
                "EXT_mesh_features": {"featureIds": [{"featureCount": count, "attribute": 0}]}
            }
            self._used.add("EXT_mesh_features")
        return primitive

    def _positions(self, positions: npt.NDArray[Any]) -> int:
        bounds = {"min": positions.min(axis=0).tolist(), "max": positions.max(axis=0).tolist()}
        if not is_quantised(positions):
            return self._accessor("metres", positions.astype("<f4"), "VEC3", FLOAT, **bounds)
        self._used.add("KHR_mesh_quantization")
        padded = np.zeros((len(positions), 4), np.uint16)
        padded[:, :3] = positions
        return self._accessor("positions", padded, "VEC3", UNSIGNED_SHORT, **bounds)

    def _indices(self, one: Primitive) -> int:
        small = len(one.positions) <= 65535
        rows = one.indices.astype("<u2" if small else "<u4")[:, None]
        name = "indices16" if small else "indices32"
        return self._accessor(name, rows, "SCALAR", UNSIGNED_SHORT if small else UNSIGNED_INT)

    def _accessor(self, name: str, rows: npt.NDArray[Any], shape: str, kind: int, **more: Any) -> int:
        """Append rows to the buffer view called `name` and describe them; return the number of the accessor."""
        view, start = self._buffers.append(name, rows)
        described: Json = {"bufferView": view, "componentType": kind, "count": len(rows), "type": shape}
        if start:
            described["byteOffset"] = start
        self._accessors.append(described | more)
        return len(self._accessors) - 1


def _material(colour: Colour) -> Json:
    material: Json = {
        "pbrMetallicRoughness": {
            "baseColorFactor": linear(colour),
            "metallicFactor": 0,
            "roughnessFactor": 1,
        },
        "doubleSided": True,
    }
    if colour[3] < 255:
        material["alphaMode"] = "BLEND"
    return material


def _container(document: Json, binary: bytes) -> bytes:
    text = json.dumps(document, separators=(",", ":"), sort_keys=True).encode()
    text += b" " * (-len(text) % 4)
    blocks = struct.pack("<I4s", len(text), b"JSON") + text
    if binary:
        binary += b"\0" * (-len(binary) % 4)
        blocks += struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(blocks)) + blocks

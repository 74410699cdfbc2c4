"""A GLB of ours read back into its plain form, decompressed if need be. Reads no other writer's files."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import numpy.typing as npt

from twin.geometry import packing
from twin.geometry.chunk import Batch, Chunk, Colour, Part, Primitive

Json = dict[str, Any]

_TYPES = {5123: "<u2", 5125: "<u4", 5126: "<f4"}
_WIDTHS = {"SCALAR": 1, "VEC3": 3, "VEC4": 4}


def read(content: bytes) -> tuple[Chunk, bool]:
    """Return the chunk of a GLB, and whether it was compressed. Raises ValueError for what is no GLB."""
    document, binary = split(content)
    views = [_view(document, view, binary) for view in document.get("bufferViews", [])]
    reader = _Reader(document, views)
    meshes = [reader.mesh(node) for node in document["nodes"][1:]]
    chunk = Chunk(
        reader.feature_count(),
        [mesh for mesh in meshes if isinstance(mesh, Batch)],
        [mesh for mesh in meshes if isinstance(mesh, Part)],
    )
    return chunk, "EXT_meshopt_compression" in document.get("extensionsUsed", [])


def split(content: bytes) -> tuple[Json, bytes]:
    """Return the JSON and the binary block of a GLB."""
    magic, version, length = struct.unpack_from("<4sII", content)
    if magic != b"glTF" or version != 2 or length != len(content):
        raise ValueError("not a binary glTF 2.0 file")
    size = struct.unpack_from("<I", content, 12)[0]
    return json.loads(content[20 : 20 + size]), content[28 + size :]


def _view(document: Json, view: Json, binary: bytes) -> bytes:
    packed = view.get("extensions", {}).get("EXT_meshopt_compression")
    if packed is None:
        start = view.get("byteOffset", 0)
        return binary[start : start + view["byteLength"]]
    start = packed["byteOffset"]
    data = binary[start : start + packed["byteLength"]]
    return packing.unpack(data, count=packed["count"], stride=packed["byteStride"], mode=packed["mode"])


class _Reader:
    def __init__(self, document: Json, views: list[bytes]) -> None:
        self._document, self._views = document, views

    def feature_count(self) -> int:
        for mesh in self._document.get("meshes", []):
            for primitive in mesh["primitives"]:
                if "extensions" in primitive:
                    return int(primitive["extensions"]["EXT_mesh_features"]["featureIds"][0]["featureCount"])
        return 0

    def mesh(self, node: Json) -> Batch | Part:
        x, y, z = node["translation"]
        step = node.get("scale", [1.0])[0]
        primitives = [self._primitive(one) for one in self._document["meshes"][node["mesh"]]["primitives"]]
        if "extensions" not in node:
            return Batch((x, y, z), step, primitives)
        attributes = node["extensions"]["EXT_mesh_gpu_instancing"]["attributes"]
        turns = attributes.get("ROTATION")
        return Part(
            (x, y, z),
            step,
            primitives,
            self._rows(attributes["TRANSLATION"]),
            None if turns is None else self._rows(turns),
            self._rows(attributes["_FEATURE_ID_0"])[:, 0],
        )

    def _primitive(self, one: Json) -> Primitive:
        features = one["attributes"].get("_FEATURE_ID_0")
        return Primitive(
            self._colour(one["material"]),
            self._rows(one["attributes"]["POSITION"]),
            self._rows(one["indices"])[:, 0].astype(np.uint32),
            None if features is None else self._rows(features)[:, 0],
        )

    def _colour(self, material: int) -> Colour:
        *light, alpha = self._document["materials"][material]["pbrMetallicRoughness"]["baseColorFactor"]
        red, green, blue = (screen(part) for part in light)
        return red, green, blue, round(alpha * 255)

    def _rows(self, number: int) -> npt.NDArray[Any]:
        """Return the rows of an accessor (n, k)."""
        accessor = self._document["accessors"][number]
        view = self._document["bufferViews"][accessor["bufferView"]]
        kind = np.dtype(_TYPES[accessor["componentType"]])
        width, count = _WIDTHS[accessor["type"]], accessor["count"]
        stride = view.get("byteStride", width * kind.itemsize)
        start = accessor.get("byteOffset", 0)
        data = self._views[accessor["bufferView"]][start : start + stride * count]
        return np.frombuffer(data, kind).reshape(count, stride // kind.itemsize)[:, :width]


def screen(light: float) -> int:
    """Return the screen value 0..255 of a linear part: the inverse of what the writer does."""
    seen = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(seen * 255)

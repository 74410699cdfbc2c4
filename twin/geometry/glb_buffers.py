"""The buffer views of a GLB: rows of one kind share a view, whatever mesh they belong to, so that they pack well."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from twin.geometry import packing
from twin.geometry.packing import Mode

Json = dict[str, Any]

ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963


@dataclass(frozen=True, slots=True)
class Kind:
    """How a view is used: what is drawn from it, and whether its stride must be said."""

    target: int | None
    strided: bool
    mode: Mode


KINDS = {
    "positions": Kind(ARRAY_BUFFER, True, "ATTRIBUTES"),
    "metres": Kind(ARRAY_BUFFER, True, "ATTRIBUTES"),
    "features": Kind(ARRAY_BUFFER, True, "ATTRIBUTES"),
    "indices16": Kind(ELEMENT_ARRAY_BUFFER, False, "TRIANGLES"),
    "indices32": Kind(ELEMENT_ARRAY_BUFFER, False, "TRIANGLES"),
    "shifts": Kind(None, False, "ATTRIBUTES"),
    "turns": Kind(None, False, "ATTRIBUTES"),
    "instances": Kind(None, False, "ATTRIBUTES"),
}


@dataclass(slots=True)
class Buffers:
    """Views in the order of their first use."""

    compress: bool
    _rows: dict[str, list[npt.NDArray[Any]]] = field(default_factory=dict)
    _lengths: dict[str, int] = field(default_factory=dict)

    def append(self, name: str, rows: npt.NDArray[Any]) -> tuple[int, int]:
        """Append rows (n, k) to a view; return the view's number and the byte where they start."""
        start = self._lengths.get(name, 0)
        self._rows.setdefault(name, []).append(rows)
        self._lengths[name] = start + rows.nbytes
        return list(self._rows).index(name), start

    def finish(self) -> tuple[list[Json], list[Json], bytes]:
        """Return the views, the buffers and the binary block."""
        views: list[Json] = []
        binary, plain = bytearray(), 0
        for name, parts in self._rows.items():
            rows, kind = np.concatenate(parts), KINDS[name]
            view = _view(
                rows, kind, buffer=int(self.compress), offset=plain if self.compress else len(binary)
            )
            data = packing.pack(rows, kind.mode) if self.compress else rows.tobytes()
            if self.compress:
                view["extensions"] = {"EXT_meshopt_compression": _packed(rows, kind, len(binary), len(data))}
            views.append(view)
            binary += data + b"\0" * (-len(data) % 4)
            plain += rows.nbytes + (-rows.nbytes % 4)
        return views, self._described(len(binary), plain), bytes(binary)

    def _described(self, length: int, plain: int) -> list[Json]:
        if not length:
            return []
        if not self.compress:
            return [{"byteLength": length}]
        fallback = {"byteLength": plain, "extensions": {"EXT_meshopt_compression": {"fallback": True}}}
        return [{"byteLength": length}, fallback]


def _view(rows: npt.NDArray[Any], kind: Kind, *, buffer: int, offset: int) -> Json:
    view: Json = {"buffer": buffer, "byteLength": rows.nbytes}
    if offset:
        view["byteOffset"] = offset
    if kind.strided:
        view["byteStride"] = _stride(rows)
    if kind.target is not None:
        view["target"] = kind.target
    return view


def _packed(rows: npt.NDArray[Any], kind: Kind, offset: int, length: int) -> Json:
    return {
        "buffer": 0,
        "byteOffset": offset,
        "byteLength": length,
        "byteStride": _stride(rows),
        "count": len(rows),
        "mode": kind.mode,
    }


def _stride(rows: npt.NDArray[Any]) -> int:
    return int(rows.nbytes // len(rows))

"""Unpacking an .ifczip without trusting it: limits are checked on what really comes out of the stream."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from assets.ifc.refusals import RefusedFile

LIMIT_BYTES = 2 << 30
LIMIT_RATIO = 200  # a real model packs 4 to 20 times
_RATIO_FREE_BYTES = 16 << 20  # below this size no ratio can hurt
_STEP = 1 << 20


def is_archive(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def beginning(archive: Path, size: int) -> bytes:
    """Return the first `size` bytes of the one .ifc of the archive, without unpacking the rest; raise RefusedFile."""
    with _read(archive) as packed, packed.open(_only_model(packed)) as source:
        return source.read(size)


def extract(archive: Path, into: Path, *, limit: int = LIMIT_BYTES, ratio: int = LIMIT_RATIO) -> Path:
    """Write the one .ifc of the archive into the folder and return its path; raise RefusedFile otherwise."""
    with _read(archive) as packed:
        member = _only_model(packed)
        target = into / (PurePosixPath(member.filename.replace("\\", "/")).stem[:80] + ".ifc")
        _copy(packed, member, target, limit=limit, ratio=ratio)
        return target


@contextmanager
def _read(archive: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive and raise RefusedFile for whatever is wrong with it while it is read."""
    try:
        with zipfile.ZipFile(archive) as packed:
            yield packed
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as broken:
        raise RefusedFile("zip-damaged") from broken


def _only_model(packed: zipfile.ZipFile) -> zipfile.ZipInfo:
    models = [
        member
        for member in packed.infolist()
        if member.filename.lower().endswith(".ifc") and not _is_resource_fork(member.filename)
    ]
    if not models:
        others = [
            member.filename for member in packed.infolist() if member.filename.lower().endswith(".ifcxml")
        ]
        if others:
            raise RefusedFile("other-flavour", flavour="XML")
        raise RefusedFile("zip-without-ifc")
    if len(models) > 1:
        names = ", ".join(PurePosixPath(member.filename).name for member in models[:5])
        raise RefusedFile("zip-several-ifc", count=len(models), names=names)
    if models[0].flag_bits & 0x1:
        raise RefusedFile("zip-encrypted")
    return models[0]


def _is_resource_fork(name: str) -> bool:
    """macOS puts `__MACOSX/._model.ifc` beside each file it packs."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._")


def _copy(packed: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, *, limit: int, ratio: int) -> None:
    """Copy by steps; the sizes written in the archive are not believed."""
    allowed = max(_RATIO_FREE_BYTES, ratio * _packed_size(packed, member))
    written = 0
    with packed.open(member) as source, target.open("wb") as output:
        while step := source.read(_STEP):
            written += len(step)
            if written > limit or written > allowed:
                output.close()
                target.unlink()
                if written > limit:
                    raise RefusedFile("zip-too-large", limit_mb=limit >> 20)
                raise RefusedFile("zip-suspicious", ratio=ratio)
            output.write(step)


def _packed_size(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """The member cannot be larger than the archive, whatever its entry says."""
    stream = packed.fp
    assert stream is not None
    here = stream.tell()
    size = stream.seek(0, 2)
    stream.seek(here)
    return min(member.compress_size, size)

"""Opening a model: what it is by its content, whether it is whole, and only then the parser."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ifcopenshell

from assets.ifc import ifczip, step_text
from assets.ifc.findings import finding
from assets.ifc.records import Finding
from assets.ifc.refusals import RefusedFile

__all__ = ["DRAFTS", "SUPPORTED_SCHEMAS", "OpenedFile", "RefusedFile", "open_ifc", "relabelled", "unpack"]

SUPPORTED_SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3_ADD2")
# Drafts and first editions of the last one. Nobody vouches for them: read as it only when asked to (`relabelled`).
DRAFTS = ("IFC4X3_RC1", "IFC4X3_RC2", "IFC4X3_RC3", "IFC4X3_RC4", "IFC4X3", "IFC4X3_TC1", "IFC4X3_ADD1")
LIMIT_BYTES = 4 << 30
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"<", "other-flavour", "XML"),
    (b"{", "other-flavour", "JSON"),
    (b"[", "other-flavour", "JSON"),
    (b"SQLite format 3", "other-flavour", "SQLite"),
    (b"\x89HDF", "other-flavour", "HDF5"),
    (b"%PDF", "not-an-ifc", "a PDF"),
    (b"\x1f\x8b", "not-an-ifc", "a gzip archive"),
    (b"7z\xbc\xaf", "not-an-ifc", "a 7z archive"),
    (b"Rar!", "not-an-ifc", "a RAR archive"),
    (b"AC10", "not-an-ifc", "a DWG drawing"),
    (b"\xd0\xcf\x11\xe0", "not-an-ifc", "a Revit or Office file"),
    (b"\x89PNG", "not-an-ifc", "a picture"),
    (b"\xff\xd8\xff", "not-an-ifc", "a picture"),
    (b"\xff\xfe", "not-an-ifc", "a text in UTF-16"),
    (b"\xfe\xff", "not-an-ifc", "a text in UTF-16"),
)


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A model ready to be read; `path` is the plain .ifc on disk."""

    path: Path
    schema: str
    model: Any  # ifcopenshell.file
    findings: tuple[Finding, ...]


def open_ifc(path: Path | str, *, allow_extract_to: Path | None = None) -> OpenedFile:
    """Open an .ifc or .ifczip; raise RefusedFile with one sentence when it cannot come in.

    An archive is unpacked into `allow_extract_to`, or into a new temporary folder that the caller's system cleans;
    a plain file makes none.
    """
    elsewhere = Path(tempfile.gettempdir()) / f"ifc-{secrets.token_hex(8)}"
    plain = unpack(Path(path), allow_extract_to or elsewhere)
    schema = _schema(plain)
    model = _parse(plain)
    return OpenedFile(plain, schema, model, (*_relabelling(plain), *_reading_gaps(plain, model)))


def relabelled(path: Path, into: Path) -> Path:
    """Write a copy of a draft's file, out of its archive if need be, that says the schema it became: for who asks so.

    Raise RefusedFile where nothing needs that, and for what cannot come in anyhow.
    """
    plain = _plain(Path(path), into)
    if _check(plain, (*SUPPORTED_SCHEMAS, *DRAFTS)) in SUPPORTED_SCHEMAS:
        raise RefusedFile("nothing-to-relabel", schema=_schema(plain))
    into.mkdir(parents=True, exist_ok=True)
    copy = into / "relabelled.ifc"
    step_text.relabel(plain, SUPPORTED_SCHEMAS[-1], copy)
    return copy


def unpack(path: Path | str, into: Path) -> Path:
    """Return the plain .ifc behind `path` after every check that needs no parser; raise RefusedFile."""
    source = _plain(Path(path), into)
    _check(source, SUPPORTED_SCHEMAS)
    return _without_mark(source, into)


def _plain(source: Path, into: Path) -> Path:
    """Out of its archive."""
    if not source.is_file():
        raise RefusedFile("file-missing", path=source.name)
    if source.stat().st_size == 0:
        raise RefusedFile("file-empty")
    if source.stat().st_size > LIMIT_BYTES:
        raise RefusedFile("file-too-large", limit_mb=LIMIT_BYTES >> 20)
    if _is_archive(source):
        into.mkdir(parents=True, exist_ok=True)
        source = ifczip.extract(source, into)
        if source.stat().st_size == 0:
            raise RefusedFile("file-empty")
    return source


def _is_archive(path: Path) -> bool:
    return _starts(path).startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _check(path: Path, schemas: tuple[str, ...]) -> str:
    """Return the schema; raise RefusedFile unless it is whole and of one of these."""
    _check_kind(_starts(path))
    schema = _schema(path)
    if not step_text.is_complete(path):
        raise RefusedFile("truncated")
    if schema not in schemas:
        code = "draft-schema" if schema in DRAFTS else "unsupported-schema"
        raise RefusedFile(code, schema=schema, supported=", ".join(SUPPORTED_SCHEMAS))
    return schema


def _without_mark(path: Path, into: Path) -> Path:
    """Some editors put a byte order mark before the first line, which the parser cannot read: leave it out."""
    with path.open("rb") as stream:
        if stream.read(len(_BYTE_ORDER_MARK)) != _BYTE_ORDER_MARK:
            return path
        into.mkdir(parents=True, exist_ok=True)
        plain = into / f"{path.stem}-plain.ifc"
        with plain.open("wb") as output:
            shutil.copyfileobj(stream, output)
    return plain


def _starts(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4096).removeprefix(_BYTE_ORDER_MARK).lstrip()


def _check_kind(first: bytes) -> None:
    """Raise RefusedFile unless the content begins as a STEP physical file, comments before it apart."""
    if step_text.without_comments(first).startswith(b"ISO-10303-21"):
        return
    if not first.strip(b"\0 \r\n\t"):
        raise RefusedFile("file-empty")
    for start, code, words in _STARTS:
        if first.startswith(start):
            raise RefusedFile(code, looks_like=words, flavour=words)
    raise RefusedFile("not-an-ifc", looks_like="something unknown")


def _schema(path: Path) -> str:
    name = step_text.schema_name(step_text.head(path))
    if name is None:
        # A file cut inside its header is cut before anything else.
        raise RefusedFile("header-unreadable" if step_text.is_complete(path) else "truncated")
    return name


def _parse(path: Path) -> Any:
    """Parse lazily: shapes are most of a file, and this process never looks at them."""
    try:
        return ifcopenshell.open(str(path), format=".ifc", lazy=True)  # type: ignore[call-overload]
    except Exception as broken:  # the parser raises its own, RuntimeError and OSError
        raise RefusedFile(
            "unreadable", detail=str(broken).replace(", check logs", "")[:120] or type(broken).__name__
        ) from broken


def _relabelling(path: Path) -> list[Finding]:
    former = step_text.relabelled_from(step_text.head(path))
    return [finding("schema-relabelled", schema=former, read_as=SUPPORTED_SCHEMAS[-1])] if former else []


def _reading_gaps(path: Path, model: Any) -> list[Finding]:
    """Compare the lines written with the entities read."""
    numbering = step_text.numbering(path)
    unread = sorted(numbering.defined.difference(model.entity_names()))
    lost = len(unread) + numbering.written - len(numbering.defined)
    gaps = []
    if unread:
        gaps.append(finding("instances-unread", missing=lost, written=numbering.written, examples=unread))
    if numbering.reused:
        gaps.append(finding("numbers-reused", count=len(numbering.reused), examples=list(numbering.reused)))
    if numbering.dangling:
        gaps.append(
            finding("references-missing", count=len(numbering.dangling), examples=list(numbering.dangling))
        )
    return gaps

"""PDF papers: whole, not locked, and without anything that acts by itself.

A PDF is not drawn anew (a report must stay as it was signed); it is read for what could act: scripts, launches,
embedded files, forms of the XFA kind. Names may be written with #41 for A and lie in compressed streams (ISO 32000-1,
7.3.5 and 7.5.7), so both are undone first.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

# What acts when the paper is opened or a page turned, and what carries another file along.
ACTING = (b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"XFA", b"AA",
          b"SubmitForm", b"ImportData", b"Movie", b"Sound", b"GoToE", b"GoToR")  # fmt: skip
_ACTS = re.compile(rb"/(?:" + b"|".join(ACTING) + rb")(?![A-Za-z0-9])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
MOST_UNPACKED = 64 * 2**20  # bytes of one paper, in all


class LockedPaper(Exception):
    """A password keeps its content from being read."""


class ActivePaper(Exception):
    """It would do something by itself."""


class BrokenPaper(Exception):
    """It begins like a PDF and is none, or it ends too early."""


def inspect(content: bytes) -> None:
    """Raise LockedPaper, ActivePaper or BrokenPaper; say nothing when the paper may be kept."""
    if not re.match(rb"%PDF-[12]\.\d", content) or b"%%EOF" not in content[-2048:]:
        raise BrokenPaper
    if b"/Root" not in content and b"/XRef" not in content:
        raise BrokenPaper
    outside = _STREAM.sub(b"", content)
    if re.search(rb"/Encrypt(?![A-Za-z])", _plain(outside)):
        raise LockedPaper
    for part in (outside, *_unpacked(content)):
        if _ACTS.search(_plain(part)):
            raise ActivePaper


def _plain(part: bytes) -> bytes:
    return _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), part)


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What object streams hold. Pictures and fonts among them unpack to bytes that name nothing."""
    left, ended = MOST_UNPACKED, 0
    for stream in _STREAM.finditer(content):
        described, ended = content[ended : stream.start()], stream.end()
        if b"/ObjStm" not in _plain(described):
            continue
        try:
            unpacker = zlib.decompressobj()
            part = unpacker.decompress(stream[1], left)
        except zlib.error:
            raise BrokenPaper from None
        if unpacker.unconsumed_tail:
            raise BrokenPaper  # more than any paper holds
        left -= len(part)
        yield part

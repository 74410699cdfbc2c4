"""PDF papers: whole, not locked, and without anything that acts by itself.

A PDF is not drawn anew (a report must stay as it was signed); it is read for what could act: scripts, launches,
embedded files, forms of the XFA kind. Where a stream begins and ends is not believed, because a comment or a text may
say so too: the names are looked for in every byte, and in whatever unpacks. Names may be written with #41 for A and lie
in compressed streams (ISO 32000-1, 7.3.5 and 7.5.7), so both are undone first.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

# What acts when the paper is opened or a page turned, and what carries another file along: long names, which no picture
# holds by chance.
ACTING = (b"JavaScript", b"Launch", b"EmbeddedFiles?", b"RichMedia", rb"XFA(?=\s*[\[\d])", b"SubmitForm", b"ImportData",
          b"Rendition", b"Movie", b"Sound", b"GoToE", b"GoToR")  # fmt: skip
_ACTS = re.compile(rb"/(?:" + b"|".join(ACTING) + rb")(?![A-Za-z0-9])")
# Any large picture holds these by chance: they count outside of streams only. Each needs a name from above as well.
_ACTS_SHORTLY = re.compile(rb"/(?:JS|AA)(?![A-Za-z0-9])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb">>\s*stream\r?\n.*?endstream", re.DOTALL)
_BEGINS = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n?|\n)")
_KEEPS_OBJECTS = re.compile(rb"/(?:ObjStm|XRef)")
# Packed in a way that nobody packs objects in: not looked into.
_ODD_FILTER = re.compile(
    rb"/(?:ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode)(?=[\s/\]>])"
    rb"|/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?(?=[\s/\]>])"
)
MOST_UNPACKED = 512 * 2**20  # bytes of one paper, in all
_PART = 2**20
_FED = 2**16
_LONGEST = 64  # bytes of a name, its escapes included


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
    plain, outside = _plain(content), _plain(_STREAM.sub(b"", content))
    if re.search(rb"/Encrypt(?![A-Za-z])", plain):
        raise LockedPaper
    if _ACTS.search(plain) or _ACTS_SHORTLY.search(outside):
        raise ActivePaper
    if _KEEPS_OBJECTS.search(plain):
        if _ODD_FILTER.search(plain):
            raise BrokenPaper
        if any(_ACTS.search(_plain(part)) for part in _unpacked(content)):
            raise ActivePaper


def _plain(part: bytes) -> bytes:
    return _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), part)


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What unpacks from each place where a stream could begin, in parts that overlap; raise BrokenPaper."""
    left, ended = MOST_UNPACKED, 0
    for begin in _BEGINS.finditer(content):
        described = _plain(content[ended : begin.start()])
        ended = begin.end()
        objects = b"/ObjStm" in described
        if objects and b"/Predictor" in described:
            raise BrokenPaper
        try:
            for part in _parts(memoryview(content)[ended:]):
                left -= len(part)
                if left < 0:
                    raise BrokenPaper  # more than any paper holds
                yield part
        except zlib.error:
            if objects:
                raise BrokenPaper from None


def _parts(packed: memoryview) -> Iterator[bytes]:
    unpacker, kept = zlib.decompressobj(), b""
    for start in range(0, len(packed), _FED):
        waiting: bytes | memoryview = packed[start : start + _FED]
        while waiting and not unpacker.eof:
            part = unpacker.decompress(waiting, _PART)
            waiting = unpacker.unconsumed_tail
            yield kept + part
            kept = (kept + part)[-_LONGEST:]
        if unpacker.eof:
            return

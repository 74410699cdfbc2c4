"""A list that a steward only looked at, kept for an hour so that she takes in the very same file by one tap.

One file for each person and station, below `DATA_DIR/looked-at`: the next one takes its place. What the page gets is a
ticket, signed, which says whose it is, of which station and which bytes.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing

from assets.models import Station

KEPT_FOR = 3600  # seconds
_SALT = "twin.looked-at"


class NoLongerKept(Exception):
    """It was too long ago, another list was looked at since, or it was somebody else's."""


@dataclass(frozen=True)
class Kept:
    name: str
    content: bytes


def keep(content: bytes, *, name: str, person: Any, station: Station) -> str:
    """Keep it; gives its ticket."""
    sweep()
    path = _path(person, station)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as handle:
        handle.write(content)
    Path(handle.name).replace(path)
    said = {"person": person.pk, "station": station.pk, "sha256": _digest(content), "name": name}
    return signing.dumps(said, salt=_SALT)


def kept(ticket: str, *, person: Any, station: Station) -> Kept:
    """The file of a ticket. Raises NoLongerKept."""
    try:
        said = signing.loads(ticket, salt=_SALT, max_age=KEPT_FOR)
        content = _path(person, station).read_bytes()
    except (signing.BadSignature, FileNotFoundError):
        raise NoLongerKept from None
    if [said["person"], said["station"], said["sha256"]] != [person.pk, station.pk, _digest(content)]:
        raise NoLongerKept
    return Kept(said["name"], content)


def forget(*, person: Any, station: Station) -> None:
    _path(person, station).unlink(missing_ok=True)


def sweep() -> int:
    """Delete what nobody came back for; says how many."""
    swept = 0
    for path in _root().glob("*"):
        with suppress(FileNotFoundError):  # another sweep was faster
            if time.time() - path.stat().st_mtime > KEPT_FOR:
                path.unlink()
                swept += 1
    return swept


def _root() -> Path:
    return Path(settings.DATA_DIR) / "looked-at"


def _path(person: Any, station: Station) -> Path:
    return _root() / f"{person.pk}-{station.pk}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

"""Names that tell the code of something else: "Cable A-01 → B-02" says to who may see A-01 that there is a B-02."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import chain

from assets.ifc.codes import normalise as code_key
from assets.models import Asset, Element, Location, Revision

_WORD = re.compile(r"[^\W_]+(?:[-_./][^\W_]+)*")
LONGEST = 4  # words that one code is written in: "P 01 A 3"
SHORTEST = 2  # letters and digits of an end of a code: "P-01" of "EFS-P-01"
BATCH = 500  # codes asked for at once


def telling(station: int, names: Collection[str], told: Collection[str]) -> set[str]:
    """Those of the names that tell a code of the station's equipment, places or drawn things which is not among `told`.

    Systems are named after the end of a code too ("Lighting TD-01"), so an end counts as the code.
    """
    known = {code_key(code) for code in told}
    by_key: dict[str, set[str]] = {}
    for name in names:
        for key, _ in _codelike(name):
            if key not in known:
                by_key.setdefault(key, set()).add(name)
    if not by_key:
        return set()
    spelt = {written: key for name in names for key, written in _codelike(name) if key in by_key}
    foreign = {spelt[code] for code in _drawn(station, spelt)} | _listed(station, set(by_key), known)
    return {name for key in foreign for name in by_key[key]}


def _codelike(name: str) -> Iterator[tuple[str, str]]:
    """Key and spelling of each run of words that has a digit in it."""
    words = _WORD.findall(name)
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            written = " ".join(words[start:end])
            key = code_key(written)
            if len(key) >= SHORTEST and any(letter.isdigit() for letter in key):
                yield key, written


def _drawn(station: int, spelt: Collection[str]) -> set[str]:
    """Codes of what no register lists, as pipes and the ways of a board: as they are written."""
    drawn = Element.objects.filter(revision__station=station, revision__state=Revision.State.PUBLISHED)
    asked = sorted(spelt)
    batches = (asked[start : start + BATCH] for start in range(0, len(asked), BATCH))
    return {code for batch in batches for code in drawn.filter(code__in=batch).values_list("code", flat=True)}


def _listed(station: int, keys: set[str], known: Collection[str]) -> set[str]:
    """The keys that are the code of equipment or a place that is not known, or with a letter in it the end of one."""
    lengths = sorted({len(key) for key in keys if not key.isdigit()})
    assets = Asset.objects.live().filter(station=station).order_by().values_list("code_key", flat=True)
    places = Location.objects.filter(station=station).values_list("code", flat=True)
    found: set[str] = set()
    for code in chain(assets.iterator(chunk_size=20_000), map(code_key, places)):
        if code not in known:
            found.update(keys & {code, *(code[-length:] for length in lengths)})
    return found

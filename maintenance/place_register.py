"""What a station's register knows by name, turned over so that an order's words lead to it.

Built from the rows once and kept while they stay the same; reads and writes no order.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assets.ifc.codes import normalise as code_key
from assets.kinds import kind_named
from assets.models import Asset, AssetAlias, HistoryHead, Location, Station
from maintenance.place_rooms import Room, Rooms, read_rooms
from maintenance.place_words import Mark, marks, table, tokens

KEPT_SECONDS = 2.0  # a register whose history moved is read again after this; new rows are seen at once
_KEPT_STATIONS = 20

Value = TypeVar("Value")


@dataclass(frozen=True)
class Thing:
    """An asset: what it is (`heads`), the words of its name, its numbers, and the places its name speaks of."""

    pk: int
    code: str
    name: str
    location: int | None
    heads: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[int]
    last_of_code: int | None
    places: frozenset[int]


class Register:
    """`by_code` leads from a code's key to every asset or room that answers to it."""

    def __init__(self, station: Station, rooms: Rooms, things: list[Thing], aliases: list[tuple[str, int]]):
        self.station_code = station.code
        self.station_words = frozenset(tokens(station.name))
        self.rooms = rooms
        self.things = {thing.pk: thing for thing in things}
        self.by_head = _turned((head, thing) for thing in things for head in thing.heads)
        self.by_code: dict[str, list[Thing | Room]] = _turned(_codes(rooms, things))
        self.by_former_code = _turned(
            (code_key(alias), self.things[pk]) for alias, pk in aliases if pk in self.things
        )
        self._corrected: dict[str, str] = {}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return self.rooms.words.union(self.station_words, *(thing.words for thing in self.things.values()))

    @cached_property
    def _spellings(self) -> list[str]:
        known = self.vocabulary | table().vocabulary
        return sorted(word for word in known if len(word) >= 5 and word.isalpha())

    def tokens(self, text: str) -> tuple[str, ...]:
        return tokens(text, self.correct)

    def knows(self, word: str) -> bool:
        return word in self.vocabulary or word in table().vocabulary

    def correct(self, word: str) -> str:
        """The one known word that this one misspells (by a letter; long words by two), or the word itself."""
        if len(word) < 5 or not word.isalpha() or self.knows(word):
            return word
        if word not in self._corrected:
            self._corrected[word] = self._nearest(word)
        return self._corrected[word]

    def _nearest(self, word: str) -> str:
        allowed = 2 if len(word) >= 9 else 1
        near = process.extract(word, self._spellings, scorer=OSA.distance, score_cutoff=allowed, limit=4)
        same_start = [(known, off) for known, off, _ in near if _is_slip(word, known)]
        best = [known for known, off in same_start if off == same_start[0][1]]
        return best[0] if len(best) == 1 else word


def _is_slip(word: str, known: str) -> bool:
    """A letter too many, too few or swapped; another letter only in long words: "retard" is no "regard"."""
    swapped = sorted(word) == sorted(known)
    return word[0] == known[0] and (len(word) != len(known) or swapped or len(word) >= 8)


def _codes(rooms: Rooms, things: list[Thing]) -> Iterator[tuple[str, Thing | Room]]:
    for thing in things:
        yield code_key(thing.code), thing
    for room in rooms.all.values():
        for key in room.keys:
            yield key, room


def _turned(pairs: Iterable[tuple[str, Value]]) -> dict[str, list[Value]]:
    turned: dict[str, list[Value]] = defaultdict(list)
    for key, value in pairs:
        turned[key].append(value)
    return dict(turned)


_kept: dict[int, tuple[tuple, str | None, float, Register]] = {}


def register_of(station: Station) -> Register:
    """The register as it stands: read again when a row came, and soon after the station's history moved."""
    *newest, head = _state(station)
    rows = (station.code, station.created_at, *newest)
    kept = _kept.get(station.pk)
    now = time.monotonic()
    if kept is not None and kept[0] == rows and (kept[1] == head or now - kept[2] < KEPT_SECONDS):
        return kept[3]
    register = read_register(station)
    if len(_kept) >= _KEPT_STATIONS:
        _kept.clear()
    _kept[station.pk] = (rows, head, now, register)
    return register


def _state(station: Station) -> tuple:
    """Newest asset, newest place, hash of the last history entry: asked for every order, hence without the ORM."""
    asset, place, head = (model._meta.db_table for model in (Asset, Location, HistoryHead))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT MAX(id) FROM {asset} WHERE station_id = %s),"  # noqa: S608 - table names are ours
            f" (SELECT MAX(id) FROM {place} WHERE station_id = %s),"
            f" (SELECT hash FROM {head} WHERE chain = %s)",
            [station.pk, station.pk, str(station.pk)],
        )
        return cursor.fetchone()


def read_register(station: Station) -> Register:
    """Everything in use, in three queries."""
    rooms = read_rooms(station)
    assets = Asset.objects.live().filter(station=station).only("pk", "code", "name", "kind", "location_id")
    things = [_thing(asset, rooms) for asset in assets.iterator(chunk_size=2000)]
    aliases = AssetAlias.objects.filter(asset__station=station, asset__removed_at=None)
    return Register(station, rooms, things, list(aliases.values_list("alias", "asset_id")))


def _thing(asset: Asset, rooms: Rooms) -> Thing:
    name = tokens(asset.name)
    mentions = rooms.named(name)
    fed = asset.kind.startswith(table().fed)
    return Thing(
        pk=asset.pk,
        code=asset.code,
        name=asset.name,
        location=asset.location_id if asset.location_id in rooms.all else None,
        heads=frozenset(_kind_heads(asset.kind)) | (frozenset() if fed else _name_heads(name, marks(name))),
        words=frozenset(word for word in name if (word.isalpha() and len(word) > 1) or ":" in word),
        numbers=frozenset(int(word.lstrip("#")) for word in name if word.lstrip("#").isdigit()),
        last_of_code=_last_number(asset.code),
        places=frozenset(pk for mention in mentions if len(mention.rooms) == 1 for pk in mention.rooms),
    )


def _kind_heads(kind: str) -> Iterator[str]:
    """Every meaning of the table that covers this kind, and what its own name means in both languages."""
    for means, keys in table().assets.items():
        if any(kind == key or kind.startswith(f"{key}-") for key in keys):
            yield means
    named = kind_named(kind)
    for label in (named.fr, named.en):
        yield from (mark.means for mark in marks(tokens(label))[:1] if mark.use == "kind")


def _name_heads(name: tuple[str, ...], said: list[Mark]) -> frozenset[str]:
    """What its name begins with: a meaning of the table, else the first word as it stands (a lime tree)."""
    kinds = [mark for mark in said if mark.use == "kind"]
    if kinds and kinds[0].start == 0:
        return frozenset([kinds[0].means])
    return frozenset([f"word:{name[0]}"]) if name and name[0].isalpha() and len(name[0]) > 3 else frozenset()


def _last_number(code: str) -> int | None:
    numbers = re.findall(r"\d+", code)
    return int(numbers[-1]) if numbers and len(numbers[-1]) < 6 else None

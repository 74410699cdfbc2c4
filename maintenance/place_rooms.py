"""Rooms and storeys as people name them: which of a station's places a text speaks of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assets.ifc.codes import normalise as code_key
from assets.models import Location, Station
from maintenance.place_spelling import BREAK
from maintenance.place_words import marks, table, tokens

ROOM_KINDS = (Location.Kind.SPACE, Location.Kind.ZONE, Location.Kind.PART)


@dataclass(frozen=True)
class Room:
    """A room or storey: the `words` of its name in order, its `number` without leading zeros, the storey it is on."""

    pk: int
    is_room: bool
    code: str
    label: str
    words: tuple[str, ...]
    number: str
    storey: int | None
    keys: frozenset[str]
    level: str


@dataclass(frozen=True)
class Mention:
    """tokens[start:end] name one of `rooms`; more than one: nobody knows which."""

    rooms: frozenset[int]
    start: int
    end: int


class Rooms:
    """A station's rooms and storeys, by the words and numbers people use."""

    def __init__(self, rooms: dict[int, Room]):
        self.all = rooms
        self._by_word: dict[str, list[Room]] = defaultdict(list)
        self._by_number: dict[str, list[Room]] = defaultdict(list)
        for room in rooms.values():
            if room.is_room:
                for word in set(room.words):
                    self._by_word[word].append(room)
                if room.number:
                    self._by_number[room.number].append(room)
        self.words = frozenset(word for room in rooms.values() for word in room.words)

    def named(self, words: Sequence[str], *, only_place: bool = False) -> list[Mention]:
        """The rooms that tokens name, from left to right. `only_place`: the text is a place and nothing else."""
        found = [*self._by_name(words, only_place), *self._by_their_number(words, only_place)]
        return _longest(found)

    def storeys(self, level: str) -> frozenset[int]:
        """Storeys that a word for a level means: its number, or below, above, roof when there is only one such."""
        storeys = [room for room in self.all.values() if not room.is_room]
        if level in ("below", "above"):
            numbers = [_number(room.level) for room in storeys]
            wanted = {number for number in numbers if number and (number < 0) == (level == "below")}
            chosen = [room for room in storeys if _number(room.level) in wanted or room.level == level]
            return frozenset(room.pk for room in chosen) if len(chosen) == 1 else frozenset()
        same = [room.pk for room in storeys if room.level == level]
        if level == "-1" and not same:
            same = [room.pk for room in storeys if room.level == "below"]
        return frozenset(same) if len(same) == 1 else frozenset()

    def storey_of(self, pk: int | None) -> int | None:
        room = self.all.get(pk or 0)
        return room.storey if room else None

    def _by_name(self, words: Sequence[str], only_place: bool) -> Iterator[Mention]:
        near: dict[int, Room] = {room.pk: room for word in words for room in self._by_word.get(word, ())}
        fits: dict[tuple[int, int], list[tuple[int, Room]]] = defaultdict(list)
        for room in near.values():
            for start, end, matched in _windows(words, room):
                if _names_it(matched, room, words, start, only_place):
                    fits[start, end].append((len(matched), room))
        for (start, end), rooms in fits.items():
            most = max(count for count, _ in rooms)
            best = [room for count, room in rooms if count == most]
            yield Mention(frozenset(room.pk for room in best), start, end)

    def _by_their_number(self, words: Sequence[str], only_place: bool) -> Iterator[Mention]:
        for at, word in enumerate(words):
            number = word.lstrip("#0") or "0"
            if not number.isdigit() or number not in self._by_number:
                continue
            before = words[at - 1] if at else ""
            called = before in table().room
            rooms = [room for room in self._by_number[number] if only_place or called or before in room.words]
            if rooms:
                yield Mention(frozenset(room.pk for room in rooms), max(at - 1, 0), at + 1)


def _windows(words: Sequence[str], room: Room) -> Iterator[tuple[int, int, set[str]]]:
    """The stretches of a text that hold words of the room's name, in its order and hardly farther apart."""
    for start, word in enumerate(words):
        if word in room.words:
            reached = room.words.index(word)
            end, matched = start + 1, {word}
            for at in range(start + 1, min(len(words), start + len(room.words) + 1)):
                if words[at] == BREAK:
                    break
                if words[at] in room.words[reached + 1 :]:
                    reached = room.words.index(words[at], reached + 1)
                    end, matched = at + 1, matched | {words[at]}
            yield start, end, matched


def _names_it(matched: set[str], room: Room, words: Sequence[str], start: int, only_place: bool) -> bool:
    """Do these words of its name name the room? "technical room" does not when it is one word of three."""
    known = table()
    wanted = set(room.words)
    telling = matched - known.room - (frozenset() if only_place else known.weak)
    if matched == wanted and (telling or len(matched) > 1 or only_place):
        return True
    if not telling:
        return False
    said_room = bool(matched & known.room) or (start > 0 and words[start - 1] in known.room)
    first = room.words[0]
    landmark = (
        first in matched and first not in known.room and first not in known.weak and not _is_kind(first)
    )
    return only_place or said_room or landmark


def _is_kind(word: str) -> bool:
    meaning = table().phrases.get((word,))
    return meaning is not None and meaning[0] == "kind"


def _longest(found: list[Mention]) -> list[Mention]:
    """Of overlapping mentions the longest; two as long mean either."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        rivals = [one for one in kept if one.start < mention.end and mention.start < one.end]
        if not rivals:
            kept.append(mention)
        elif all((one.start, one.end) == (mention.start, mention.end) for one in rivals):
            kept = [one for one in kept if one not in rivals]
            both = frozenset().union(mention.rooms, *(one.rooms for one in rivals))
            kept.append(Mention(both, mention.start, mention.end))
    return sorted(kept, key=lambda one: one.start)


def _number(level: str) -> int | None:
    return int(level) if level.lstrip("-").isdigit() else None


def read_rooms(station: Station) -> Rooms:
    """The rooms and storeys in use; one query."""
    places = list(Location.objects.in_use().filter(station=station))
    by_pk = {place.pk: place for place in places}
    kept = [place for place in places if place.kind in (*ROOM_KINDS, Location.Kind.STOREY)]
    return Rooms({place.pk: _room(place, by_pk) for place in kept})


def _room(place: Location, by_pk: dict[int, Location]) -> Room:
    is_room = place.kind in ROOM_KINDS
    called = [text for text in (place.name, place.code) if is_room and text.strip().isdigit()]
    keys = {code_key(text) for text in (place.code, place.name) if _is_code(text)}
    name = tokens(place.long_name or place.name)
    return Room(
        pk=place.pk,
        is_room=is_room,
        code=place.code,
        label=place.label,
        words=tuple(word for word in name if word.isalpha() or ":" in word),
        number=(called[0].strip().lstrip("0") or "0") if called else "",
        storey=_storey(place, by_pk),
        keys=frozenset(keys) if is_room else frozenset(),
        level="" if is_room else _level(place),
    )


def _is_code(text: str) -> bool:
    return bool(re.search(r"[A-Za-z]", text)) and bool(re.search(r"\d", text)) and len(text.split()) == 1


def _storey(place: Location, by_pk: dict[int, Location]) -> int | None:
    above: Location | None = place
    for _ in range(8):
        if above is None or above.kind == Location.Kind.STOREY:
            break
        above = by_pk.get(above.parent_id or 0)
    return above.pk if above is not None and above.kind == Location.Kind.STOREY else None


def _level(storey: Location) -> str:
    """The storey's number as people say it ("-1"), "roof", or nothing."""
    for text in (storey.name.strip(), storey.code.strip(), storey.long_name.strip()):
        if short := re.fullmatch(r"([NRS])\s?([+-]?)\s?(\d)", text, re.IGNORECASE):
            below = (short[2] == "-" or short[1] in "sS") and short[3] != "0"
            return f"-{short[3]}" if below else short[3]
        for mark in marks(tokens(text)):
            if mark.use == "level":
                return mark.means
    return ""

"""The places of a station as search needs them: their words, what lies in what, and which storey each is on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from assets.models import Location, Station
from assets.search import normalise, spelt_apart
from twin import wording
from twin.searching.question import Term
from twin.searching.spelling import closeness

_NUMBER = re.compile(r"[+-]?\d+")
_ON_THE_LEVEL, _ON_A_STOREY_NAMED = 0.8, 0.5  # beside 1 for the place that is called so


@dataclass(frozen=True)
class Place:
    pk: int
    kind: str
    code: str
    label: str
    name: str
    parent: int | None
    elevation: float | None
    said: tuple[str, ...]
    named: tuple[str, ...]  # the words of its name, without its number

    @classmethod
    def of(cls, row: Location) -> Place:
        said = tuple(f"{spelt_apart(row.code)} {spelt_apart(row.label)} {_apart(row.label)}".split())
        named = tuple(_apart(row.long_name or row.name).split())
        return cls(row.pk, row.kind, row.code, row.label, row.name, row.parent_id, row.elevation, said, named)


def _apart(text: str) -> str:
    return " ".join(filter(None, (normalise(part) for part in re.split(r"[\W_]+", text))))


class Places:
    def __init__(self, station: Station):
        rows = Location.objects.filter(station=station).only(
            "kind", "code", "name", "long_name", "parent", "elevation"
        )
        self.by_key = {row.pk: Place.of(row) for row in rows}

    def closeness(self, term: Term) -> dict[int, float]:
        """How well each place answers to a term by its own words; who lies in a storey asked for answers as well."""
        found: dict[int, float] = {}
        for place in self.by_key.values():
            if place.kind != Location.Kind.SITE and (near := said_in(term, place.said)):
                found[place.pk] = near
        levels = {place.pk for place in self._storeys if is_level(place, term.level)} if term.level else set()
        named = {pk for pk in found if self.by_key[pk].kind == Location.Kind.STOREY}
        for tops, near in ((levels, _ON_THE_LEVEL), (named, _ON_A_STOREY_NAMED)):
            for pk in self.below(tops):
                found.setdefault(pk, near)
        return found

    def storey(self, said: str) -> int | None:
        """The storey of this code or name, as the viewer or a person says it: "S1", "S-1", "Sous-sol"."""
        asked = normalise(said)
        for place in self._storeys:
            short = said.strip().upper() == place.label.partition(" ")[0].upper()
            if asked and (short or asked in (normalise(place.code), normalise(place.label))):
                return place.pk
        return None

    def parent(self, place: Place) -> Place | None:
        return self.by_key.get(place.parent or 0)

    def words(self, place: Place | None) -> str:
        """ "Sous-sol · 012 Local pompes", as `twin.lookup.place_words` says it."""
        above = self.parent(place) if place is not None and place.kind == Location.Kind.SPACE else None
        if place is None or above is None:
            return place.label if place else ""
        return f"{above.name or above.code} · {place.label}"

    def below(self, tops: Iterable[int]) -> set[int]:
        """These and everything in them."""
        found = set(tops)
        while more := {pk for pk, place in self.by_key.items() if place.parent in found} - found:
            found |= more
        return found

    @cached_property
    def _storeys(self) -> list[Place]:
        return [place for place in self.by_key.values() if place.kind == Location.Kind.STOREY]


def said_in(term: Term, words: tuple[str, ...]) -> float:
    """How well a term's best spelling is said by `words`, all its words together; 0 when one is missing."""
    return max(
        (
            _all(spelling, words) * (1.0 if spelling == term.spellings[-1] else 0.95)  # as it was typed
            for spelling in term.spellings
        ),
        default=0.0,
    )


def _all(spelling: tuple[str, ...], words: tuple[str, ...]) -> float:
    each = [closeness(word, words) for word in spelling]
    return sum(each) / len(each) if each and all(each) else 0.0


def is_level(storey: Place, level: str) -> bool:
    """Is it the storey that the table of words calls "-1", "0", "below", "above" or "roof"?"""
    if level == "roof":
        return any(word.startswith(("toit", "roof", "terrasse")) for word in storey.named)
    short = _NUMBER.search(wording.storey_short(Location(name=storey.label, code=storey.code)))
    number = int(short[0]) if short else None
    if level in ("below", "above"):
        height = number if number is not None else storey.elevation or 0.0
        return height < 0 if level == "below" else height > 0
    return number is not None and number == int(level)

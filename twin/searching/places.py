"""The places of a station as search needs them: their words, what lies in what, and which storey each is on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assets.models import Location, Station
from assets.search import normalise, spelt_apart
from twin import wording
from twin.searching.question import Term
from twin.searching.spelling import closeness

_NUMBER = re.compile(r"[+-]?\d+")
_ON_THE_LEVEL, _ON_A_STOREY_NAMED = 0.8, 0.5  # beside 1 for the place that is called so


@dataclass(frozen=True, slots=True)
class Place:
    pk: int
    kind: str
    code: str
    label: str
    name: str
    parent: int | None
    elevation: float | None
    said: str  # all its words
    named: str  # those of its name, without its number


@lru_cache(maxsize=20_000)
def _place(
    pk: int, kind: str, code: str, name: str, long: str, parent: int | None, height: float | None
) -> Place:
    label = Location(code=code, name=name, long_name=long).label
    said = f"{spelt_apart(code)} {spelt_apart(label)} {_apart(label)}"
    return Place(pk, kind, code, label, name, parent, height, said, _apart(long or name))


def _apart(text: str) -> str:
    return " ".join(filter(None, (normalise(part) for part in re.split(r"[\W_]+", text))))


class Places:
    def __init__(self, station: Station):
        rows = Location.objects.filter(station=station).order_by("elevation", "name")
        columns = ("pk", "kind", "code", "name", "long_name", "parent", "elevation")
        self.by_key = {row[0]: _place(*row) for row in rows.values_list(*columns)}

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


def said_in(term: Term, text: str) -> float:
    """How well a term's best spelling is said by a text, all its words together; 0 when one is missing."""
    return max(
        (
            _all(spelling, text) * (1.0 if spelling == term.spellings[-1] else 0.95)  # as it was typed
            for spelling in term.spellings
        ),
        default=0.0,
    )


def _all(spelling: tuple[str, ...], text: str) -> float:
    total = 0.0
    for word in spelling:
        near = closeness(word, text)
        if not near:
            return 0.0
        total += near
    return total / len(spelling) if spelling else 0.0


def is_level(storey: Place, level: str) -> bool:
    """Is it the storey that the table of words calls "-1", "0", "below", "above" or "roof"?"""
    if level == "roof":
        return any(word.startswith(("toit", "roof", "terrasse")) for word in storey.named.split())
    short = _NUMBER.search(wording.storey_short(Location(name=storey.label, code=storey.code)))
    number = int(short[0]) if short else None
    if level in ("below", "above"):
        height = number if number is not None else storey.elevation or 0.0
        return height < 0 if level == "below" else height > 0
    return number is not None and number == int(level)

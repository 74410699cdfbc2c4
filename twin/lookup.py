"""Search in one station: by code, name, room, kind, type, serial number or document, as people write them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from assets.models import Element, Location, Station
from assets.search import normalise, words
from twin import wording
from twin.searching import answers
from twin.sheets.subject import published_elements

MOST_HITS = 20


@dataclass(frozen=True)
class Hit:
    """One row of the answer. `is_subject`: equipment or a place, on which orders and reports can be."""

    code: str
    kind: str
    name: str
    place: str
    is_subject: bool = True

    @property
    def words(self) -> str:
        return kind_and_name(self.kind, self.name)


def kind_and_name(kind: str, name: str) -> str:
    """A name that begins with its kind says both."""
    if not name or normalise(name).startswith(normalise(kind)):
        return name or kind
    return f"{kind} · {name}"


def find(station: Station, question: str, most: int = MOST_HITS, near: str = "") -> list[Hit]:
    """The best first: the very code, then assets and places by their words, and other objects of the models.

    `near`: the storey where the reader is, by its code; what is there comes before its like. Each code once.
    """
    if not words(question):
        return []
    hits: dict[str, Hit] = {}
    for hit in _register(station, question, near, most):
        hits.setdefault(hit.code, hit)
    if len(hits) < most:
        for hit in _elements(station, words(question), most):
            hits.setdefault(hit.code, hit)
    return list(hits.values())[:most]


def _register(station: Station, question: str, near: str, most: int) -> Iterator[Hit]:
    found, places = answers.best(station, question, near, most)
    rooms = [answer.place.pk for answer in found if answer.asset is None]
    used = (
        set(Location.objects.in_use().filter(pk__in=rooms).values_list("pk", flat=True)) if rooms else set()
    )
    for answer in found:
        if (asset := answer.asset) is not None:
            yield Hit(asset.code, wording.kind(asset.kind), asset.name, places.words(answer.place))
        elif answer.place.pk in used:
            kind = str(Location.Kind(answer.place.kind).label)
            yield Hit(answer.place.code, kind, answer.place.label, places.words(places.parent(answer.place)))


def matching(station: Station, question: str) -> Q:
    """Assets of the station that hold every word asked for, as search finds them."""
    return answers.condition(station, question)


def _elements(station: Station, asked: list[str], most: int) -> list[Hit]:
    """Objects that are no asset yet."""
    condition = Q()
    for word in asked:
        condition &= Q(search_text__contains=word) | Q(kind__in=wording.kinds_like(word))
    elements = published_elements(station).filter(condition, match=None).exclude(code="")
    return [_of_element(element) for element in elements[:most]]


def _of_element(element: Element) -> Hit:
    name = "" if wording.technical((element.name,)) else element.name
    place = place_words(element.location or element.storey)
    return Hit(element.code, wording.kind(element.kind), name, place, is_subject=False)


def place_words(location: Location | None) -> str:
    """ "Sous-sol · 012 Local pompes"."""
    if location is None:
        return ""
    if location.kind == Location.Kind.SPACE and location.parent is not None:
        return f"{location.parent.name or location.parent.code} · {location.label}"
    return location.label

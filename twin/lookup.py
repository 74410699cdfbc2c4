"""Search in one station: by code, name, room, kind, type, serial number or document, as people write them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext

from assets.models import Element, Location, Station
from assets.search import normalise, words
from twin import wording
from twin.searching import answers
from twin.searching.places import Places
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


@dataclass(frozen=True)
class Answered:
    """`is_partial`: no hit holds all the words; `left_out`: the words, as they were typed, that none of them holds."""

    hits: list[Hit]
    is_partial: bool = False
    left_out: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What is to be said before the hits, so that nobody takes them for what was asked."""
        if not self.is_partial or not self.hits:
            return ""
        if not self.left_out:
            return gettext("Nothing answers to all these words; the nearest:")
        left_out = ", ".join(map(wording.quoted, self.left_out))
        return gettext("Nothing for %(words)s; the rest:") % {"words": left_out}


def find(station: Station, question: str, most: int = MOST_HITS, near: str = "") -> list[Hit]:
    return answer(station, question, most, near).hits


def answer(station: Station, question: str, most: int = MOST_HITS, near: str = "") -> Answered:
    """The best first: the very code, then assets and places by their words, and other objects of the models.

    `near`: the storey where the reader is, by its code; what is there comes before its like. Each code once.
    """
    if not words(question):
        return Answered([])
    found = answers.best(station, question, near, most)
    hits: dict[str, Hit] = {}
    for hit in _register(found.answers, found.places):
        hits.setdefault(hit.code, hit)
    others = _elements(station, words(question), most) if found.is_partial or len(hits) < most else []
    if found.is_partial and others:  # these do hold all the words
        return Answered(others)
    for hit in others:
        hits.setdefault(hit.code, hit)
    return Answered(list(hits.values())[:most], found.is_partial, found.left_out)


def _register(found: list[answers.Answer], places: Places) -> Iterator[Hit]:
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

"""Search in one station: by code, name, room or kind, whatever the accents, case and separators."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from assets import kinds
from assets.ifc.codes import normalise as code_key
from assets.models import Asset, Element, Location, Station
from assets.search import normalise, words
from twin import wording
from twin.sheets.subject import published_elements

MOST_HITS = 20
MOST_WEIGHED = 400  # candidates put in order of nearness


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


def find(station: Station, question: str, most: int = MOST_HITS) -> list[Hit]:
    """The best first: the very code, then assets, places, and other objects of the models; each code once."""
    asked = words(question)
    if not asked:
        return []
    hits: dict[str, Hit] = {}
    for source in (_exact, _assets, _locations, _elements):
        for hit in source(station, question, asked, most):
            hits.setdefault(hit.code, hit)
        if len(hits) >= most:
            break
    return list(hits.values())[:most]


def matching(question: str) -> Q:
    """Assets whose own text, place or kind holds every word asked for."""
    condition = Q()
    for word in words(question):
        condition &= (
            Q(search_text__contains=word)
            | Q(location__search_text__contains=word)
            | Q(kind__in=wording.kinds_like(word))
        )
    return condition


def _exact(station: Station, question: str, asked: list[str], most: int) -> list[Hit]:
    assets = _live(station).filter(Q(code_key=code_key(question)) | Q(aliases__alias=question)).distinct()
    return [_of_asset(asset) for asset in assets[:most]]


def _assets(station: Station, question: str, asked: list[str], most: int) -> list[Hit]:
    found = list(_live(station).filter(matching(question)).order_by("code")[:MOST_WEIGHED])
    found.sort(key=lambda asset: (_distance(asset, asked), len(asset.code), asset.code))
    return [_of_asset(asset) for asset in found[:most]]


def _distance(asset: Asset, asked: list[str]) -> int:
    """How far from the question: a pump is nearer to "pompe" by its kind than a lamp that hangs in the pump room."""
    kind = kinds.kind_named(asset.kind)
    said = (f"{normalise(kind.fr)} {normalise(kind.en)}", normalise(asset.code), normalise(asset.name))
    return sum(
        next((step for step, text in enumerate(said) if word in text), len(said) + 2) for word in asked
    )


def _live(station: Station):
    return Asset.objects.live().filter(station=station).select_related("location__parent")


def _of_asset(asset: Asset) -> Hit:
    return Hit(asset.code, wording.kind(asset.kind), asset.name, place_words(asset.location))


def _locations(station: Station, question: str, asked: list[str], most: int) -> list[Hit]:
    condition = Q()
    for word in asked:
        condition &= Q(search_text__contains=word)
    places = Location.objects.in_use().filter(condition, station=station).exclude(kind=Location.Kind.SITE)
    return [
        Hit(place.code, str(place.get_kind_display()), place.label, place_words(place.parent))
        for place in places.select_related("parent")[:most]
    ]


def _elements(station: Station, question: str, asked: list[str], most: int) -> list[Hit]:
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

"""What an order that nothing located may be about: the nearest few, each with why, for a person to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assets.ifc.codes import normalise as code_key
from assets.models import Asset, Location
from maintenance import place_codes
from maintenance.models import WorkOrder
from maintenance.place_fitting import Fit, fits
from maintenance.place_reading import Where, read
from maintenance.place_reasons import Why, because, sentence
from maintenance.place_register import Register, Thing, register_of
from maintenance.place_rooms import Room

_SHORTEST_CODE = 4  # letters and digits below which everything is nearly everything

_CROWD = 6  # things that fit alike, above which none of them is worth proposing


@dataclass(frozen=True)
class Candidate:
    """An asset or a place (one of the two), and the sentence that says why it may be meant."""

    asset: Asset | None
    location: Location | None
    why: str


def candidates(orders: Sequence[WorkOrder], most: int = 3) -> list[list[Candidate]]:
    """For each order of one station the likeliest first; none when nothing of the text leads anywhere."""
    if not orders:
        return []
    register = register_of(orders[0].station)
    chosen = [_chosen(order, register, most) for order in orders]
    met = {one for of_order in chosen for one in of_order}
    assets = Asset.objects.live().select_related("location__parent")
    things = assets.in_bulk([pk for is_thing, pk in met if is_thing])
    places = Location.objects.select_related("parent").in_bulk([pk for is_thing, pk in met if not is_thing])
    return [
        [
            Candidate(
                things.get(pk) if is_thing else None, None if is_thing else places.get(pk), sentence(why)
            )
            for (is_thing, pk), why in of_order.items()
            if (things if is_thing else places).get(pk) is not None
        ]
        for of_order in chosen
    ]


def _chosen(order: WorkOrder, register: Register, most: int) -> dict[tuple[bool, int], str]:
    """{(is it equipment, its id): why}."""
    chosen: dict[tuple[bool, int], str] = {}
    for one, why in _likely(order, register):
        chosen.setdefault((isinstance(one, Thing), one.pk), why)
        if len(chosen) == most:
            break
    return chosen


def _likely(order: WorkOrder, register: Register) -> Iterator[tuple[Thing | Room, str]]:
    code = order.equipment_code
    for one in place_codes.in_field(code, register):
        yield one, because(Why.CODE, code)
    for one in place_codes.in_text(f"{order.title}\n{order.description}", register):
        yield one, because(Why.CODE_IN_TEXT, one.code)
    for one in _nearly(code, register):
        yield one, because(Why.NEARLY, code)
    texts = [code] if " " in code.strip() else []
    for text in (*texts, order.title, f"{order.title} | {order.description}"):
        yield from _by_words(text, order.place_text, register)


def _nearly(code: str, register: Register) -> Iterator[Thing | Room]:
    """Codes one slip of the finger away."""
    key = code_key(code) if code.strip() else ""
    if len(key) >= _SHORTEST_CODE:
        near = process.extract(key, register.by_code.keys(), scorer=OSA.distance, score_cutoff=1, limit=3)
        for known, _, _ in near:
            yield from register.by_code[known]


def _by_words(text: str, place_text: str, register: Register) -> Iterator[tuple[Thing | Room, str]]:
    said = read(text, place_text, register)
    if said.where.room is not None:
        room = register.rooms.all[said.where.room]
        yield room, because(Why.ROOM, room.label)
    if said.elsewhere:
        return
    for fit in _telling(fits(said, register)):
        why = Why.IN_PLACE if said.where.rooms or said.where.storeys else Why.WORDS
        yield fit.thing, because(why, said.as_written(fit.explained))
    for pk in sorted(said.where.rooms | said.where.storeys):
        yield register.rooms.all[pk], because(Why.ROOM, register.rooms.all[pk].label)
    anywhere = replace(said, where=Where(), unknown_rooms=frozenset())
    for fit in _telling(fits(anywhere, register)):
        yield fit.thing, because(Why.WORDS, said.as_written(fit.explained))


def _telling(found: list[Fit]) -> list[Fit]:
    """The best few; none of a crowd of which each fits as well as the other."""
    alike = sum(one.points == found[0].points for one in found)
    return found[:3] if alike <= _CROWD else []

"""Which assets an order's words fit, and how well. Pure: what was read, a register, and what comes out.

A candidate is contradicted by another place, another number; what is left is counted by the words it explains. The best
one is the answer only when nothing else explains as much.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from maintenance.place_reading import Said, Where
from maintenance.place_register import Register, Thing
from maintenance.place_spelling import BREAK
from maintenance.place_words import Mark, table

_PART = 0.5
_FIRST = 0.25
_STOREY = 0.5


@dataclass(frozen=True)
class Fit:
    """An asset and what of the text it explains."""

    thing: Thing
    points: float
    explained: tuple[str, ...] = field(default=())
    sure: bool = True


def fits(said: Said, register: Register) -> list[Fit]:
    """Assets that the text may speak of, best first; one entry each."""
    best: dict[int, Fit] = {}
    for mark in said.kinds:
        for thing in register.by_head.get(mark.means, ()):
            fit = _fit(thing, mark, said, register) if said.unknown_rooms <= thing.words else None
            if fit is not None and (thing.pk not in best or fit.points > best[thing.pk].points):
                best[thing.pk] = fit
    return sorted(best.values(), key=lambda one: (-one.points, one.thing.code))


def _fit(thing: Thing, mark: Mark, said: Said, register: Register) -> Fit | None:
    """How well the asset fits; None when the text contradicts it."""
    place = _place_points(thing, said.where, register)
    number = _number_points(thing, mark, said)
    if place is None or number is None:
        return None
    others = _explained(thing, mark, said)
    is_part = mark.means in table().parts or mark.means.startswith("word:")
    first = _FIRST if mark == min(said.kinds, key=lambda one: one.start) else 0.0
    points = (_PART if is_part else 1.0) + first + place + number + len(others)
    return Fit(
        thing,
        points,
        (said.words[mark.start], *others),
        sure=not is_part or bool(others) or place + number >= 1,
    )


def _place_points(thing: Thing, where: Where, register: Register) -> float | None:
    if where.rooms:
        inside = thing.location in where.rooms or bool(thing.places & where.rooms)
        return 1.0 if inside else None
    if where.storeys:
        on = {register.rooms.storey_of(pk) for pk in (thing.location, *thing.places) if pk}
        if not on & where.storeys:
            return None if on - {None} else 0.0
        return _STOREY
    return 0.0


def _number_points(thing: Thing, mark: Mark, said: Said) -> float | None:
    """A number of the text must be the asset's: in its name, else (said to be a number) the last of its code."""
    numbers = _numbers(mark, said, thing)
    if not numbers:
        return 0.0
    if thing.numbers:
        return 1.0 if any(value in thing.numbers for value, _ in numbers) else None
    marked = {value for value, is_marked in numbers if is_marked}
    if not marked:
        return 0.0
    return 1.0 if thing.last_of_code in marked else None


def _numbers(mark: Mark, said: Said, thing: Thing) -> list[tuple[int, bool]]:
    """(number, said to be one) after the thing's word: "n° 2", "pump 2", "lifting pump 1"."""
    found: list[tuple[int, bool]] = []
    for at in range(mark.end, len(said.words)):
        word, before = said.words[at], said.words[at - 1]
        if at in said.spent or not word.lstrip("#").isdigit():
            continue
        is_marked = word.startswith("#")
        follows = at == mark.end or before in thing.words or at - 1 in said.spent
        if is_marked or follows:
            last = said.words[at + 1] == BREAK and follows
            found.append((int(word.lstrip("#")), is_marked or last or word.startswith("0")))
    return found[:1]


def _explained(thing: Thing, mark: Mark, said: Said) -> tuple[str, ...]:
    """Other words of the text that stand in the asset's name."""
    others = {word for at, word in enumerate(said.words) if at != mark.start and at not in said.spent}
    others.discard(said.words[mark.start])
    return tuple(sorted(others & thing.words))

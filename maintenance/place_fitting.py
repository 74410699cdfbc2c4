"""Which assets and places an order's words fit, and how well. Pure: a text, a register, and what comes out.

A candidate is contradicted by another place, another number; what is left is counted by the words it explains. The best
one is the answer only when nothing else explains as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from maintenance.place_register import Register, Thing
from maintenance.place_rooms import Mention
from maintenance.place_words import BREAK, Mark, complements, marks, raw_tokens, table

_PART = 0.5
_FIRST = 0.25
_STOREY = 0.5


@dataclass(frozen=True)
class Where:
    """The places a text names. `unsure`: it names several, or one that is not ours."""

    rooms: frozenset[int] = frozenset()
    storeys: frozenset[int] = frozenset()
    unsure: bool = False

    @property
    def room(self) -> int | None:
        return next(iter(self.rooms)) if len(self.rooms) == 1 and not self.unsure else None

    @property
    def storey(self) -> int | None:
        return next(iter(self.storeys)) if len(self.storeys) == 1 else None


@dataclass(frozen=True)
class Said:
    """What a text says: its tokens, the kinds of things in it, and where.

    `spent` are the tokens that name places; `unknown_rooms` those that speak of a room which is none of ours.
    """

    words: tuple[str, ...]
    kinds: tuple[Mark, ...]
    where: Where
    elsewhere: str = ""
    spent: frozenset[int] = frozenset()
    unknown_rooms: frozenset[str] = frozenset()
    originals: tuple[tuple[str, str], ...] = ()

    def as_written(self, words: Iterable[str]) -> str:
        """Tokens as the text has them, with accents and plurals."""
        originals = dict(self.originals)
        return " ".join(originals.get(word, word.replace(":", " ")) for word in words)

    @property
    def says_nothing(self) -> bool:
        return not (self.elsewhere or self.kinds or self.where.rooms)


@dataclass(frozen=True)
class Fit:
    """An asset and what of the text it explains."""

    thing: Thing
    points: float
    explained: tuple[str, ...] = field(default=())
    sure: bool = True


def read(title: str, place_text: str, register: Register, known_place: int | None = None) -> Said:
    """`known_place` is what the source's place text is known to mean (an alias)."""
    place = register.tokens(place_text)
    words = (*register.tokens(title), BREAK)
    found = marks(words)
    mentions = register.rooms.named(words)
    spent = frozenset(at for one in mentions for at in range(one.start, one.end))
    spent |= frozenset(at for one in found if one.use in ("not", "level") for at in range(one.start, one.end))
    strange = _of_strangers(title, register)
    kinds = tuple(
        one
        for one in found
        if one.use == "kind"
        and not spent & set(range(one.start, one.end))
        and words[one.end - 1] not in strange
    )
    in_place = register.rooms.named(place, only_place=True)
    levels = [one.means for one in (*found, *marks(place)) if one.use == "level"]
    where = _where([*mentions, *in_place], levels, register, known_place)
    if known_place is None and _is_unknown(place, in_place, levels, register):
        where = Where(where.rooms, where.storeys, unsure=True)
    unknown = _unknown_rooms(words, spent, kinds)
    kinds = (*kinds, *_bare_words(words, spent, kinds, register))
    elsewhere = _elsewhere((*words, *place), register) or ("gare" if "gare" in strange else "")
    return Said(words, kinds, where, elsewhere, spent, unknown, _originals(f"{title} {place_text}", register))


def _originals(text: str, register: Register) -> tuple[tuple[str, str], ...]:
    written = re.findall(r"\w+", text)
    return tuple((register.correct(token), one) for one in reversed(written) for token in raw_tokens(one))


def _of_strangers(text: str, register: Register) -> frozenset[str]:
    """Words that are of something the register does not know: the *boiler* of the gymnasium, a *dispenser* of soap."""
    return frozenset(
        register.correct(word)
        for word, other in complements(text)
        if len(other) > 3 and other.isalpha() and not register.knows(register.correct(other))
    )


def _where(
    mentions: Sequence[Mention], levels: Sequence[str], register: Register, known_place: int | None
) -> Where:
    rooms = register.rooms
    sets = [one.rooms for one in mentions] + ([frozenset([known_place])] if known_place else [])
    storeys = frozenset().union(*(rooms.storeys(level) for level in levels)) if levels else frozenset()
    if not sets:
        return Where(frozenset(), storeys, unsure=len(storeys) > 1)
    named = _together(sets, register)
    if storeys:
        on_it = frozenset(pk for pk in named if rooms.storey_of(pk) in storeys)
        if not on_it:
            return Where(named, storeys, unsure=True)
        named = on_it
    return Where(named, storeys)


def _together(sets: list[frozenset[int]], register: Register) -> frozenset[int]:
    """Several mentions: what they share, else the rooms without the large areas that they lie in or beside."""
    shared = frozenset.intersection(*sets)
    if shared:
        return shared
    areas = table().area
    small = [one for one in sets if not all(_is_area(pk, register, areas) for pk in one)]
    if small and len(small) < len(sets):
        return _together(small, register)
    return frozenset().union(*sets)


def _is_area(pk: int, register: Register, areas: frozenset[str]) -> bool:
    words = register.rooms.all[pk].words
    return bool(words) and words[0].split(":")[0] in areas


def _is_unknown(
    place: tuple[str, ...], mentions: Sequence[Mention], levels: Sequence[str], register: Register
) -> bool:
    """A place was given and nothing of it is ours, not even the station's own name."""
    telling = [word for word in place if word != BREAK and word not in register.station_words]
    neutral = {"gare", "batiment", "voyageur", "bv", register.station_code.lower()}
    return bool(set(telling) - neutral) and not mentions and not levels


def _unknown_rooms(words: Sequence[str], spent: frozenset[int], kinds: Iterable[Mark]) -> frozenset[str]:
    """ "Break *room*", "*platform 7*": a room is spoken of, and it is none of ours."""
    taken = spent | {at for one in kinds for at in range(one.start, one.end)}
    return frozenset(
        word
        for at, word in enumerate(words)
        if (word in table().room or word.startswith("quai:"))
        and at not in taken
        and not {at - 1, at + 1} & spent
    )


def _bare_words(
    words: Sequence[str], spent: frozenset[int], kinds: Sequence[Mark], register: Register
) -> list[Mark]:
    """First words of assets' names that the table does not know: "lime tree"."""
    taken = spent | {at for one in kinds for at in range(one.start, one.end)}
    return [
        Mark("kind", f"word:{word}", at, at + 1)
        for at, word in enumerate(words)
        if at not in taken and f"word:{word}" in register.by_head
    ]


def _elsewhere(words: Sequence[str], register: Register) -> str:
    """The word that says it is about something that is not the station's; what the register knows is the station's."""
    for mark in marks(words):
        written = words[mark.start : mark.end]
        if mark.use == "elsewhere" and not set(written) <= register.vocabulary:
            return " ".join(written)
    for word, after in pairwise(words):
        strange = after.isalpha() and len(after) > 2 and after not in register.vocabulary
        if word == "batiment" and strange and after not in ("voyageur", "bv"):
            return f"{word} {after}"
    return ""


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

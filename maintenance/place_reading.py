"""What an order's words say: kinds of things, places, numbers, and whether it is about the station at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from maintenance.place_register import Register
from maintenance.place_rooms import Mention
from maintenance.place_spelling import BREAK, complements, raw_tokens
from maintenance.place_words import Mark, marks, table


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

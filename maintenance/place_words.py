"""How people write what a station is made of: capitals, no accents, abbreviations, plurals, two languages.

Both the register and the orders are read by the same function (`tokens`), so that they meet in one spelling. The words
are a table (`place_words.csv`), one line a meaning: `use,means,written | written | …`

kind        what is meant when somebody writes one of these            escalator ← esc meca, escalier roulant
asset       which kinds of the register (`assets.kinds`, with what stands under them) that is
part        a piece of other equipment as often as a thing of its own: never enough without another word
fed         kinds whose name says what they feed, not what they are
word        another spelling of a word
room        begins the name of a room     weak  alone it names no place     area  a place that others lie in
level       a storey: its number, or below, above, roof
elsewhere   rolling stock, other buildings, computers, supplies: such an order belongs to nothing here
not         means none of its words       filler  means nothing     common  misspells nothing
wrong       says what is wrong, never of what nor where
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from maintenance.place_spelling import BREAK, SMALL, joined_up, raw_tokens, stem


@dataclass(frozen=True)
class Table:
    """`phrases`: {words: (use, meaning)} of kinds, levels, elsewhere and not; `words`: {written: said}."""

    phrases: dict[tuple[str, ...], tuple[str, str]]
    words: dict[tuple[str, ...], tuple[str, ...]]
    assets: dict[str, tuple[str, ...]]
    parts: frozenset[str]
    fed: tuple[str, ...]
    room: frozenset[str]
    weak: frozenset[str]
    area: frozenset[str]
    filler: frozenset[str]
    general: frozenset[str]
    vocabulary: frozenset[str]


@dataclass(frozen=True)
class Mark:
    """A meaning found in tokens[start:end]; `use` as in the table."""

    use: str
    means: str
    start: int
    end: int


@cache
def table() -> Table:
    """The words of `place_words.csv`."""
    with (Path(__file__).parent / "place_words.csv").open(encoding="utf-8", newline="") as stream:
        rows = [(row["use"], row["means"], _listed(row["written"])) for row in csv.DictReader(stream)]
    words = {_spelt(one): _spelt(means) for use, means, all_ in rows if use == "word" for one in all_}
    phrases = {
        _respelt(_spelt(one), words): (use, means)
        for wanted in ("elsewhere", "not", "level", "kind")
        for use, means, all_ in rows
        if use == wanted
        for one in all_
    }
    sets = {
        name: frozenset(word for use, _, all_ in rows if use == name for word in all_)
        for name in ("part", "room", "weak", "area", "filler", "common")
    }
    known = {word for phrase in (*phrases, *words, *words.values()) for word in phrase}
    return Table(
        phrases=phrases,
        words=words,
        assets={means: tuple(all_) for use, means, all_ in rows if use == "asset"},
        parts=sets["part"],
        fed=tuple(kind for use, _, all_ in rows if use == "fed" for kind in all_),
        room=frozenset(stem(word) for word in sets["room"]),
        weak=frozenset(stem(word) for word in sets["weak"]),
        area=frozenset(stem(word) for word in sets["area"]),
        filler=sets["filler"],
        general=_general((one for use, _, all_ in rows if use == "wrong" for one in all_), sets),
        vocabulary=frozenset(known.union(*sets.values())),
    )


def _general(wrong: Iterable[str], sets: dict[str, frozenset[str]]) -> frozenset[str]:
    """Words that fit many orders: what is wrong, what is done about it, and of which sort a room is."""
    sorts = sets["room"] | sets["weak"] | sets["area"] | sets["common"]
    return frozenset(word for phrase in (*wrong, *sorts) for word in raw_tokens(phrase))


def _listed(written: str) -> list[str]:
    return [one.strip() for one in written.split("|") if one.strip()]


def _spelt(phrase: str) -> tuple[str, ...]:
    return _meaningful(
        raw_tokens(phrase), frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "a", "en"])
    )


def _meaningful(words: Iterable[str], filler: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in filler)


def tokens(text: str, correct: Callable[[str], str] | None = None) -> tuple[str, ...]:
    """The words of a text as the table spells them, platforms as one (`quai:b`), a number with its sign as `#2`.

    `correct` gives the known word that a misspelt one stands for, or the word itself.
    """
    words = list(raw_tokens(text))
    if correct is not None:
        words = [correct(word) for word in words]
    said = _respelt(tuple(joined_up(words)), table().words)
    return _meaningful(said, table().filler)


def _respelt(words: tuple[str, ...], spellings: dict[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    said: list[str] = []
    place = 0
    while place < len(words):
        for end in range(min(len(words), place + 6), place, -1):
            written = _meaningful(words[place:end], SMALL) if end - place > 1 else words[place:end]
            if words[place] not in SMALL and written in spellings:
                said.extend(spellings[written])
                place = end
                break
        else:
            said.append(words[place])
            place += 1
    return tuple(said)


def marks(words: Sequence[str]) -> list[Mark]:
    """What the table finds in tokens, the longest phrase first, none overlapping another."""
    found: list[Mark] = []
    place = 0
    phrases = table().phrases
    while place < len(words):
        for end in range(min(len(words), place + 6), place, -1):
            meaning = phrases.get(tuple(words[place:end]))
            if meaning is not None:
                found.append(Mark(*meaning, place, end))
                place = end
                break
        else:
            if words[place].startswith("levelsign"):
                found.append(Mark("level", _signed(words[place]), place, place + 1))
            place += 1
    return found


def _signed(word: str) -> str:
    sign, number = word.removeprefix("levelsign")[:-1], word[-1]
    return f"-{number}" if sign == "minus" and number != "0" else number


def tells_one_thing(title: str) -> bool:
    """May a whole title be remembered for one place? Not when any order could bear it: "Fuite", "Pompe HS".

    It needs a word of its own, or a number beside what it names.
    """
    words = tokens(title)
    taken = {at for mark in marks(words) if mark.use != "elsewhere" for at in range(mark.start, mark.end)}
    rest = [word for at, word in enumerate(words) if at not in taken and word != BREAK]
    named = bool(taken) or any(word in table().room | table().area for word in rest)
    return any(
        named if len(word) == 1 or not word[-1].isalpha() or ":" in word else word not in table().general
        for word in rest
    )

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
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

BREAK = "|"
_MEASURES = re.compile(
    r"\d+\s*[x×/:]\s*\d+|\d+\s*h\s*\d+|\d+[.,]\d+|\d+\s*(?:%|°c|kva|kv|kw|mm|cm|ans?\b|mois\b|min\b|minutes?\b|v\b|w\b|l\b|m\b|a\b)"
)
_LEVEL_SIGNS = re.compile(r"\b[nr]\s?([+-])\s?(\d)\b|\bs-(\d)\b(?![-.]?\d)|\bn(0)\b(?![-.]?\d)")
_BASEMENT = re.compile(r"\bs/s(?:ol)?\b")
_TOKEN = re.compile(r"[a-z0-9]+|[,;:!?()|/]|\s[-–—]\s")
_PREPOSITION = re.compile(r"(?<!\w)à(?!\w)", re.IGNORECASE)
_AFTER_A = frozenset(["l", "la", "le", "un", "une", "cause", "cote", "nouveau"])
_AND = frozenset(["et", "and", "ou", "or", BREAK])
_NUMBERING = frozenset(["n", "no", "num", "numero", "number"])


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
        room=frozenset(_stem(word) for word in sets["room"]),
        weak=frozenset(_stem(word) for word in sets["weak"]),
        area=frozenset(_stem(word) for word in sets["area"]),
        filler=sets["filler"],
        vocabulary=frozenset(known.union(*sets.values())),
    )


def _listed(written: str) -> list[str]:
    return [one.strip() for one in written.split("|") if one.strip()]


@lru_cache(maxsize=20_000)
def raw_tokens(text: str) -> tuple[str, ...]:
    """Small letters without accents, plurals cut off, `|` where the sentence breaks, levels as `level+1`."""
    plain = unicodedata.normalize("NFKD", _PREPOSITION.sub(" ", text).lower().replace("œ", "oe"))
    plain = "".join(" " if one in "°º'’" else one for one in plain if not unicodedata.combining(one))
    plain = _MEASURES.sub(" ", _BASEMENT.sub("sous sol", plain))
    plain = _LEVEL_SIGNS.sub(_level_word, plain)
    return tuple(BREAK if not one[0].isalnum() else _stem(one) for one in _TOKEN.findall(plain))


def _level_word(found: re.Match[str]) -> str:
    sign, number, below, ground = found.groups()
    return f" levelsign{'minus' if below or sign == '-' else 'plus'}{number or below or ground} "


def _stem(word: str) -> str:
    """Plural endings only: quais → quai, tableaux → tableau, locaux → local."""
    if word == "locaux":
        return "local"
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word.isalpha() else word


def _spelt(phrase: str) -> tuple[str, ...]:
    return _meaningful(
        raw_tokens(phrase), frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "a", "en"])
    )


def _meaningful(words: Iterable[str], filler: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in filler)


def tokens(text: str, correct=None) -> tuple[str, ...]:
    """The words of a text as the table spells them, platforms as one (`quai:b`), a number with its sign as `#2`.

    `correct` gives the known word that a misspelt one stands for, or the word itself.
    """
    words = list(raw_tokens(text))
    if correct is not None:
        words = [correct(word) for word in words]
    said = _respelt(tuple(_joined(words)), table().words)
    return _meaningful(said, table().filler)


def _joined(words: Sequence[str]) -> list[str]:
    """Platforms with their letter or number; numbers that are said to be numbers."""
    joined: list[str] = []
    place = 0
    while place < len(words):
        word, after = words[place], list(words[place + 1 : place + 4])
        skip = 1 if after and after[0] in _NUMBERING and len(after) > 1 and after[1].isdigit() else 0
        name = after[skip] if len(after) > skip else ""
        then = after[skip + 1] if len(after) > skip + 1 else ""
        if (word in ("quai", "platform") or (word == "q" and not name.isdigit())) and _names_platform(
            name, then
        ):
            joined.append(f"quai:{name.lstrip('0') or name}")
            place += 2 + skip
            while place + 1 < len(words) and words[place] in _AND and _is_letter_or_number(words[place + 1]):
                joined.append(f"quai:{words[place + 1]}")
                place += 2
        elif word in _NUMBERING and after and after[0].isdigit():
            joined.append(f"#{int(after[0])}")
            place += 2
        else:
            joined.append(word)
            place += 1
    return joined


def _is_letter_or_number(word: str) -> bool:
    return len(word) == 1 and word.isalnum()


def _names_platform(name: str, then: str) -> bool:
    if name.isdigit():
        return len(name) <= 2
    return len(name) == 1 and name.isalpha() and not (name == "a" and then in _AFTER_A)


def _respelt(words: tuple[str, ...], spellings: dict[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    said: list[str] = []
    place = 0
    small = table_filler()
    while place < len(words):
        for end in range(min(len(words), place + 6), place, -1):
            written = _meaningful(words[place:end], small) if end - place > 1 else words[place:end]
            if words[place] not in small and written in spellings:
                said.extend(spellings[written])
                place = end
                break
        else:
            said.append(words[place])
            place += 1
    return tuple(said)


def table_filler() -> frozenset[str]:
    """The small words that may stand inside a phrase: tableau *des* départs, salle *d'*attente."""
    return frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "a", "en"])


def complements(text: str) -> list[tuple[str, str]]:
    """(word, what it is *of*): "boiler of the gymnasium" → ("chaudiere", "gymnase")."""
    words = raw_tokens(text)
    found: list[tuple[str, str]] = []
    for at, word in enumerate(words):
        if word in ("de", "du", "des", "d", "of") and at > 0:
            after = [one for one in words[at + 1 : at + 3] if one not in ("la", "le", "l", "les", "the")]
            if after:
                found.append((words[at - 1], after[0]))
    return found


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

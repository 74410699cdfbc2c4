"""Texts in one spelling: small letters without accents, plurals cut off, platforms and levels as one word each.

No vocabulary here (`maintenance.place_words`): only what spelling does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

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
SMALL = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "a", "en"])
"""Words that may stand inside a phrase: tableau *des* départs, salle *d'*attente."""


@lru_cache(maxsize=20_000)
def raw_tokens(text: str) -> tuple[str, ...]:
    """Small letters without accents, plurals cut off, `|` where the sentence breaks, levels as `level+1`."""
    plain = unicodedata.normalize("NFKD", _PREPOSITION.sub(" ", text).lower().replace("œ", "oe"))
    plain = "".join(" " if one in "°º'’" else one for one in plain if not unicodedata.combining(one))
    plain = _MEASURES.sub(" ", _BASEMENT.sub("sous sol", plain))
    plain = _LEVEL_SIGNS.sub(_level_word, plain)
    return tuple(BREAK if not one[0].isalnum() else stem(one) for one in _TOKEN.findall(plain))


def _level_word(found: re.Match[str]) -> str:
    sign, number, below, ground = found.groups()
    return f" levelsign{'minus' if below or sign == '-' else 'plus'}{number or below or ground} "


def stem(word: str) -> str:
    """Plural endings only: quais → quai, tableaux → tableau, locaux → local."""
    if word == "locaux":
        return "local"
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word.isalpha() else word


def joined_up(words: Sequence[str]) -> list[str]:
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

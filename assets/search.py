"""Words people type, compared without accents, case and separators: "LT-012" finds "lt 012"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SEPARATORS = re.compile(r"[\W_]+")
# Letters that NFKD leaves whole.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})


@lru_cache(maxsize=50_000)
def normalise(text: str) -> str:
    """Lower case, no accent, no separator: "Pompe de relevage P-01" → "pompedereleva…p01"."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return _SEPARATORS.sub("", "".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def words(text: str) -> list[str]:
    """The words of a question, each normalised; all of them must be found, in any order."""
    return [word for word in (normalise(part) for part in text.split()) if word]


def spelt_apart(text: str) -> str:
    """The text as it is kept for searching: each word normalised, one space between ("pompe de relevage p01")."""
    return " ".join(words(text))


def is_one_edit_away(one: str, other: str) -> bool:
    """Is one letter too many, missing, wrong, or are two neighbours swapped? Not so of the same word."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((place for place, letter in enumerate(one) if letter != other[place]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (
        one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    )

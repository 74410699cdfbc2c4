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

"""The words that a station's register is written with, and the one that a misspelt word stands for.

Only repairs are read from memory, never answers: a word that is new since the memory was filled is found all the same,
and can only not be repaired *to*.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from functools import lru_cache

from django.db.models import Max

from assets import kinds
from assets.models import Asset, AssetType, Location, Station
from assets.search import is_one_edit_away, normalise
from maintenance.place_spelling import stem
from maintenance.place_words import table

SHORTEST_REPAIRED = 5
_SHORTEST_SINGLED = 4  # a doubled letter typed once, as in "vane"
_KEPT = 600  # seconds
_WORD = re.compile(r"[^\W\d_]{3,}")


class Vocabulary:
    """Words and how many names have them."""

    def __init__(self, counted: Counter[str], size: int):
        self.counted, self.size = counted, size
        self.repair = lru_cache(maxsize=2_000)(self._repair)

    def _repair(self, word: str) -> str:
        if self._is_known(word):
            return word
        if len(word) < SHORTEST_REPAIRED:  # so short a word is one edit away from too many
            doubled = (word[:at] + word[at] + word[at:] for at in range(len(word)))
            known = [stem(longer) for longer in doubled if stem(longer) in self.counted]
            return max(known, key=lambda one: (self.counted[one], one), default=word)
        near = [known for known in self.counted if is_one_edit_away(stem(word), known)]
        begun = near or [
            known
            for known in self.counted
            if len(known) > len(word)
            and any(is_one_edit_away(word, known[:length]) for length in (len(word), len(word) + 1))
        ]
        return max(begun, key=lambda known: (self.counted[known], known), default=word)

    def _is_known(self, word: str) -> bool:
        """Known, or the beginning of a known word while it is being typed."""
        bare = stem(word)
        return bare in self.counted or any(known.startswith(word) for known in self.counted)


def repair(station: Station, word: str) -> str:
    """The known word of the station, or of the table of words, that a misspelt one stands for; else the word itself.

    What a station's words are is read anew after a publication, and every ten minutes.
    """
    if len(word) < _SHORTEST_SINGLED or not word.isalpha() or stem(word) in _general():
        return word
    return _kept(station).repair(word)


def size(station: Station) -> int:
    """About how many assets it has."""
    return _kept(station).size


def _kept(station: Station) -> Vocabulary:
    published = station.revisions.filter(state="PUBLISHED").aggregate(last=Max("pk"))["last"]
    return of_station(station.pk, published, int(time.time()) // _KEPT)


@lru_cache(maxsize=64)
def of_station(station: int, published: int | None, period: int) -> Vocabulary:
    counted = Counter(_general())
    assets = Asset.objects.live().filter(station=station)
    for names in (
        assets.order_by().values_list("name", flat=True).distinct(),
        AssetType.objects.filter(station=station).order_by().values_list("name", flat=True).distinct(),
        Location.objects.filter(station=station).order_by().values_list("long_name", flat=True),
        Location.objects.filter(station=station).order_by().values_list("name", flat=True),
    ):
        counted.update(word for name in names for word in _words(name))
    return Vocabulary(counted, assets.count())


@lru_cache(maxsize=1)
def _general() -> frozenset[str]:
    labels = [label for kind in kinds.by_key().values() for label in (kind.fr, kind.en)]
    spoken = [word for word in table().vocabulary if len(word) >= 3 and word.isalpha()]
    return frozenset([*spoken, *(word for label in labels for word in _words(label))])


def _words(text: str) -> list[str]:
    return [stem(normalise(word)) for word in _WORD.findall(text)]

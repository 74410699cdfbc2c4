"""Which sort of room a name says it is, so that many rooms can be told in a few words: "3 toilets and 1 shop".

The table is `room_sorts.csv`, in the order in which sorts are told. A room of no sort is told by its own name.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assets.search import words


@dataclass(frozen=True)
class Sort:
    """`begins`: how names of such rooms begin, word by word as they are searched for."""

    key: str
    fr: str
    fr_plural: str
    en: str
    en_plural: str
    begins: tuple[tuple[str, ...], ...]

    def label(self, language: str, *, plural: bool = False) -> str:
        if language == "fr":
            return self.fr_plural if plural else self.fr
        return self.en_plural if plural else self.en


@cache
def table() -> dict[str, Sort]:
    with (Path(__file__).parent / "room_sorts.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        row["key"]: Sort(
            row["key"], row["fr"], row["fr_plural"], row["en"], row["en_plural"],
            tuple(tuple(words(one)) for one in row["begins"].split("|")),
        )
        for row in rows
    }  # fmt: skip


@lru_cache(maxsize=10_000)
def sort_named(name: str) -> Sort | None:
    """By how the name of a room begins, singular or plural: the longest beginning that any sort has."""
    said = words(name)
    best: tuple[int, Sort] | None = None
    for sort in table().values():
        for begins in sort.begins:
            if _begins(said, begins) and (best is None or len(begins) > best[0]):
                best = len(begins), sort
    return best[1] if best else None


def _begins(said: list[str], begins: tuple[str, ...]) -> bool:
    return len(said) >= len(begins) and all(
        word in (wanted, f"{wanted}s", f"{wanted}x") for word, wanted in zip(said, begins, strict=False)
    )

"""The connections of an answer that are supposed, not proven: between which things, and where, for the 3D."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from assets.networks.answers import Weak
from twin import spans
from twin.traces import words

MOST_DRAWN = 200  # of one answer


@dataclass(frozen=True)
class Supposed:
    """Between two pieces, with the code of each and why no model proves it."""

    one: int
    other: int
    codes: tuple[str, str]
    why: str


def drawn(
    weak: Iterable[Weak], code: Callable[[int], str], *, may_tell: Callable[[int], bool]
) -> list[Supposed]:
    """The first of them, each pair once, without those of which one end may not be told."""
    told: dict[frozenset[Any], Weak] = {}
    for each in weak:
        if not each.evidence.is_proven and may_tell(each.one) and may_tell(each.other):
            told.setdefault(frozenset((each.one, each.other)), each)
    return [
        Supposed(
            each.one, each.other, (code(each.one), code(each.other)), str(words.REASONS.get(each.reason, ""))
        )
        for each in islice(told.values(), MOST_DRAWN)
    ]


def as_json(supposed: Iterable[Supposed]) -> list[dict[str, Any]]:
    """`from` and `to` are where its two ends lie, metres of the files; none of what lies nowhere."""
    supposed = list(supposed)
    places = spans.of_pairs((each.one, each.other) for each in supposed)
    return [
        {"codes": list(each.codes), "from": _rounded(span.one), "to": _rounded(span.other), "why": each.why}
        for each in supposed
        if (span := places.get((each.one, each.other)))
    ]


def _rounded(point: Iterable[float]) -> list[float]:
    return [round(value, 3) for value in point]

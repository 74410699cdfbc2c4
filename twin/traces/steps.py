"""The equipment on a way, and how many lengths of pipe or cable lie between."""

from __future__ import annotations

from collections.abc import Sequence

from twin import lookup
from twin.traces.things import Things
from twin.traces.told import Step

MOST_STEPS = 40


def steps_of(things: Things, way: Sequence[int], most: int | None = MOST_STEPS) -> list[Step]:
    """The first equipment on a way, with how many lengths lie between."""
    of_code = {things.code(piece): piece for piece in things.followed(way)}
    passed: dict[int, int] = {}
    lengths = 0
    for piece in things.once(way):
        stop = of_code.get(things.code(piece))
        if stop is None:
            lengths += 1
        else:
            passed[stop], lengths = lengths, 0
    return [
        Step(thing.code, thing.words, lookup.place_words(thing.place), passed[thing.piece])
        for thing in things.of(list(passed)[:most])
    ]

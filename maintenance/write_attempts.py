"""One file from what waits: of several changes of one value, the last one that can be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assets.ifc import writing
from assets.ifc.edits import Outcome
from maintenance.waiting_changes import Batch, Waiting, last_words, value_key


@dataclass(frozen=True)
class Attempt:
    """What became of a batch. `outcomes` go by the change's key, one an element; a replaced change has none.

    `kept` are the keys of the changes that the file holds, and of those that a later one it holds replaced: what could
    not be written is not among them. `copies` maps STEP ids of copied entities to their originals. `broken` says the
    first rule of its format that the file would have broken with what was left out of it, if any.
    """

    changed: bool
    copies: dict[int, int]
    outcomes: dict[int, list[Outcome]]
    kept: frozenset[int]
    broken: str = ""

    @property
    def left_out(self) -> int:
        """Count the changes that could not be written, at least on one of their elements."""
        return len([each for each in self.outcomes.values() if not _held(each)])

    @property
    def written(self) -> int:
        return len(self.outcomes) - self.left_out


def write(
    batch: Batch, parent: Path, target: Path, *, left_out: Mapping[int, list[Outcome]] | None = None
) -> Attempt:
    """Write the plain .ifc `parent` with the batch's values to `target`.

    A change that can be written nowhere gives way to the one before it of the same value, and the file is written anew.
    So does one that is `left_out` from the start: its outcomes, by the change's key, say why.
    """
    refused: dict[int, list[Outcome]] = dict(left_out or {})
    while True:
        left = [one for one in batch.waiting if one.change.pk not in refused]
        chosen = last_words(left)
        edits = [edit for one in chosen for edit in one.edits(batch.parent.schema)]
        written = writing.write(parent, target, edits, seed=batch.parent.sha256, moment=batch.moment)
        outcomes = _by_change(chosen, written.outcomes)
        giving_way = _replaceable(left, chosen, outcomes)
        if not giving_way:
            outcomes |= refused
            return Attempt(written.changed, written.copies, outcomes, _kept(batch, outcomes))
        refused |= {pk: outcomes[pk] for pk in giving_way}


def _by_change(chosen: Sequence[Waiting], outcomes: Sequence[Outcome]) -> dict[int, list[Outcome]]:
    """Outcomes by the change's key; each change has as many as its asset has elements."""
    rest = iter(outcomes)
    return {one.change.pk: [next(rest) for _ in one.elements] for one in chosen}


def _replaceable(
    left: Sequence[Waiting], chosen: Sequence[Waiting], outcomes: dict[int, list[Outcome]]
) -> set[int]:
    """The chosen changes that can be written on none of their elements, where another word on the value is left."""
    others = {value_key(one.change) for one in left if one not in chosen}
    nowhere = {pk for pk, each in outcomes.items() if all(one.result == "left out" for one in each)}
    return {one.change.pk for one in chosen if one.change.pk in nowhere and value_key(one.change) in others}


def _kept(batch: Batch, outcomes: dict[int, list[Outcome]]) -> frozenset[int]:
    kept, standing = set(), set()
    for one in reversed(batch.waiting):
        key = value_key(one.change)
        if one.change.pk in outcomes and _held(outcomes[one.change.pk]):
            standing.add(key)
        if key in standing:
            kept.add(one.change.pk)
    return frozenset(kept)


def _held(outcomes: Sequence[Outcome]) -> bool:
    return all(one.result != "left out" for one in outcomes)

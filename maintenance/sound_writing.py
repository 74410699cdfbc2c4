"""One file from what waits that breaks no rule of its format: a change that would break one is left out, and says why.

The validator names the entity that is wrong, not whose word made it so. That is found by halving: of the changes in
their order, the first one with which the file is wrong. A sound file, nearly always, is validated once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext_noop

from assets.ifc import validation
from assets.ifc.edits import Outcome
from maintenance import write_attempts
from maintenance.waiting_changes import Batch, Waiting
from maintenance.write_attempts import Attempt

BREAKS_A_RULE = gettext_noop("The written file would break rules of its format: {first}")


def write(batch: Batch, parent: Path, target: Path) -> Attempt:
    """As `write_attempts.write`, without the changes that would break a rule that `parent` does not break.

    Each of these costs as many validations more as the changes can be halved. Raises validation.NotValidated.
    """
    breaking: dict[int, list[Outcome]] = {}
    while True:
        attempt = write_attempts.write(batch, parent, target, left_out=breaking)
        error = _first_error(parent, target, attempt)
        if not error:
            return replace(attempt, broken=next((each[0].reason for each in breaking.values()), ""))
        guilty, error = _guilty(_written(batch, attempt), batch, parent, target, error)
        reason = BREAKS_A_RULE.format(first=error)
        breaking[guilty] = [
            replace(one, result="left out", new=None, reason=reason) for one in attempt.outcomes[guilty]
        ]


def _first_error(parent: Path, target: Path, attempt: Attempt) -> str:
    """Empty when there is none, or when nothing was written."""
    if not attempt.changed:
        return ""
    return next(iter(validation.new_errors(parent, target, attempt.copies)), "")


def _written(batch: Batch, attempt: Attempt) -> list[Waiting]:
    """The changes that made the file another one than its parent."""
    return [
        one
        for one in batch.waiting
        if any(each.result == "written" for each in attempt.outcomes.get(one.change.pk, ()))
    ]


def _guilty(
    written: Sequence[Waiting], batch: Batch, parent: Path, target: Path, error: str
) -> tuple[int, str]:
    """(key of the first change with which the file is wrong, what is wrong with it then)."""
    sound, wrong = 0, len(written)  # so many of them are sound together, so many are not
    while wrong - sound > 1:
        half = (sound + wrong) // 2
        attempt = write_attempts.write(replace(batch, waiting=tuple(written[:half])), parent, target)
        found = _first_error(parent, target, attempt)
        sound, wrong, error = (sound, half, found) if found else (half, wrong, error)
    return written[wrong - 1].change.pk, error

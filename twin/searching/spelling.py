"""Does a text hold a word? The same rule for the database (`holding`) and for putting what it found in order."""

from __future__ import annotations

from django.db.models import Q

SHORT = 2  # letters: such a word begins a word, or it would be found in nearly all of them

SAME, BEGINS, WITHIN = 1.0, 0.85, 0.6


def holding(word: str, field: str = "search_text") -> Q:
    """The condition on a text kept by `assets.search.spelt_apart`."""
    if len(word) > SHORT:
        return Q(**{f"{field}__contains": word})
    condition = Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})
    if word.isdigit():  # room 04, pump P-04
        ending = word if len(word) == SHORT else f"0{word}"
        condition |= Q(**{f"{field}__contains": f"{ending} "}) | Q(**{f"{field}__endswith": ending})
    return condition


def closeness(word: str, text: str) -> float:
    """How well the best word of a text answers: the same, begun by it, or holding it; 0 when none does."""
    if (word.lstrip("0") if word.isdigit() else word) not in text:  # nearly always, and soon known
        return 0.0
    return max((_closeness(word, one) for one in text.split()), default=0.0)


def _closeness(word: str, one: str) -> float:
    if one == word or (one[:1] in "dl" and one[1:] in (word, f"{word}s", f"{word}x")):  # "d'attente"
        return SAME
    if word.isdigit():
        return _number(word, one)
    if one.startswith(word):
        return SAME if one[len(word) :] in ("s", "x") else BEGINS
    return WITHIN if len(word) > SHORT and word in one else 0.0


def _number(word: str, one: str) -> float:
    if one.isdigit():
        if one.lstrip("0") == word.lstrip("0"):
            return (
                SAME if len(word) <= max(SHORT, len(one)) else WITHIN
            )  # "012" is a room's number, seldom a dozen
        return WITHIN if one.startswith(word) else 0.0
    tail = one[len(one.rstrip("0123456789")) :]
    if tail and tail.lstrip("0") == word.lstrip("0"):
        return BEGINS
    if tail.endswith(word.zfill(SHORT)):
        return WITHIN
    return WITHIN if len(word) > SHORT and word in one else 0.0

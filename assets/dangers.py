"""What is told of dangers, of all that was said about them: what was found is never hidden by another word.

Every word about a danger that was found is told, the nearest first: only a newer "absent" of the same asset or place
ends it, never one of another. Where none was found the nearest word counts. Asbestos is always listed: where nobody
said anything it is *not known*, which is a warning and not an all-clear.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from assets.models import Hazard
from assets.models.precaution import Precaution

ALWAYS = (Hazard.Kind.ASBESTOS,)
MOST_PLACES = 6
Finding = Hazard.Finding
Rank = Callable[[Precaution], float]
"""How near a word is: the lower, the nearer."""


@dataclass(frozen=True)
class HazardLine:
    """`kind` and `finding` are keys of `Hazard`; `where`: the assets or places it is said of, "" for the station."""

    kind: str
    finding: str
    report_date: date | None = None
    where: str = ""
    note: str = ""
    source: str = ""

    @property
    def kind_words(self) -> str:
        return str(Hazard.Kind(self.kind).label)

    @property
    def finding_words(self) -> str:
        return str(Finding(self.finding).label)


def told(said: list[Hazard], rank: Rank) -> list[HazardLine]:
    """Asbestos first, then those found; of one kind every word that was found, the nearest and the newest first."""
    by_kind: dict[str, list[Hazard]] = {kind: [] for kind in ALWAYS}
    for hazard in said:
        by_kind.setdefault(hazard.kind, []).append(hazard)
    lines = [line for kind, of_kind in by_kind.items() for line in _lines(kind, of_kind, rank)]
    order = {Finding.FOUND: 0, Finding.UNKNOWN: 1, Finding.ABSENT: 2}
    kinds = Hazard.Kind.values
    return sorted(
        lines, key=lambda each: (each.kind not in ALWAYS, order[each.finding], kinds.index(each.kind))
    )


def _lines(kind: str, of_kind: list[Hazard], rank: Rank) -> list[HazardLine]:
    """What is told of one kind, of words sorted from the nearest out and the newest first."""
    found = standing(of_kind)
    if not found:
        return [_line(of_kind[:1]) if of_kind else HazardLine(kind, Finding.UNKNOWN)]
    alike: dict[tuple[str, str], list[Hazard]] = {}
    for hazard in found:
        alike.setdefault((hazard.note.strip(), hazard.source.strip()), []).append(hazard)
    return [_line([each for each in same if rank(each) == rank(same[0])]) for same in alike.values()]


def standing(said: Iterable[Hazard]) -> list[Hazard]:
    """The dangers found that no newer "absent" of the same asset or place has ended, in the order given."""
    words = list(said)
    ended: dict[tuple[Any, ...], int] = {}
    for hazard in words:
        if hazard.finding == Finding.ABSENT:
            subject = _subject(hazard)
            ended[subject] = max(hazard.pk, ended.get(subject, 0))
    return [
        each for each in words if each.finding == Finding.FOUND and each.pk > ended.get(_subject(each), 0)
    ]


def _subject(hazard: Hazard) -> tuple[Any, ...]:
    return hazard.kind, hazard.asset_id, hazard.location_id, hazard.station_id


def _line(alike: list[Hazard]) -> HazardLine:
    """The same words of one or more assets or places."""
    first = alike[0]
    places = list(dict.fromkeys(where_of(each) for each in alike))
    where = ", ".join(places[:MOST_PLACES]) + (" …" if len(places) > MOST_PLACES else "")
    return HazardLine(first.kind, first.finding, first.report_date, where, first.note, first.source)


def where_of(said: Precaution) -> str:
    if said.asset is not None:
        return said.asset.code
    return said.location.label if said.location is not None else ""

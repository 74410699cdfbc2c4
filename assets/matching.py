"""A new revision against the register: what is the same thing as before, what is new, what is gone.

Matched by GlobalId and class, then by the authoring tool's id and class, then by the file's own code. What occurs twice
on either side matches nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from assets.models import Asset, Element, ElementMatch, Revision

Method = ElementMatch.Method


@dataclass(frozen=True, slots=True)
class Sketch:
    """What matching needs to know of an element."""

    pk: int
    global_id: str
    resolved_class: str
    tag: str
    file_code: str
    code: str
    run: int | None
    asset: int | None
    name: str
    step_id: int = 0


Key = tuple[str, Callable[[Sketch], Hashable]]  # a method, and what it goes by


@dataclass(frozen=True)
class Plan:
    """`kept` are (former, new, method); `gone` are former and `added` new elements without a counterpart."""

    kept: list[tuple[Sketch, Sketch, str]]
    gone: list[Sketch]
    added: list[Sketch]

    @property
    def loss(self) -> float:
        """Which part of the former elements is gone, 0 to 1."""
        former = len(self.kept) + len(self.gone)
        return len(self.gone) / former if former else 0.0


@dataclass(frozen=True)
class Differences:
    """What publishing changed in the register: lists of (code, name)."""

    kept: int = 0
    added: list[tuple[str, str]] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    to_confirm: list[tuple[str, str]] = field(default_factory=list)
    codes_differ: list[tuple[str, str]] = field(default_factory=list)
    new_assets: int = 0

    def as_counts(self) -> dict[str, int]:
        return {
            "kept": self.kept,
            "added": len(self.added),
            "gone": len(self.gone),
            "to_confirm": len(self.to_confirm),
            "codes_differ": len(self.codes_differ),
            "new_assets": self.new_assets,
        }

    def as_report(self) -> dict[str, object]:
        """Counts and lists, the lists only when there was something to differ from."""
        return {
            **self.as_counts(),
            "added_list": self.added if self.kept or self.gone else [],
            "gone_list": self.gone,
            "to_confirm_list": self.to_confirm,
            "codes_differ_list": self.codes_differ,
        }


def sketches(revision: Revision) -> list[Sketch]:
    rows = Element.objects.filter(revision=revision).values_list(*_COLUMNS)
    return [Sketch(*row) for row in rows.order_by("pk").iterator(chunk_size=5000)]


_COLUMNS = (
    "pk",
    "global_id",
    "resolved_class",
    "tag",
    "file_code",
    "code",
    "run",
    "match__asset",
    "name",
    "step_id",
)


def written_from(revision: Revision) -> int | None:
    """The revision (its primary key) into which we wrote what makes this one; None for a model from outside."""
    return (revision.report or {}).get("written_back", {}).get("parent")


def plan(predecessor: Revision | None, revision: Revision) -> Plan:
    """Pair the elements of two revisions of one discipline. Reads, writes nothing.

    What the predecessor did not draw but an earlier revision did may come back: it is asked last.
    """
    new = sketches(revision)
    if predecessor is None:
        return Plan([], [], new)
    keys = (_BY_LINE, *_KEYS) if written_from(revision) == predecessor.pk else _KEYS
    found = pair(sketches(predecessor), new, keys)
    back = pair(_absent(predecessor), found.added)
    return Plan(found.kept + back.kept, found.gone, back.added)


def _absent(predecessor: Revision) -> list[Sketch]:
    """The last element of each live asset that an earlier revision drew and the predecessor did not."""
    drawn = ElementMatch.objects.filter(element__revision=predecessor).values("asset")
    rows = Element.objects.filter(
        revision__station=predecessor.station_id,
        revision__discipline=predecessor.discipline,
        revision__number__lt=predecessor.number,
        match__asset__removed_at=None,
    ).exclude(match__asset__in=drawn)
    drawn_last = (Sketch(*row) for row in rows.order_by("revision__number", "pk").values_list(*_COLUMNS))
    return list({sketch.asset: sketch for sketch in drawn_last}.values())


def pair(former: list[Sketch], new: list[Sketch], keys: Sequence[Key] | None = None) -> Plan:
    """The pairing itself, over plain data."""
    kept: list[tuple[Sketch, Sketch, str]] = []
    for method, key in keys or _KEYS:
        pairs = _unique_pairs(former, new, key)
        kept += [(old, now, method) for old, now in pairs]
        done_former, done_new = {old.pk for old, _ in pairs}, {now.pk for _, now in pairs}
        former = [sketch for sketch in former if sketch.pk not in done_former]
        new = [sketch for sketch in new if sketch.pk not in done_new]
    return Plan(kept, former, new)


def _by_global_id(sketch: Sketch) -> Hashable:
    return (sketch.global_id, sketch.resolved_class) if sketch.global_id else None


def _by_tool_id(sketch: Sketch) -> Hashable:
    return (sketch.tag, sketch.resolved_class) if sketch.tag else None


def _by_code(sketch: Sketch) -> Hashable:
    return (sketch.file_code, sketch.resolved_class) if sketch.file_code else None


def _by_line(sketch: Sketch) -> Hashable:
    """In a file we wrote ourselves everything kept its number: even what shares its identity stays apart."""
    return (sketch.step_id, sketch.global_id, sketch.resolved_class)


_BY_LINE: Key = (Method.GLOBAL_ID, _by_line)
_KEYS: tuple[Key, ...] = (
    (Method.GLOBAL_ID, _by_global_id),
    (Method.TOOL_ID, _by_tool_id),
    (Method.CODE, _by_code),
)


def _unique_pairs(
    former: Iterable[Sketch], new: Iterable[Sketch], key: Callable[[Sketch], Hashable]
) -> list[tuple[Sketch, Sketch]]:
    """Pairs whose key occurs exactly once on each side."""
    old_by_key, new_by_key = _once(former, key), _once(new, key)
    return [(old_by_key[k], new_by_key[k]) for k in new_by_key.keys() & old_by_key.keys()]


def _once(sketched: Iterable[Sketch], key: Callable[[Sketch], Hashable]) -> dict[Hashable, Sketch]:
    found: dict[Hashable, Sketch | None] = {}
    for sketch in sketched:
        k = key(sketch)
        if k is not None:
            found[k] = None if k in found else sketch
    return {k: sketch for k, sketch in found.items() if sketch is not None}


def assets_without_element(station_id: int) -> set[int]:
    """Live assets that no published revision draws: they wait for an element with their code."""
    drawn = ElementMatch.objects.filter(
        asset__station=station_id, element__revision__state=Revision.State.PUBLISHED
    ).values("asset")
    return set(
        Asset.objects.live().filter(station=station_id).exclude(pk__in=drawn).values_list("pk", flat=True)
    )

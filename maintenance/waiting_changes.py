"""What was declared, approved and put into the register, and does not stand in the published models yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from assets import fields
from assets.ifc.edits import SetProperty
from assets.models import Element, ElementMatch, Revision, Station
from maintenance import model_places
from maintenance.models import Change, Declaration
from maintenance.three_way import MOVED_FROM

WRITTEN_KINDS = (Change.Kind.CORRECT, Change.Kind.REPLACE)


@dataclass(frozen=True)
class Waiting:
    """One change and the elements that draw its asset in the revision it goes into."""

    change: Change
    elements: tuple[Element, ...]

    def edits(self, schema: str) -> list[SetProperty]:
        return [edit_of(self.change, element, schema) for element in self.elements]


@dataclass(frozen=True)
class Batch:
    """What goes into the next revision of one discipline, in the order it came into the register."""

    discipline: str
    parent: Revision
    waiting: tuple[Waiting, ...]

    @property
    def moment(self) -> datetime:
        """When the last of it was settled: the time stamp of the file, whenever it is written."""
        return max(_settled_at(one.change) for one in self.waiting)


@dataclass(frozen=True)
class Backlog:
    """`undrawn` are changes of equipment that no published model draws: they live in the register alone."""

    batches: list[Batch] = field(default_factory=list)
    undrawn: list[Change] = field(default_factory=list)


def of(station: Station) -> Backlog:
    """Everything that waits, by discipline. Reads, writes nothing."""
    changes = list(waiting(station))
    drawn = _elements_by_asset(station, {change.declaration.asset_id for change in changes})
    by_parent: defaultdict[int, list[Waiting]] = defaultdict(list)
    undrawn = []
    for change in changes:
        elements = drawn.get(change.declaration.asset_id)
        if elements:
            chosen = _best_model(change, elements)
            by_parent[chosen[0].revision_id].append(Waiting(change, chosen))
        else:
            undrawn.append(change)
    parents = Revision.objects.in_bulk(by_parent)
    batches = [Batch(parents[pk].discipline, parents[pk], tuple(found)) for pk, found in by_parent.items()]
    return Backlog(sorted(batches, key=lambda batch: batch.discipline), undrawn)


def waiting(station: Station) -> QuerySet[Change]:
    """Approved changes of applied declarations whose values no revision that was ever published holds.

    A released one is among them again once a published model no longer holds it (`writeback.settle`).
    """
    return (
        Change.objects.filter(
            declaration__station=station,
            declaration__state__in=(Declaration.State.APPLIED, Declaration.State.RELEASED),
            verdict=Change.Verdict.APPROVED,
            kind__in=WRITTEN_KINDS,
        )
        .filter(Q(released_in=None) | Q(released_in__published_at=None))
        .exclude(field="", name="")
        .exclude(field=MOVED_FROM)
        .select_related("declaration__asset", "declaration__work_order", "released_in")
        .order_by("declaration__applied_at", "pk")
    )


def last_words(waiting_: Sequence[Waiting]) -> list[Waiting]:
    """Of several changes of one value only the last: what was said before it is history."""
    last = {value_key(one.change): one for one in waiting_}
    return [one for one in waiting_ if last[value_key(one.change)] is one]


def edit_of(change: Change, element: Element, schema: str) -> SetProperty:
    """The change as a value of this element: where the model says it already, else where its schema keeps it."""
    set_name, name = _place(change, element, schema)
    return SetProperty(
        element=element.step_id,
        global_id=element.global_id,
        value=change.value,
        set_name=set_name,
        name=name,
        key=change.field,
        unit=change.unit or None,
    )


def value_key(change: Change) -> tuple[int, str, str]:
    """Two changes of one key are words on the same value."""
    if change.field:
        return change.declaration.asset_id, change.field, ""
    return change.declaration.asset_id, change.set_name, change.name


def _settled_at(change: Change) -> datetime:
    declaration = change.declaration
    return declaration.applied_at or change.reviewed_at or declaration.performed_at


def _elements_by_asset(station: Station, assets: Iterable[int]) -> dict[int, list[Element]]:
    found: defaultdict[int, list[Element]] = defaultdict(list)
    matches = ElementMatch.objects.filter(
        asset__in=assets,
        element__revision__station=station,
        element__revision__state=Revision.State.PUBLISHED,
    )
    for match in matches.select_related("element__type", "element__revision").order_by("element__pk"):
        found[match.asset_id].append(match.element)
    return found


def _best_model(change: Change, elements: list[Element]) -> tuple[Element, ...]:
    """The elements of one model: the one that says the value, else one that keeps the thing as equipment."""
    spec = fields.fields().get(change.field)
    best = max(
        elements,
        key=lambda one: (
            spec is not None and model_places.said(spec, one) is not None,
            one.maintainable,
            -one.revision_id,
            -one.pk,
        ),
    )
    return tuple(one for one in elements if one.revision_id == best.revision_id)


def _place(change: Change, element: Element, schema: str) -> tuple[str, str]:
    spec = fields.fields().get(change.field)
    if spec is None:
        return change.set_name, change.name
    return model_places.place(spec, element, schema, change.unit or None)

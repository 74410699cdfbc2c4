"""What the model says and what the field says, for every published element whose equipment somebody looked at.

Nothing declared is lost when a designer delivers his model again: the register holds it. Where the two differ, it
stands here until he takes it over, or somebody on site finds that he is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from assets import fields, matching
from assets.fields import FieldSpec
from assets.ifc.agreement import agree
from assets.models import Asset, Element, ElementMatch, PropertyVersion, Revision, Station, Unit
from assets.register_values import FITTED
from maintenance import model_places
from maintenance.models import Change


class State(StrEnum):
    DIFFERS = "differs"
    SILENT = "silent"
    TAKEN_OVER = "taken_over"
    AGREES = "agrees"


OPEN = (State.DIFFERS, State.SILENT)


@dataclass(frozen=True)
class Disagreement:
    """One value of one element. `verified_at` and `by` (an id) are of who established it; None for a unit's own words.

    `set_name` and `name` are where the model says it or would; `key` is the field's, empty for other characteristics.
    """

    asset: Asset
    element: Element
    key: str
    set_name: str
    name: str
    model_value: Any
    model_unit: str
    field_value: Any
    field_unit: str
    verified_at: datetime | None
    by: int | None
    change: int | None
    declaration: int | None
    state: State

    @property
    def discipline(self) -> str:
        return self.element.revision.discipline


@dataclass(frozen=True)
class _Word:
    """What the field says of one characteristic."""

    spec: FieldSpec | None
    place: tuple[str, str]
    value: Any
    unit: str
    version: PropertyVersion | None = None


def of(station: Station, *, discipline: str | None = None) -> list[Disagreement]:
    """All comparisons of a station, by discipline, equipment and characteristic; reads, writes nothing."""
    words = _words(station)
    drawn = ((match.asset, match.element) for match in _matches(station, discipline, words))
    return _between(station, drawn, words)


def between(station: Station, pairs: Iterable[tuple[Asset, Element]]) -> list[Disagreement]:
    """The same for these elements, each beside the equipment it draws, published or not."""
    return _between(station, pairs, _words(station))


def _between(
    station: Station, pairs: Iterable[tuple[Asset, Element]], words: dict[int, list[_Word]]
) -> list[Disagreement]:
    declarations = dict(Change.objects.filter(declaration__station=station).values_list("pk", "declaration"))
    found = [
        _compared(asset, element, word, declarations)
        for asset, element in pairs
        for word in words.get(asset.pk, ())
    ]
    return sorted(found, key=lambda one: (one.discipline, one.asset.code, one.element.pk, one.name))


def _matches(
    station: Station, discipline: str | None, words: dict[int, list[_Word]]
) -> Iterator[ElementMatch]:
    matches = ElementMatch.objects.filter(
        asset__station=station,
        asset__removed_at=None,
        asset__in=list(words),
        element__revision__state=Revision.State.PUBLISHED,
    ).select_related("asset", "element__revision", "element__type")
    if discipline:
        matches = matches.filter(element__revision__discipline=discipline)
    return matches.iterator(chunk_size=500)


def _words(station: Station) -> dict[int, list[_Word]]:
    """What the field says, by asset: what people established, then the plate of the unit where nobody said more."""
    words: defaultdict[int, dict[str, _Word]] = defaultdict(dict)
    for version in PropertyVersion.objects.filter(asset__station=station, superseded_at=None):
        spec = _spec(version)
        key = spec.key if spec else f"{version.set_name}.{version.name}"
        place = (version.set_name, version.name)
        words[version.asset_id][key] = _Word(spec, place, version.value, version.unit, version)
    for unit in Unit.objects.filter(station=station, removed_on=None, asset__isnull=False):
        for key, column in FITTED.items():
            value = getattr(unit, column)
            if value:
                spec = fields.fields()[key]
                plate = _Word(spec, spec.sources[0], str(value), "")
                words[unit.asset_id].setdefault(key, plate)
    return {asset: list(each.values()) for asset, each in words.items()}


def _spec(version: PropertyVersion) -> FieldSpec | None:
    """The field a value of the register belongs to."""
    known = fields.fields()
    if version.set_name == version.name and version.name in known:
        return known[version.name]
    of_set = ((version.set_name, version.name), (fields.ANY_SET, version.name))
    for place in of_set:
        for spec in known.values():
            if place in spec.sources:
                return spec
    return None


def _compared(asset: Asset, element: Element, word: _Word, declarations: dict[int, int]) -> Disagreement:
    place, value, unit = _model_says(element, word)
    version = word.version
    change = version.change if version else None
    return Disagreement(
        asset=asset,
        element=element,
        key=word.spec.key if word.spec else "",
        set_name=place[0],
        name=place[1],
        model_value=value,
        model_unit=unit,
        field_value=word.value,
        field_unit=word.unit,
        verified_at=version.valid_from if version else None,
        by=version.recorded_by_id if version else None,
        change=change,
        declaration=declarations.get(change) if change else None,
        state=_state(element.revision, word, value, unit),
    )


def _model_says(element: Element, word: _Word) -> tuple[tuple[str, str], Any, str]:
    """((set, name), value, unit); where the model is silent, the place a release would write, and None."""
    found = model_places.says(word.spec, word.place, element)
    if found is not None or word.spec is None:
        return found or (word.place, None, "")
    schema = element.revision.schema or "IFC4"
    return model_places.place(word.spec, element, schema, word.unit or None), None, ""


def _state(revision: Revision, word: _Word, value: Any, unit: str) -> State:
    if value is None:
        return State.AGREES if word.value in (None, "") else State.SILENT
    if not agree(value, unit, word.value, word.unit):
        return State.DIFFERS
    version = word.version
    ours = matching.written_from(revision) is not None
    later = version is not None and revision.received_at > version.recorded_at
    return State.TAKEN_OVER if later and not ours else State.AGREES

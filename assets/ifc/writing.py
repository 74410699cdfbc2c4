"""Writing values into a copy of a model: what was declared changes, and nothing else.

Measured against the parent's *canonical rewrite* (the library's own open and write): without edits every line of the
DATA section is the same; with edits only lines of the declared elements' own sets differ. Received bytes are read,
never touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ifcopenshell

from assets.ifc import set_names
from assets.ifc.attributes import Attributes, Entity
from assets.ifc.edits import NotWritable, Outcome, SetProperty
from assets.ifc.file_units import FileUnits
from assets.ifc.occurrence_sets import Held, OccurrenceSets
from assets.ifc.ownership import Ownership
from assets.ifc.properties import PropertySets
from assets.ifc.property_forms import CalendarDate, Form, Forms
from assets.ifc.property_values import Values
from assets.ifc.units import Units

__all__ = ["NotWritable", "Outcome", "SetProperty", "Written", "rewrite", "write"]


@dataclass(frozen=True)
class Written:
    """`outcomes` in the order of the edits; `copies` maps STEP ids of copied entities to their originals."""

    outcomes: tuple[Outcome, ...]
    copies: dict[int, int]

    @property
    def changed(self) -> bool:
        return any(outcome.result == "written" for outcome in self.outcomes)


def rewrite(source: Path, target: Path) -> None:
    """Write the canonical form of a plain .ifc: every value as it was, the header's time stamp kept."""
    _opened(source).write(str(target))


def write(
    source: Path,
    target: Path,
    edits: Iterable[SetProperty],
    *,
    seed: str,
    moment: datetime | None = None,
    organisation: str = "Station Twin",
) -> Written:
    """Write a copy of the plain .ifc `source` with the edits to `target`; nothing is written when nothing changed.

    `seed` names the parent (its SHA-256): the same parent, edits and `moment` give the same bytes. `moment` becomes the
    header's time stamp. An edit that cannot be carried out is left out and says why; the others stand.
    """
    model = _opened(source)
    writer = _Writer(model, seed, moment or datetime.fromtimestamp(0, UTC), organisation)
    outcomes = tuple(writer.carry_out(edit) for edit in edits)
    written = Written(outcomes, writer.sets.copies)
    if written.changed:
        if moment is not None:
            model.header.file_name.time_stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        model.write(str(target))
    return written


def _opened(source: Path) -> Any:
    """Lazily: what is written is the same to the byte (a test compares), and half of the opening is saved."""
    return ifcopenshell.open(str(source), format=".ifc", lazy=True)  # type: ignore[call-overload]


class _Writer:
    """One file being edited."""

    def __init__(self, model: Any, seed: str, moment: datetime, organisation: str) -> None:
        self.model = model
        attributes = Attributes(model)
        units = Units(attributes)
        project = units.of_project()
        self.sets = OccurrenceSets(model, seed, Ownership(model, moment, organisation))
        self.forms = Forms(model, FileUnits(model, units, project))
        self.values = Values(model)
        self.reading = PropertySets(attributes, units, project)

    def carry_out(self, edit: SetProperty) -> Outcome:
        set_name, name = edit.set_name.strip(), edit.name.strip()
        if not name:
            set_name, name = set_names.place(edit.key, self.model.schema_identifier)
        outcome = Outcome(edit, "left out", set_name, name)
        try:
            return self._set(self._element(edit), outcome)
        except NotWritable as refusal:
            return replace(outcome, reason=str(refusal))

    def _element(self, edit: SetProperty) -> Entity:
        try:
            element = self.model.by_id(edit.element)
        except RuntimeError:
            element = None
        if element is None or getattr(element, "GlobalId", None) != edit.global_id:
            raise NotWritable("not-drawn")
        return element

    def _set(self, element: Entity, outcome: Outcome) -> Outcome:
        edit, set_name, name = outcome.edit, outcome.set_name, outcome.name
        held, found = self._own_property(element, set_name, name)
        shown = found if found is not None else self.sets.inherited(element, set_name, name)
        if found is None and edit.value is None:
            raise NotWritable("of-the-type")
        form = (
            self.forms.of(shown, edit, set_name)
            if shown is not None
            else self.forms.new(edit, set_name, name)
        )
        old = self.reading.value_of(shown)[0] if shown is not None else None
        if shown is not None and edit.unit in (None, form.symbol) and old == edit.value:
            return replace(outcome, result="already", old=old, new=old, unit=form.symbol)
        values = self.values.attributes(form, edit.value, edit.unit, shown)
        outcome = replace(outcome, old=old, unit=form.symbol)
        if shown is not None and _same(shown, values):
            return replace(outcome, result="already", new=old)
        made = self._change(element, held, found, outcome, form, values, shown)
        return replace(outcome, result="written", new=self.reading.value_of(made)[0])

    def _own_property(self, element: Entity, set_name: str, name: str) -> tuple[Held | None, Entity | None]:
        """The element's own property of these names and the set it is in; both None when it has none."""
        for held in self.sets.of(element, set_name):
            found = self.sets.in_set(held.held, name)
            if found is not None:
                return held, found
        return None, None

    def _change(
        self,
        element: Entity,
        held: Held | None,
        found: Entity | None,
        outcome: Outcome,
        form: Form,
        values: dict[str, Any],
        pattern: Entity | None,
    ) -> Entity:
        """Write the values, in place where the property is the element's own; return the property."""
        if held is not None and found is not None:
            own_set = self.sets.own(element, held)
            property_ = self.sets.own_member(own_set, outcome.name)
            self.forms.fill(property_, values)
            return property_
        kind = "IfcElementQuantity" if form.is_quantity else "IfcPropertySet"
        fitting = [one for one in self.sets.of(element, outcome.set_name) if one.held.is_a(kind)]
        own_set = (
            self.sets.own(element, fitting[0])
            if fitting
            else self.sets.make(element, outcome.set_name, quantities=form.is_quantity)
        )
        made = self.forms.make(form, outcome.name, values)
        self.sets.put(own_set, made)
        return made


def _same(property_: Entity, values: dict[str, Any]) -> bool:
    """Does the property say this already?"""
    return all(_told(getattr(property_, name)) == _told(value) for name, value in values.items())


def _told(value: Any) -> Any:
    """A value to compare: typed values and dates by what they say, numbers to twelve digits."""
    if isinstance(value, CalendarDate):
        return [value.day, value.month, value.year]
    if isinstance(value, (tuple, list)):
        return [_told(one) for one in value]
    if isinstance(value, ifcopenshell.entity_instance):
        return [_told(value[index]) for index in range(len(value))]
    return float(f"{value:.12g}") if isinstance(value, float) else value

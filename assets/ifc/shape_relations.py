"""What else than its own attributes decides the shape of a product: openings, materials, styles, units, contexts.

As ifcopenshell reads it: the openings of a product and of the wholes it is part of are subtracted; an item without a
style takes the one of its product's only material, else of its type's.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from assets.ifc.step_records import Reference, StepRecords, Tokens, UnclearRecord, arguments

# Records that hang on another one from outside, and the place of the argument that names it.
ATTACHED = {
    b"IFCSTYLEDITEM": 0,
    b"IFCINDEXEDCOLOURMAP": 0,
    b"IFCMATERIALDEFINITIONREPRESENTATION": 3,
}
_ARGUMENTS = 6  # of every relation read here, in every schema
# How long and how far round a number means; units of power or money change no shape.
UNITS_OF_SHAPES = {b".LENGTHUNIT.", b".PLANEANGLEUNIT."}

Related = defaultdict[Reference, list[Reference]]


def _related() -> Related:
    return defaultdict(list)


@dataclass(slots=True)
class ShapeRelations:
    """References by reference, each in the order of the file."""

    openings: Related = field(default_factory=_related)  # product → IfcOpeningElement
    wholes: Related = field(default_factory=_related)  # part → what it is aggregated into
    types: Related = field(default_factory=_related)  # product → its type
    materials: Related = field(default_factory=_related)  # product or type → material, layer set …
    attached: Related = field(default_factory=_related)  # item or material → its styles
    everywhere: list[Reference] = field(default_factory=list)  # units and contexts

    def openings_of(self, product: Reference) -> list[Reference]:
        """Return the openings in a product and in all it is part of; wholes that contain each other end it."""
        seen, waiting = {product}, [product]
        for one in waiting:
            waiting += [whole for whole in self.wholes.get(one, ()) if whole not in seen]
            seen.update(waiting)
        return [opening for one in waiting for opening in self.openings.get(one, ())]

    def materials_of(self, product: Reference) -> list[list[Reference]]:
        """Return its own materials, then those of each of its types."""
        return [self.materials.get(one, []) for one in (product, *self.types.get(product, ()))]


def shape_relations(records: StepRecords, by_class: dict[bytes, list[Reference]]) -> ShapeRelations:
    """Read the relations of a file in one pass. Raise UnclearRecord for one that is cut or wrongly built."""
    found = ShapeRelations()
    for related, owners, others, names in (
        (found.openings, 4, 5, (b"IFCRELVOIDSELEMENT", b"IFCRELPROJECTSELEMENT")),
        (found.wholes, 5, 4, (b"IFCRELAGGREGATES",)),
        (found.types, 4, 5, (b"IFCRELDEFINESBYTYPE",)),
        (found.materials, 4, 5, (b"IFCRELASSOCIATESMATERIAL",)),
    ):
        for one, values in _read(records, by_class, *names):
            if len(values) != _ARGUMENTS:
                raise UnclearRecord(one)
            for owner in _references(values[owners]):
                related[owner] += _references(values[others])
    for name, place in ATTACHED.items():
        for one, values in _read(records, by_class, name):
            for owner in _references(values[place]):
                found.attached[owner].append(one)
    found.everywhere = _everywhere(records, by_class)
    return found


def _read(
    records: StepRecords, by_class: dict[bytes, list[Reference]], *names: bytes
) -> list[tuple[Reference, list[Tokens]]]:
    return [(one, arguments(records.tokens(one))) for name in names for one in by_class.get(name, ())]


def _references(tokens: Tokens) -> list[Reference]:
    return [token for token in tokens if token[:1] == b"#"]


def _everywhere(records: StepRecords, by_class: dict[bytes, list[Reference]]) -> list[Reference]:
    """Return the contexts, whose precision holds for the whole file, and the units that say how large things are."""
    units = [
        unit
        for one in by_class.get(b"IFCUNITASSIGNMENT", ())
        for unit in _references(records.tokens(one))
        if UNITS_OF_SHAPES.intersection(records.tokens(unit))
    ]
    return [*by_class.get(b"IFCGEOMETRICREPRESENTATIONCONTEXT", ()), *units]

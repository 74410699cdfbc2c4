"""Which products of a file get a shape."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from ifcopenshell import ifcopenshell_wrapper


def products(model: Any) -> list[int]:
    """Return the STEP ids of the spaces, then of the elements, that have a representation, in the file's order.

    Openings and other features are no elements of their own: they are subtracted. Spaces come first because rooms
    are worth more than the last chair when time runs out. By STEP id, since GlobalIds repeat in real files.
    """
    spaces = [space.id() for space in model.by_type("IfcSpace") if _has_representation(space)]
    elements = [
        element.id()
        for element in model.by_type("IfcElement")
        if not element.is_a("IfcFeatureElement") and _has_representation(element)
    ]
    return [*sorted(spaces), *sorted(elements)]


def _has_representation(product: Any) -> bool:
    try:
        return product.Representation is not None
    except (
        RuntimeError,
        AttributeError,
    ):  # a line too short to hold the attribute, or one that points nowhere
        return False


@cache
def shaped_classes(schema: str) -> frozenset[bytes]:
    """Return the classes of what `products` lists, in capitals, for who reads a file's text; none without a schema."""
    try:
        declared = ifcopenshell_wrapper.schema_by_name(schema)
    except RuntimeError:
        return frozenset()
    wanted = {*_kinds_of(declared, "IfcElement"), *_kinds_of(declared, "IfcSpace")}
    return frozenset(wanted - set(_kinds_of(declared, "IfcFeatureElement")))


def _kinds_of(declared: Any, name: str) -> Iterator[bytes]:
    """Give a class and all below it."""
    waiting = [declared.declaration_by_name(name).as_entity()]
    for one in waiting:
        waiting += one.subtypes()
        yield one.name().upper().encode()

"""Which products of a file get a shape."""

from __future__ import annotations

from typing import Any


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

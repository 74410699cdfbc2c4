"""Reading attributes of entities that may be damaged, by position and without an exception.

Asking an entity for an attribute by name is slow, and for an unknown name far worse; positions are looked up once per
class. A value of the wrong kind is noted and read as missing, so that one bad line never stops a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import methodcaller
from typing import Any

from ifcopenshell import entity_instance

Entity = Any  # ifcopenshell.entity_instance: untyped in its own package


_STEP_ID = methodcaller("id")


class Attributes:
    """The attributes of one file. `damaged` collects the STEP ids whose values could not be used."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.damaged: dict[int, None] = {}
        self._positions: dict[str, dict[str, int]] = {}

    def of_class(self, ifc_class: str) -> Iterable[Entity]:
        """Return the entities of a class and its subclasses, in file order; none when the schema lacks the class."""
        try:
            found = self.model.by_type(ifc_class)
        except RuntimeError:
            return ()
        return sorted(found, key=_STEP_ID)

    def value(self, entity: Entity, name: str) -> Any:
        """Return the raw value; None when missing, unreadable or not an attribute of this class."""
        position = (self._positions.get(entity.is_a()) or self._learn(entity)).get(name)
        if position is None:
            return None
        try:
            return entity.get_argument(position)
        except Exception:  # the parser raises RuntimeError for what it could not make sense of
            self.damaged[entity.id()] = None
            return None

    def has(self, entity: Entity, name: str) -> bool:
        """Say whether the class of the entity has this attribute."""
        return name in (self._positions.get(entity.is_a()) or self._learn(entity))

    def text(self, entity: Entity, name: str) -> str:
        """Return a text, stripped; empty when missing."""
        value = self.value(entity, name)
        if value is None:
            return ""
        if not isinstance(value, str):
            return self._wrong(entity, "")
        return value.strip()

    def number(self, entity: Entity, name: str) -> float | None:
        """Return a number; None when missing."""
        value = self.value(entity, name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return self._wrong(entity, None)
        return float(value)

    def entity(self, entity: Entity, name: str) -> Any:
        """Return the entity pointed to; None when missing or dangling."""
        value = self.value(entity, name)
        if value is None:
            return None
        return value if is_entity(value) else self._wrong(entity, None)

    def entities(self, entity: Entity, name: str) -> list[Entity]:
        """Return the entities of a list; a single one counts as a list of one."""
        value = self.value(entity, name)
        if value is None:
            return []
        if isinstance(value, entity_instance) and value.id() == 0 and len(value):
            value = value.get_argument(0)  # a typed list, such as a set of property sets
        items = value if isinstance(value, (tuple, list)) else (value,)
        found = [item for item in items if is_entity(item)]
        if len(found) != len(items):
            self._wrong(entity, None)
        return found

    def _learn(self, entity: Entity) -> dict[str, int]:
        positions = {entity.attribute_name(index): index for index in range(len(entity))}
        self._positions[entity.is_a()] = positions
        return positions

    def _wrong(self, entity: Entity, fallback: Any) -> Any:
        self.damaged[entity.id()] = None
        return fallback


def is_entity(value: Any) -> bool:
    """Say whether a value is an entity with a line of its own (not a typed value such as IFCLABEL('x'))."""
    return isinstance(value, entity_instance) and value.id() != 0
